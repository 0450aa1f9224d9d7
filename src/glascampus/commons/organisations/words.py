"""Sentences about organisations."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "already_colleague": _("Diese Adresse gehört schon zu diesem Betrieb."),
}
