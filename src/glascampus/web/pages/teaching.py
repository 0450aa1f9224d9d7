"""A lecturer's own page: runs to come, running and over, with dates, rooms and how many come. Names only behind the attendance
link, in its hours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, own_page
from glascampus.stations.bookings import reads as bookings
from glascampus.stations.bookings.rules import Way
from glascampus.stations.courses import reads as courses
from glascampus.stations.courses.access import sees_teaching
from glascampus.stations.courses.models import Run
from glascampus.stations.credentials import reads as credentials
from glascampus.stations.credentials.rules import LinkState, link_state, opens_next
from glascampus.web.own_dates import own_calendar
from glascampus.web.pages.mine import Meeting, meeting

PAGE = 20
KEPT_IN_CALENDAR = timedelta(days=30)
TONES = {"planned": "plain", "open": "warn", "confirmed": "ok", "cancelled": "stop", "done": "plain"}


@dataclass(frozen=True, slots=True)
class Taught:
    """A run as its lecturer sees it: dates, how many come, and the attendance link while it is open."""

    run: Run
    tone: str
    meetings: list[Meeting]
    way: Way
    url: str
    opens_at: datetime | None


@own_page(sees_teaching)
def teaching(request: CampusRequest) -> HttpResponse:
    """What runs now, what comes, what is over; the number of questions to the database is fixed."""
    moment = now()
    runs = courses.runs_taught_by(request.user)
    live = list(
        runs.exclude(state__in=[Run.State.DONE, Run.State.CANCELLED])
        .exclude(ends_at__lt=moment)
        .order_by("starts_at", "pk")
    )
    gone = runs.exclude(pk__in=[run.pk for run in live]).order_by("-starts_at", "-pk")
    page = Paginator(gone, PAGE).get_page(request.GET.get("seite"))
    shown = {one.run.pk: one for one in _taught([*live, *page.object_list], moment)}
    running = [run for run in live if run.starts_at and run.starts_at <= moment]
    return render(request, "web/teaching.html", {
        "page": page, "running": [shown[run.pk] for run in running], "gone": [shown[run.pk] for run in page.object_list],
        "hours": credentials.link_hours(moment), "coming": [shown[run.pk] for run in live if run not in running],
    })  # fmt: skip


def _taught(runs: list[Run], moment: datetime) -> Iterable[Taught]:
    """Three questions for all runs together: their meetings, the way to their minimum, their links."""
    ids = [run.pk for run in runs]
    met: dict[int, list[Meeting]] = {pk: [] for pk in ids}
    for session in courses.met_in(ids):
        met[session.run_id].append(meeting(session))
    ways, links, hours = bookings.ways(ids), credentials.newest_links(ids), credentials.link_hours(moment)
    for run in runs:
        link, spans = links.get(run.pk), [(m.session.starts_at, m.session.ends_at) for m in met[run.pk]]
        over = link is None or run.state in {Run.State.DONE, Run.State.CANCELLED}
        state = link_state(spans, hours=hours, revoked=link is None, run_done=over, now=moment)
        opened = link is not None and state is LinkState.OPEN
        yield Taught(
            run, TONES[run.state], met[run.pk], ways.get(run.pk, Way(minimum=run.minimum)),
            reverse("credentials:attendance", args=[credentials.token_of(link)]) if link and opened else "",
            None if over or opened else opens_next(spans, hours=hours, now=moment),
        )  # fmt: skip


@own_page(sees_teaching)
def teaching_dates(request: CampusRequest) -> HttpResponse:
    """Every meeting to come as one table, made to be printed."""
    return render(
        request,
        "web/teaching_dates.html",
        {"meetings": [meeting(s) for s in _met(request.user).filter(ends_at__gt=now())]},
    )


@own_page(sees_teaching)
def teaching_ics(request: CampusRequest) -> HttpResponse:
    """The same for any calendar, with the last thirty days; a cancelled meeting says so."""
    moment = now()
    sessions = _met(request.user).filter(ends_at__gt=moment - KEPT_IN_CALENDAR)
    name = _("%(campus)s: meine Lehre") % {"campus": request.campus.name}
    return own_calendar(sessions, campus=request.campus, name=name, now=moment)


def _met(user: Any) -> Any:
    runs = courses.runs_taught_by(user).exclude(state=Run.State.PLANNED)
    return courses.met_in(runs.order_by().values("pk"))
