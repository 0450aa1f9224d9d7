"""Sentences about roles."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "already_set_up": _("Das Büro ist schon eröffnet. Bitte melden Sie sich an."),
}
