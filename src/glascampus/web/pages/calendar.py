"""The office's calendar: who meets where in a week or a month, and where two want the same room or the same person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from glascampus.basics import days
from glascampus.basics.clock import CAMPUS_ZONE, now, today
from glascampus.commons.desk.pages import CampusRequest, office_page
from glascampus.commons.people.reads import people_seen_by
from glascampus.commons.sites.reads import rooms, sites
from glascampus.stations.courses.reads import Planned, TakenTwice, planned_between, taken_twice
from glascampus.web.months import DAYS, begin_of, filled, monday_of, month_after, month_weeks, week_days

VIEWS = ("woche", "monat")
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)  # a calendar without end would be an address without end
NARROWS = ("ort", "raum", "person")


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the address counts: the view, a day in it, and what it is narrowed to."""

    view: str
    day: date
    narrowed: dict[str, int]

    @property
    def first(self) -> date:
        """The first day of the week or month."""
        return monday_of(self.day) if self.view == "woche" else self.day.replace(day=1)

    def moved(self, by: int) -> date:
        """The first day of the week or month that many later."""
        return self.first + timedelta(days=DAYS * by) if self.view == "woche" else month_after(self.first, by)

    def url(self, day: date, view: str = "") -> str:
        """The same for another day or in the other view."""
        query: dict[str, str | int] = {"ansicht": view or self.view, "ab": day.isoformat(), **self.narrowed}
        return f"?{urlencode(query)}"


@office_page
def calendar(request: CampusRequest) -> HttpResponse:
    """A week day by day, or a month as a sheet; what clashes stands above, in words."""
    asked = _asked(request)
    after = asked.moved(1)
    every = planned_between(begin_of(asked.first), begin_of(after), request.user)
    shown = [row for row in every if row.fits(**{name: asked.narrowed.get(word) for name, word in NAMES.items()})]
    clashes = [row for row in shown if row.troubles]
    nearest = None if clashes or asked.narrowed else _nearest_after(after)
    return render(request, "web/calendar.html", {
        "asked": asked, "last": after - timedelta(days=1), "rows": shown, "clashes": clashes,
        "nearest": nearest, "to_nearest": asked.url(days.on(nearest.starts_at)) if nearest else "",
        "before": asked.url(asked.moved(-1)), "after": asked.url(after), "now": asked.url(today()),
        "views": [(label, asked.url(asked.day, view), view == asked.view) for view, label in _views()],
        "weeks": _weeks(asked, shown), "filters": _filters(request, asked), "month": asked.view == "monat",
    })  # fmt: skip


def _nearest_after(day: date) -> TakenTwice | None:
    """The first clash after what is shown; of a time that is over, the first that is still to come."""
    return next(iter(taken_twice(max(begin_of(day), now()))), None)


NAMES = {"site": "ort", "room": "raum", "person": "person"}


def _asked(request: CampusRequest) -> Asked:
    """Whatever makes no sense counts as not asked."""
    view = request.GET.get("ansicht", "")
    numbers = {name: request.GET.get(name, "") for name in NARROWS}
    narrowed = {name: int(value) for name, value in numbers.items() if value.isascii() and value.isdigit() and len(value) < 10}  # noqa: PLR2004  fits into a row's number  # fmt: skip
    try:
        day = date.fromisoformat(request.GET.get("ab", ""))
    except ValueError:
        day = today(now())
    return Asked(view if view in VIEWS else VIEWS[0], min(max(day, FIRST), LAST), narrowed)


def _views() -> list[tuple[str, str]]:
    return [("woche", _("Woche")), ("monat", _("Monat"))]


def _weeks(asked: Asked, rows: Iterable[Planned]) -> list[list[object]]:
    """The days of the page in weeks, each with the meetings that begin on it."""
    weeks = [week_days(asked.first)] if asked.view == "woche" else month_weeks(asked.first)
    entries = [(row.session.starts_at.astimezone(CAMPUS_ZONE).date(), row) for row in rows]
    month = asked.first if asked.view == "monat" else None
    return [list(filled(week, entries, today=today(now()), month=month)) for week in weeks]


def _filters(request: CampusRequest, asked: Asked) -> list[tuple[str, str, int | None, list[tuple[int, str]]]]:
    """The three choices above the calendar: name, label, what is chosen, and what there is."""
    return [
        ("ort", _("Standort"), asked.narrowed.get("ort"), [(one.pk, str(one)) for one in sites()]),
        ("raum", _("Raum"), asked.narrowed.get("raum"), [(one.pk, str(one)) for one in rooms()]),
        ("person", _("Lehrkraft"), asked.narrowed.get("person"),
         [(one.pk, one.name) for one in people_seen_by(request.user).filter(teaches=True)]),
    ]  # fmt: skip
