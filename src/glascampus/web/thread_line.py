"""The thread line: one component for every page, as plain values (before, here, behind)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: Mapping[str, str | Promise] = {
    "need": _("Bedarf"),
    "curriculum": _("Curriculum"),
    "course": _("Kurs"),
    "booking": _("Buchung"),
    "credential": _("Nachweis"),
    "impact": _("Wirkung"),
}
PLACES: Mapping[str, tuple[str | Promise, str]] = {  # what the main page of each station is called, and its route
    "need": (_("Bedarf"), "web:needs"),
    "curriculum": (_("Curriculum"), "web:curriculum"),
    "course": (_("Kurse"), "web:catalogue"),
    "booking": (_("Termine"), "web:dates"),
    "credential": (_("Nachweise"), "credentials:enter"),
    "impact": (_("Wirkung"), "web:impact"),
}


Said = tuple[str, str] | tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Station:
    """One of the six stations as the page shows it; ``ahead`` is one that is not reached yet."""

    key: str
    label: str
    figure: str = ""
    text: str = ""
    url: str = ""
    here: bool = False
    glow: bool = False
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """What a page knows about one station: a figure (may be empty), the sentence under it and where it leads."""

    figure: str | int = ""
    text: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the strip; without ``url`` it is plain text; ``short`` is what a phone says instead of a long ``text``."""

    text: str
    url: str = ""
    short: str = ""
    here: bool = False


def thread(figures: Mapping[str, Figure], *, here: str = "", reached: str = "impact") -> list[Station]:
    """The six stations in order.

    Args:
        figures: what the page knows, under the keys of ``NAMES``; a missing station stands without figure.
        here: key of the station this page belongs to; it glows. Without it the last reached one does.
        reached: key of the last station reached; those behind it are drawn as still ahead.

    Raises:
        ValueError: ``figures``, ``here`` or ``reached`` names no station.
    """
    order = list(NAMES)
    unknown = {*figures, reached, here or reached} - {*order}
    if unknown:
        raise ValueError(f"no such station: {', '.join(sorted(unknown))}")
    last = order.index(reached)
    return [
        _station(key, figures.get(key, Figure()), here=here, glow=key == (here or reached), ahead=n > last)
        for n, key in enumerate(order)
    ]


def _station(key: str, known: Figure, *, here: str, glow: bool, ahead: bool) -> Station:
    return Station(
        key, str(NAMES[key]), str(known.figure), known.text, known.url, here=key == here, glow=glow, ahead=ahead
    )


def strip(before: Iterable[Said], here: str, behind: Iterable[Said], *, short: str = "") -> list[Step]:
    """The fine line on a page of the thread; ``before`` and ``behind`` are (text, url) or (text, url, short), ``url`` may be empty.

    Whatever may be long, above all a title, needs a short word, so that the line takes two lines at most on a phone.
    """
    return [*(Step(*said) for said in before), Step(here, short=short, here=True), *(Step(*said) for said in behind)]
