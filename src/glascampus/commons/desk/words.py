"""Sentences about deeds on several rows."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "nothing_ticked": _("Kreuzen Sie zuerst die Zeilen an, um die es geht."),
    "too_many_ticked": _("Das sind mehr als %(most)s Zeilen auf einmal. Grenzen Sie die Liste zuerst ein."),
}
