"""Sentences that belong to no single app."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "refused": _("Das ging nicht. Es wurde nichts geändert."),
    "not_allowed": _("Das dürfen Sie hier nicht. Es wurde nichts geändert."),
}
