"""The catalogue and a course for machines: as calendar and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import conditional_page

from glascampus.basics.clock import CAMPUS_ZONE, now
from glascampus.commons.desk.pages import CampusRequest
from glascampus.engines import feeds
from glascampus.stations.courses import reads, rules
from glascampus.stations.courses.models import Course, Run, Session
from glascampus.stations.courses.reads import Dated
from glascampus.stations.courses.words import MODES
from glascampus.web.pages.courses import dated_runs_of, found_course
from glascampus.web.pages.shown_runs import book_url, place_of


@conditional_page
def catalogue_ics(request: CampusRequest) -> HttpResponse:
    """Every meeting of every coming run, to subscribe to."""
    runs = reads.dated_runs(reads.upcoming_runs(now(), request.user))
    return _ics(request, runs, str(request.campus.name))


@conditional_page
def course_ics(request: CampusRequest, slug: str) -> HttpResponse:
    """The meetings of one course."""
    found, _past = found_course(request, slug)
    return _ics(request, dated_runs_of(found, request), str(found.title))


def _ics(request: CampusRequest, dated: Iterable[Dated], name: str) -> HttpResponse:
    events = [_event(request, d, n, session) for d in dated for n, session in enumerate(d.sessions.values(), 1)]
    body = feeds.calendar(events, name=name, method="PUBLISH")
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


def _event(request: CampusRequest, dated: Dated, number: int, session: Session) -> feeds.Event:
    run = dated.run
    title = (
        str(run.course.title) if len(dated.sessions) == 1 else f"{run.course.title} ({number}/{len(dated.sessions)})"
    )
    url = request.build_absolute_uri(f"{reverse('web:course', args=[run.course.slug])}#{run.code}")
    return feeds.Event(
        uid=f"{run.code}-{session.pk}@{request.campus.key}.campus", title=title, starts_at=session.starts_at,
        ends_at=session.ends_at, changed_at=run.made_at, sequence=run.sequence, location=_place(run, session), url=url,
        description=str(session.topic), is_cancelled=run.state == Run.State.CANCELLED,
    )  # fmt: skip


def _place(run: Run, session: Session) -> str:
    return str(MODES["live"]) if session.mode == Session.Mode.LIVE else place_of(run)


@conditional_page
def catalogue_json(request: CampusRequest) -> JsonResponse:
    """Published courses with their coming runs, for machines."""
    moment = now()
    courses: dict[int, dict[str, Any]] = {c.pk: _course_json(request, c) for c in reads.courses_seen_by(request.user)}
    for dated in reads.dated_runs(reads.upcoming_runs(moment, request.user)):
        courses[dated.run.course_id]["runs"].append(_run_json(request, dated, moment))
    return JsonResponse({"courses": list(courses.values())}, json_dumps_params={"ensure_ascii": False})


def _course_json(request: CampusRequest, found: Course) -> dict[str, Any]:
    return {
        "slug": found.slug, "title": {"de": found.title.de, "en": found.title.en}, "level": found.level,
        "summary": {"de": found.summary.de, "en": found.summary.en},
        "url": request.build_absolute_uri(reverse("web:course", args=[found.slug])), "runs": [],
    }  # fmt: skip


def _run_json(request: CampusRequest, dated: Dated, moment: datetime) -> dict[str, Any]:
    run = dated.run
    state = rules.public_state(
        state=run.state, free=run.free, closes_at=run.closes_at, starts_at=run.starts_at, now=moment
    )
    book = book_url(run, moment)
    return {
        "code": run.code, "capacity": run.capacity, "taken": run.taken, "free": run.free, "minimum": run.minimum, "state": state,
        "confirmed": run.state == Run.State.CONFIRMED, "starts_at": _iso(run.starts_at), "ends_at": _iso(run.ends_at),
        "closes_at": _iso(run.closes_at), "price": {"cents": run.price_cents, "currency": "EUR"}, "language": run.language,
        "mode": dated.mode, "minutes": dated.minutes, "site": str(run.site.name) if run.site else None,
        "step_free": run.step_free, "bed": run.bed, "example": run.example,
        "book": request.build_absolute_uri(book) if book else None,
        "sessions": [{"starts_at": _iso(s.starts_at), "ends_at": _iso(s.ends_at), "mode": s.mode} for s in dated.sessions.values()],
    }  # fmt: skip


def _iso(at: datetime | None) -> str | None:
    return at.astimezone(CAMPUS_ZONE).isoformat() if at else None
