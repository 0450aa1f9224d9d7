"""Sentences about organisations."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "found_partner": _("Partner"),
    "found_organisation": _("Organisation"),
    "already_colleague": _("Diese Adresse gehört schon zu diesem Betrieb."),
}
