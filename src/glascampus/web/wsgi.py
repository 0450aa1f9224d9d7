"""The door for the web server."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "glascampus.web.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402  settings first

application = get_wsgi_application()
