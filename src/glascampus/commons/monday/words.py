"""What the Monday letter is called."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {"mail_monday.monday": _("Montagsbrief")}
