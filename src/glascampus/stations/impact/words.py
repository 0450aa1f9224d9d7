"""What each figure is called and means, in one sentence."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from glascampus.engines.disclosure import Disclosed
from glascampus.stations.impact.rules import Key, Unit

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
    "seats_booked": _("Fest gebuchte Plätze in allen Durchgängen, vergangenen und kommenden."),
    "fill_rate": _("Fest gebuchte Plätze, geteilt durch alle Plätze der Durchgänge, die stattgefunden haben."),
    "credentials": _("Ausgestellte Nachweise, ohne ersetzte und zurückgezogene."),
    "people_attended": _(
        "Verschiedene Menschen, die bei mindestens einem Termin da waren. Wer zweimal kommt, zählt einmal: erkannt an der E-Mail-Adresse, ohne sie an Namen und Betrieb."
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


# By quarter, for funders


def quarter(key: Key) -> str:
    """A quarter as a heading: "1/2027", in English "Q1 2027"."""
    year, number = key
    return gettext("%(quarter)s/%(year)s") % {"quarter": number, "year": year}


MEASURES: dict[str, str | Promise] = {
    "needs_stated": _("Meldungen von Bedarf"),
    "firms_stated": _("Betriebe, die etwas meldeten"),
    "modules_made": _("neue Module"),
    "courses_made": _("neue Kurse"),
    "runs_held": _("Durchgänge, die stattfanden"),
    "runs_cancelled": _("abgesagte Durchgänge"),
    "seats_booked": _("gebuchte Plätze"),
    "papers": _("Nachweise"),
    "certificates": _("davon mit bestandener Prüfung"),
    "people_attended": _("Menschen, die da waren"),
    "hours_attended": _("Stunden, die sie lernten"),
}
MEASURED: dict[str, str | Promise] = {
    "needs_stated": _("Per Mail bestätigte Meldungen, nach dem Tag der Meldung."),
    "firms_stated": _(
        "Verschiedene Betriebe mit einer bestätigten Meldung; wer in zwei Quartalen meldet, zählt zweimal."
    ),
    "modules_made": _("Veröffentlichte Module, nach dem Tag, an dem sie angelegt wurden."),
    "courses_made": _("Veröffentlichte Kurse, nach dem Tag, an dem sie angelegt wurden."),
    "runs_held": _("Nach dem Beginn; abgeschlossen, oder nicht abgesagt und vorbei."),
    "runs_cancelled": _("Nach dem Tag, an dem sie begonnen hätten."),
    "seats_booked": _("Fest gebuchte Plätze in Durchgängen, die begonnen haben."),
    "papers": _("Nach dem Tag der Ausstellung, ohne ersetzte und zurückgezogene."),
    "certificates": _("Nachweise mit bestandener Prüfung."),
    "people_attended": _("Wer bei mindestens einem Termin da war, je Durchgang einmal gezählt."),
    "hours_attended": _("Zeitstunden aller Anwesenden zusammen, nach dem Beginn des Durchgangs."),
}


def cell(shown_as: Disclosed) -> str:
    """A cell of the table: the number, "<3", or a dash where more would give a small number away."""
    if shown_as.kind == "exact":
        return shown(shown_as.value or 0, Unit.COUNT)
    return str(shown_as) or "–"


def at_least(number: str) -> str:
    """A sum in which something is hidden."""
    return gettext("mindestens %(n)s") % {"n": number}
