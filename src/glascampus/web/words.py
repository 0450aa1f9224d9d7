"""Sentences of the house itself."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {"found_page": _("Seite"), "found_deed": _("Tun")}
