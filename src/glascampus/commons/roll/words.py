"""Sentences that belong to no single app."""

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from glascampus.commons.roll.rules import Section

SECTIONS = {
    Section.BACK: _("Noch zurückzunehmen"),
    Section.DECIDE: _("Heute entscheiden"),
    Section.US: _("Jemand wartet auf uns"),
    Section.MINIMUM: _("Unter der Mindestzahl"),
    Section.MAIL: _("Mails, die nicht ankamen"),
    Section.DUE: _("Wird fällig"),
    Section.THEM: _("Wir warten auf jemanden"),
    Section.OPEN: _("Noch offen"),
}
SPELLED = ["0", _("Eine"), _("Zwei"), _("Drei"), _("Vier"), _("Fünf"), _("Sechs"), _("Sieben"), _("Acht"), _("Neun"), _("Zehn"), _("Elf"), _("Zwölf")]  # fmt: skip


def spelled(number: int) -> str:
    """How many, as one says it at the head of a page; from 13 on in digits."""
    return str(SPELLED[number]) if number < len(SPELLED) else str(number)


def headline(number: int) -> str:
    """What the board, and the Monday letter, say first."""
    if not number:
        return gettext("Heute ist nichts zu entscheiden")
    sentence = ngettext("%(number)s Entscheidung für heute", "%(number)s Entscheidungen für heute", number)
    return sentence % {"number": spelled(number)}


SENTENCES = {
    "refused": _("Das ging nicht. Es wurde nichts geändert."),
    "not_allowed": _("Das dürfen Sie hier nicht. Es wurde nichts geändert."),
}
