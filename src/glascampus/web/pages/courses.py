"""The catalogue, the page of a course and the dates, with their twins for machines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page

from glascampus.basics import days
from glascampus.basics.clock import CAMPUS_ZONE, now, today
from glascampus.basics.money import Money
from glascampus.basics.reason import Reason
from glascampus.commons.desk.pages import CampusRequest
from glascampus.engines import feeds
from glascampus.engines.search.marks import marked
from glascampus.stations.bookings import reads as bookings
from glascampus.stations.bookings.rules import Way, tax_reason
from glascampus.stations.courses import reads, rules
from glascampus.stations.courses.models import Course, Run, Session
from glascampus.stations.courses.reads import Dated, Lecturer, Taught
from glascampus.stations.courses.rules import Filter
from glascampus.stations.courses.words import MODES
from glascampus.stations.curriculum import reads as curriculum
from glascampus.stations.curriculum.models import Level
from glascampus.stations.needs import reads as needs
from glascampus.stations.needs.reads import TopicRow
from glascampus.web import finder
from glascampus.web.jsonld import data_block
from glascampus.web.pages.for_company import answers_for
from glascampus.web.templatetags.campus import route
from glascampus.web.thread_line import NAMES, Said, Step, strip

PAGE, MOST_MONTHS = 50, 12
JSONLD_MODES = {"presence": "presence", "live": "live_online", "mixed": "mixed", "": "presence"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A run as a list shows it."""

    run: Run
    seats: Reason
    dated: Dated | None = None
    way: Way | None = None
    book_url: str = ""

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return rules.tone_of(self.seats)

    @property
    def starts_at(self) -> datetime:
        """Lists show only runs that have a beginning."""
        assert self.run.starts_at is not None
        return self.run.starts_at

    @property
    def sessions(self) -> list[Session]:
        """Its meetings in order."""
        return list(self.dated.sessions.values()) if self.dated else []

    @property
    def minutes(self) -> int:
        """How long it takes in all."""
        return self.dated.minutes if self.dated else 0

    @property
    def days(self) -> int:
        """On how many days one meets."""
        return self.dated.days if self.dated else 0

    @property
    def waits(self) -> bool:
        """One can only join the waiting list."""
        return self.seats.code == "seats_waiting"


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter as a plain link."""

    label: str
    url: str
    on: bool


# The list


def catalogue(request: CampusRequest) -> HttpResponse:
    """All courses, those that begin next first; filters are plain links and combine."""
    moment, wanted = now(), rules.filter_of(request.GET)
    found = finder.find(request.campus, request.user, wanted.q)
    among = [hit.thing.row for hit in found.hits if hit.thing.kind == "course"] if wanted.q else None
    page = Paginator(reads.found_courses(request.user, moment, wanted, among), PAGE).get_page(request.GET.get("seite"))
    rows, words = reads.with_coming_runs(list(page.object_list), moment, wanted), found.answer.words
    return render(request, "web/catalogue.html", {
        "page": page, "wanted": wanted, "found": found, "groups": _choices(wanted, moment),
        "hidden": {name: value for name, value in wanted.address.items() if name != "q"},
        "rows": [
            (course, [shown(run, moment) for run in runs], marked(str(course.title), words), marked(str(course.summary), words))
            for course, runs in rows
        ],
    })  # fmt: skip


def shown(run: Run, moment: datetime) -> Shown:
    """A run with its seats and where one books it."""
    return Shown(run, seats_of(run, moment), book_url=_book(run, moment))


def seats_of(run: Run, moment: datetime) -> Reason:
    """How many seats are left, in words."""
    return rules.seats(state=run.state, free=run.free, closes_at=run.closes_at, now=moment)


def _book(run: Run, moment: datetime) -> str:
    """Where the run can be booked; "" when nobody can."""
    closed = rules.why_not_bookable(state=run.state, closes_at=run.closes_at, now=moment)
    return "" if closed else route("bookings:book", run.code)


def _choices(wanted: Filter, moment: datetime) -> list[tuple[str, list[Choice]]]:
    """The filters in groups; each link keeps the others."""
    groups: list[tuple[str, str, list[tuple[str, Any]]]] = [
        (_("Niveau"), "level", list(Level.choices)),
        (_("Wie"), "mode", list(Session.Mode.choices)),
        (_("Sprache"), "language", [("de", _("auf Deutsch")), ("en", _("auf Englisch"))]),
        (_("Wann"), "month", _months(moment)),
        (_("Außerdem"), "free", [("1", _("mit freien Plätzen"))]),
        (_("Außerdem"), "step_free", [("1", _("ohne Stufen"))]),
        (_("Außerdem"), "bed", [("1", _("mit Bett für die Nacht"))]),
    ]
    found: dict[str, list[Choice]] = {}
    for heading, name, options in groups:
        for value, label in options:
            query = wanted.switched(name, value).address
            found.setdefault(heading, []).append(Choice(str(label), _with(query), getattr(wanted, name) == value))
    return list(found.items())


def _with(query: dict[str, str]) -> str:
    return f"?{urlencode(query)}" if query else reverse("web:catalogue")


def _months(moment: datetime) -> list[tuple[str, str]]:
    """The months in which a run begins, at most a year."""
    last = reads.last_start(moment)
    if last is None:
        return []
    first, end = today(moment).replace(day=1), today(last)
    months = [(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1) for n in range(MOST_MONTHS)]
    return [(f"{y}-{m:02d}", _month_name(date(y, m, 1))) for y, m in months if date(y, m, 1) <= end]


def _month_name(day: date) -> str:
    return days.month(day)


# One course


def course(request: CampusRequest, slug: str) -> HttpResponse:
    """Why this course exists, what one can do afterwards, when it takes place."""
    moment = now()
    found, past = _found(request, slug)
    taught = reads.modules_of(found, request.user)
    topics = _topics(taught, request)
    runs = _runs(found, request, moment)
    coming = [shown for shown in runs if shown.run.state in reads.COMING_STATES and shown.starts_at > moment]
    first = next((shown for shown in coming if shown.book_url), None)
    return render(request, "web/course.html", {
        "course": found, "past": past, "taught": taught, "topics": topics, "coming": coming,
        "held": [shown for shown in runs if shown.run.state != Run.State.CANCELLED and shown.starts_at <= moment],
        "cancelled": [shown for shown in runs if shown.run.state == Run.State.CANCELLED and shown.starts_at > moment],
        "next": first, "funding": answers_for(found, first.dated)[0] if first and first.dated else None, "tax": tax_reason(bookings.tax_code_on(today(moment))),
        "lecturers": _lecturers(coming),
        "assessed": any(t.module.assessed for t in taught),
        "outcomes": [outcome for t in taught for outcome in t.outcomes],
        "steps": _steps(taught, topics, coming), "jsonld": _jsonld(request, found, taught, coming),
    })  # fmt: skip


def _found(request: CampusRequest, slug: str) -> tuple[Course, list[reads.Past]]:
    known = reads.course_with_history(slug, request.user)
    if known is None:
        raise Http404
    return known


def _topics(taught: Iterable[Taught], request: CampusRequest) -> list[TopicRow]:
    """The needs behind a course, strongest first."""
    answered = curriculum.topics_for_modules([t.module.pk for t in taught])
    topics = {topic.pk: topic for pairs in answered.values() for topic, _depth in pairs}
    return needs.rows_of(topics.values(), request.user) if topics else []


def _runs(found: Course, request: CampusRequest, moment: datetime) -> list[Shown]:
    """The course's runs with meetings and the way to their minimum."""
    dated = _dated(found, request)
    ways = bookings.ways([d.run.pk for d in dated if d.run.state in reads.COMING_STATES]) if dated else {}
    return [
        Shown(d.run, seats_of(d.run, moment), d, ways.get(d.run.pk, Way(minimum=d.run.minimum)), _book(d.run, moment))
        for d in dated
    ]  # fmt: skip


