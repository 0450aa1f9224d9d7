"""The door for the web server."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "glascampus.web.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from glascampus.web.sqlite.base import never_make_one  # noqa: E402  settings bring SQLite first

never_make_one()
