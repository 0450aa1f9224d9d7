"""Sentences of the journal."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "still_used": _("Das wird noch gebraucht: Etwas anderes bezieht sich darauf. Es wurde nichts gelöscht."),
}
