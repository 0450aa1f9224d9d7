"""Sentences about organisations."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "found_partner": _("Partner"),
    "found_organisation": _("Organisation"),
    "row_url_wrong": _("Die Adresse der Website muss mit https:// beginnen."),
    "already_colleague": _("Diese Adresse gehört schon zu diesem Betrieb."),
}
