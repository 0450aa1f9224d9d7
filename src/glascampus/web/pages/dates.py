"""Every coming date: month by month as a list, or one month as a sheet; filters are plain links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from glascampus.basics.clock import CAMPUS_ZONE, now, today
from glascampus.basics.days import month as month_name
from glascampus.basics.reason import Reason
from glascampus.commons.desk.pages import CampusRequest
from glascampus.stations.courses import reads, rules
from glascampus.stations.courses.models import Session
from glascampus.stations.courses.rules import Filter
from glascampus.web.months import begin_of, filled, month_after, month_weeks
from glascampus.web.pages.catalogue import PAGE, Choice
from glascampus.web.pages.shown_runs import ShownRun, seats_of, shown

SHEET = "monat"


@dataclass(frozen=True, slots=True)
class Met:
    """A meeting in the sheet: its run, which of its days it is, and how many seats are left where one can still come."""

    session: Session
    number: int
    days: int
    seats: Reason | None

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return rules.tone_of(self.seats) if self.seats else ""


def dates(request: CampusRequest) -> HttpResponse:
    """The list, unless somebody asked for the sheet."""
    wanted = rules.filter_of(request.GET)
    return _sheet(request, wanted) if request.GET.get("ansicht") == SHEET else _list(request, wanted)


def _list(request: CampusRequest, wanted: Filter) -> HttpResponse:
    moment = now()
    found = reads.found_runs(reads.upcoming_runs(moment, request.user), wanted)
    page = Paginator(found, PAGE).get_page(request.GET.get("seite"))
    months: dict[date, list[ShownRun]] = {}
    for run in page.object_list:
        months.setdefault(today(run.starts_at).replace(day=1), []).append(shown(run, moment))
    named = [(month_name(month), runs) for month, runs in months.items()]
    return render(request, "web/dates.html", {
        "page": page, "months": named, "groups": _choices(wanted, sheet=False), "narrowed": bool(wanted.active),
        "other_view": _url(Filter(**{**wanted.active, "month": ""}), sheet=True),
    })  # fmt: skip


def _sheet(request: CampusRequest, wanted: Filter) -> HttpResponse:
    """One month. One can turn from this month to the last in which a run begins, no further."""
    moment = now()
    this = today(moment).replace(day=1)
    last = max(this, today(reads.last_start(moment) or moment).replace(day=1))
    first = min(max(date.fromisoformat(f"{wanted.month}-01") if wanted.month else this, this), last)
    runs = reads.found_runs(
        reads.runs_between(begin_of(first), begin_of(month_after(first)), request.user), Filter(**{**wanted.active, "month": ""})
    )  # fmt: skip
    dated = reads.dated_runs(runs)
    entries = list(_met(dated, moment))
    weeks = [list(filled(week, entries, today=today(moment), month=first)) for week in month_weeks(first)]
    return render(request, "web/dates_month.html", {
        "first": first, "weeks": weeks, "example": any(one.run.example for one in dated), "number": sum(len(day.entries) for week in weeks for day in week),
        "before": _month_url(wanted, month_after(first, -1)) if first > this else "",
        "after": _month_url(wanted, month_after(first)) if first < last else "",
        "groups": _choices(wanted, sheet=True), "narrowed": bool(Filter(**{**wanted.active, "month": ""}).active),
        "other_view": _url(Filter(**{**wanted.active, "month": ""}), sheet=False),
    })  # fmt: skip


def _met(dated: list[reads.Dated], moment: datetime) -> Iterator[tuple[date, Met]]:
    """Each meeting with its day; the seats stand at the first one."""
    rows = [
        (session, number, len(one.sessions), one.run)
        for one in dated
        for number, session in enumerate(one.sessions.values(), start=1)
    ]
    for session, number, days, run in sorted(rows, key=lambda row: (row[0].starts_at, row[0].pk)):
        open_run = run.state in reads.COMING_STATES and run.starts_at is not None and run.starts_at > moment
        seats = seats_of(run, moment) if number == 1 and open_run else None
        yield session.starts_at.astimezone(CAMPUS_ZONE).date(), Met(session, number, days, seats)


def _choices(wanted: Filter, *, sheet: bool) -> list[tuple[str, list[Choice]]]:
    """The filters; each link keeps the others, the view and the month."""
    groups: list[tuple[str, str, list[tuple[str, Any]]]] = [
        (_("Wie"), "mode", list(Session.Mode.choices)),
        (_("Sprache"), "language", [("de", _("auf Deutsch")), ("en", _("auf Englisch"))]),
        (_("Plätze"), "free", [("1", _("mit freien Plätzen"))]),
    ]
    return [
        (heading, [Choice(str(label), _url(wanted.switched(name, value), sheet=sheet), getattr(wanted, name) == value) for value, label in options])
        for heading, name, options in groups
    ]  # fmt: skip


def _month_url(wanted: Filter, month: date) -> str:
    return _url(Filter(**{**wanted.active, "month": f"{month:%Y-%m}"}), sheet=True)


def _url(wanted: Filter, *, sheet: bool) -> str:
    query = {**({"ansicht": SHEET} if sheet else {}), **wanted.address}
    return f"?{urlencode(query)}" if query else reverse("web:dates")
