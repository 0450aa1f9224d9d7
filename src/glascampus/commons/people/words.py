"""Sentences about persons in a list."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "row_email_wrong": _("Die E-Mail-Adresse stimmt nicht."),
    "row_not_yes_or_no": _("Hier bitte ja oder nein."),
}
