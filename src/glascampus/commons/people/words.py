"""Sentences about persons, found and in a list."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "found_person": _("Person"),
    "row_email_wrong": _("Die E-Mail-Adresse stimmt nicht."),
    "row_not_yes_or_no": _("Hier bitte ja oder nein."),
}