def _lecturers(coming: Iterable[Shown]) -> list[Lecturer]:
    """Who teaches the coming runs, each once."""
    found: dict[int, Lecturer] = {}
    for shown in coming:
        found |= shown.dated.lecturers if shown.dated else {}
    return list(found.values())


def _steps(taught: list[Taught], topics: list[TopicRow], coming: list[Shown]) -> list[Step]:
    before: list[Said] = [(ngettext("%(n)s Bedarf", "%(n)s Bedarfe", len(topics)) % {"n": len(topics)}, "#warum")]
    before += [
        (_("Modul %(title)s") % {"title": t.module.title}, reverse("web:module", args=[t.module.slug]), _("Modul %(title)s") % {"title": n} if taught[1:] else _("Modul"))
        for n, t in enumerate(taught[:2], 1)
    ]  # fmt: skip
    dated = ngettext("%(n)s Termin", "%(n)s Termine", len(coming)) % {"n": len(coming)}
    paper = _("Zertifikat") if any(t.module.assessed for t in taught) else _("Teilnahmebescheinigung")
    behind: list[Said] = [
        (dated, "#termine"), (paper, "", str(NAMES["credential"])), (_("Was es gebracht hat"), route("web:impact"), str(NAMES["impact"]))
    ]  # fmt: skip
    return strip(before, _("Dieser Kurs"), behind)


def _jsonld(request: CampusRequest, found: Course, taught: Iterable[Taught], coming: Iterable[Shown]) -> SafeString:
    """The course with its coming runs."""
    url = request.build_absolute_uri(reverse("web:course", args=[found.slug]))
    value = feeds.jsonld_course(
        name=str(found.title), description=str(found.summary), url=url, provider=str(request.campus.name),
        provider_url=request.build_absolute_uri("/"), language=get_language() or "de", code=found.slug,
        outcomes=[str(outcome) for t in taught for outcome in t.outcomes],
        instances=[_instance(shown, url) for shown in coming],
    )  # fmt: skip
    return data_block(value)


def _instance(shown: Shown, url: str) -> dict[str, object]:
    run = shown.run
    assert run.starts_at is not None
    assert run.ends_at is not None
    return feeds.jsonld_instance(
        code=run.code, url=f"{url}#{run.code}", starts_at=run.starts_at, ends_at=run.ends_at, workload_minutes=shown.minutes,
        mode=JSONLD_MODES[shown.dated.mode if shown.dated else ""], price=Money(run.price_cents), seats_free=run.free,
        location=str(run.site.name) if run.site else "", address=run.site.address if run.site else "",
    )  # fmt: skip


# Twins for machines


@conditional_page
def catalogue_ics(request: CampusRequest) -> HttpResponse:
    """Every meeting of every coming run, to subscribe to."""
    runs = reads.dated_runs(reads.upcoming_runs(now(), request.user))
    return _ics(request, runs, str(request.campus.name))


@conditional_page
def course_ics(request: CampusRequest, slug: str) -> HttpResponse:
    """The meetings of one course."""
    found, _past = _found(request, slug)
    return _ics(request, _dated(found, request), str(found.title))


def _dated(found: Course, request: CampusRequest) -> list[Dated]:
    return reads.dated_runs(reads.runs_seen_by(request.user).filter(course=found), lecturers=True)


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
    if session.mode == Session.Mode.LIVE or run.site is None:
        return str(MODES["live"])
    return ", ".join(part for part in (str(run.site.name), run.site.address) if part)


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
    book = _book(run, moment)
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
