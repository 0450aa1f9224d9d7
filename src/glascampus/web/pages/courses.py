"""The page of a course."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from glascampus.basics.clock import now, today
from glascampus.basics.money import Money
from glascampus.commons.desk.pages import CampusRequest
from glascampus.engines import feeds
from glascampus.stations.bookings import reads as bookings
from glascampus.stations.bookings.rules import Way, tax_reason
from glascampus.stations.courses import reads
from glascampus.stations.courses.models import Course, Run
from glascampus.stations.courses.reads import Dated, Lecturer, Taught
from glascampus.stations.curriculum import reads as curriculum
from glascampus.stations.needs import reads as needs
from glascampus.stations.needs.reads import TopicRow
from glascampus.web.jsonld import data_block
from glascampus.web.menus import url_of
from glascampus.web.pages.for_company.funded import answers_for
from glascampus.web.pages.shown_runs import ShownRun, book_url, seats_of
from glascampus.web.thread_line import NAMES, Said, Step, strip

JSONLD_MODES = {"presence": "presence", "live": "live_online", "mixed": "mixed", "": "presence"}


def course(request: CampusRequest, slug: str) -> HttpResponse:
    """Why this course exists, what one can do afterwards, when it takes place."""
    moment = now()
    found, past = found_course(request, slug)
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


def found_course(request: CampusRequest, slug: str) -> tuple[Course, list[reads.Past]]:
    known = reads.course_with_history(slug, request.user)
    if known is None:
        raise Http404
    return known


def _topics(taught: Iterable[Taught], request: CampusRequest) -> list[TopicRow]:
    """The needs behind a course, strongest first."""
    answered = curriculum.topics_for_modules([t.module.pk for t in taught])
    topics = {topic.pk: topic for pairs in answered.values() for topic, _depth in pairs}
    return needs.rows_of(topics.values(), request.user) if topics else []


def _runs(found: Course, request: CampusRequest, moment: datetime) -> list[ShownRun]:
    """The course's runs with meetings and the way to their minimum."""
    dated = dated_runs_of(found, request)
    ways = bookings.ways([d.run.pk for d in dated if d.run.state in reads.COMING_STATES]) if dated else {}
    return [
        ShownRun(d.run, seats_of(d.run, moment), d, ways.get(d.run.pk, Way(minimum=d.run.minimum)), book_url(d.run, moment))
        for d in dated
    ]  # fmt: skip


def dated_runs_of(found: Course, request: CampusRequest) -> list[Dated]:
    return reads.dated_runs(reads.runs_seen_by(request.user).filter(course=found), lecturers=True)


def _lecturers(coming: Iterable[ShownRun]) -> list[Lecturer]:
    """Who teaches the coming runs, each once."""
    found: dict[int, Lecturer] = {}
    for shown in coming:
        found |= shown.dated.lecturers if shown.dated else {}
    return list(found.values())


def _steps(taught: list[Taught], topics: list[TopicRow], coming: list[ShownRun]) -> list[Step]:
    before: list[Said] = [(ngettext("%(n)s Bedarf", "%(n)s Bedarfe", len(topics)) % {"n": len(topics)}, "#warum")]
    before += [
        (_("Modul %(title)s") % {"title": t.module.title}, reverse("web:module", args=[t.module.slug]), _("Modul %(title)s") % {"title": n} if taught[1:] else _("Modul"))
        for n, t in enumerate(taught[:2], 1)
    ]  # fmt: skip
    dated = ngettext("%(n)s Termin", "%(n)s Termine", len(coming)) % {"n": len(coming)}
    paper = _("Zertifikat") if any(t.module.assessed for t in taught) else _("Teilnahmebescheinigung")
    behind: list[Said] = [
        (dated, "#termine"), (paper, "", str(NAMES["credential"])), (_("Was es gebracht hat"), url_of("web:impact"), str(NAMES["impact"]))
    ]  # fmt: skip
    return strip(before, _("Dieser Kurs"), behind)


def _jsonld(request: CampusRequest, found: Course, taught: Iterable[Taught], coming: Iterable[ShownRun]) -> SafeString:
    """The course with its coming runs."""
    url = request.build_absolute_uri(reverse("web:course", args=[found.slug]))
    value = feeds.jsonld_course(
        name=str(found.title), description=str(found.summary), url=url, provider=str(request.campus.name),
        provider_url=request.build_absolute_uri("/"), language=get_language() or "de", code=found.slug,
        outcomes=[str(outcome) for t in taught for outcome in t.outcomes],
        instances=[_instance(shown, url) for shown in coming],
    )  # fmt: skip
    return data_block(value)


def _instance(shown: ShownRun, url: str) -> dict[str, object]:
    run = shown.run
    assert run.starts_at is not None
    assert run.ends_at is not None
    return feeds.jsonld_instance(
        code=run.code, url=f"{url}#{run.code}", starts_at=run.starts_at, ends_at=run.ends_at, workload_minutes=shown.minutes,
        mode=JSONLD_MODES[shown.dated.mode if shown.dated else ""], price=Money(run.price_cents), seats_free=run.free,
        location=str(run.site.name) if run.site else "", address=run.site.address if run.site else "",
    )  # fmt: skip
