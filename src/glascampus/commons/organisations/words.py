"""Sentences about organisations."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "row_url_wrong": _("Die Adresse der Webseite muss mit https:// beginnen."),
    "already_colleague": _("Diese Adresse gehört schon zu diesem Betrieb."),
}
