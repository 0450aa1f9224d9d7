"""What each figure is called and means, in one sentence."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from glascampus.stations.impact.rules import Unit

LABELS: dict[str, str | Promise] = {
    "topics": _("Themen"),
    "firms_asked": _("Betriebe haben etwas gemeldet"),
    "modules": _("Module"),
    "gaps": _("Themen ohne Modul"),
    "courses": _("Kurse"),
    "runs_held": _("Durchgänge haben stattgefunden"),
    "share_held": _("der geplanten Durchgänge fanden statt"),
    "seats_booked": _("Plätze sind gebucht"),
    "fill_rate": _("der Plätze waren besetzt"),
    "credentials": _("Nachweise"),
    "people_attended": _("Menschen waren da"),
    "firms_answered": _("Betriebe bekamen, worum sie baten"),
}
DEFINITIONS: dict[str, str | Promise] = {
    "topics": _(
        "Themen, zu denen ein Bedarf bekannt ist: gemeldet, im Gespräch gehört oder in einer Untersuchung gefunden."
    ),
    "firms_asked": _(
        "Verschiedene Betriebe, die einen Bedarf gemeldet und per Mail bestätigt haben. Ein oder zwei Betriebe zeigen wir nicht als Zahl."
    ),
    "modules": _("Veröffentlichte Module des Curriculums."),
    "gaps": _("Themen, die noch kein veröffentlichtes Modul beantwortet."),
    "courses": _("Veröffentlichte Kurse."),
    "runs_held": _("Durchgänge, die abgeschlossen sind oder zugesagt waren und vorbei sind."),
    "share_held": _("Anteil der Durchgänge, die stattgefunden haben, an allen vergangenen und abgesagten."),
    "seats_booked": _("Plätze mit einer festen Person, in allen Durchgängen, vergangenen und kommenden."),
    "fill_rate": _("Feste Plätze geteilt durch alle Plätze der Durchgänge, die stattgefunden haben."),
    "credentials": _("Ausgestellte Nachweise, ohne ersetzte und zurückgezogene."),
    "people_attended": _(
        "Verschiedene Menschen, die in mindestens einem Termin da waren. Wer zweimal kommt, zählt einmal."
    ),
    "firms_answered": _(
        "Betriebe, zu deren Thema nach ihrer Meldung ein Durchgang stattfand, in dem jemand da war. Kleine Zahlen zeigen wir nicht."
    ),
}
STATIONS: dict[str, str | Promise] = {
    "need": _("Bedarf"),
    "curriculum": _("Curriculum"),
    "course": _("Kurs"),
    "booking": _("Buchung"),
    "credential": _("Nachweis"),
    "impact": _("Wirkung"),
}


def shown(value: int, unit: Unit) -> str:
    """A number as the reader's language writes it."""
    text = number_format(value, use_l10n=True, force_grouping=True)
    return gettext("%(n)s Prozent") % {"n": text} if unit is Unit.PERCENT else text


def hidden() -> str:
    """What stands where a number is too small to be shown."""
    return gettext("zu wenige, um sie zu zeigen")


def unknown() -> str:
    """What stands where there is nothing to divide by."""
    return gettext("noch nichts")
