"""Needs and what became of them: the thread both ways, composed from the stations' reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from glascampus.commons.roles.access import is_office
from glascampus.engines import tables
from glascampus.stations.courses import reads as courses
from glascampus.stations.courses.models import Course
from glascampus.stations.curriculum import reads as curriculum
from glascampus.stations.curriculum.models import Module
from glascampus.stations.needs import reads as needs
from glascampus.stations.needs import words
from glascampus.stations.needs.reads import TopicRow
from glascampus.stations.needs.rules import Rung
from glascampus.web.menus import url_of
from glascampus.web.pages.what_became import WhatBecame, dates_of, done, links_of, what_became_of
from glascampus.web.thread_line import strip


@dataclass(frozen=True, slots=True)
class Line:
    """A topic in the list: its strength, and the modules and courses made from it."""

    row: TopicRow
    url: str
    modules: list[Module]
    courses: list[tuple[str, str]]


def all_needs(request: HttpRequest) -> HttpResponse:
    """Topics by strength, and what became of each."""
    lines = _lines(request.user)
    as_public = None if is_office(request.user) else [line.row for line in lines]
    return render(request, "web/needs.html", {"lines": lines, "figures": needs.figures(as_public)})


def all_needs_csv(request: HttpRequest) -> HttpResponse:
    """The same list as a file; as the public sees it, whoever asks, since files travel."""
    header = [gettext("Thema"), gettext("Betriebe"), gettext("Gespräche"), gettext("Umfragen und Untersuchungen"),
              gettext("Personen"), gettext("Module"), gettext("Kurse"), gettext("Adresse")]  # fmt: skip
    rows = [_csv_row(line, request) for line in _lines(None)]
    content = tables.csv(rows, header, language=get_language() or "de")
    name = gettext("bedarf.csv")
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _lines(user: Any) -> list[Line]:
    rows = needs.topic_rows(user)
    modules = curriculum.modules_for_topics([row.topic.pk for row in rows])
    taught = courses.courses_by_module({module.pk for some in modules.values() for module in some}, user)
    return [_line(row, modules.get(row.topic.pk, []), taught) for row in rows]


def _line(row: TopicRow, modules: list[Module], taught: dict[int, list[Course]]) -> Line:
    found = {course.pk: course for module in modules for course in taught.get(module.pk, [])}
    links = [(str(course.title), url_of("web:course", slug=course.slug)) for course in found.values()]
    return Line(row, reverse("web:need", kwargs={"slug": row.topic.slug}), modules, links)


def _csv_row(line: Line, request: HttpRequest) -> list[object]:
    row, strength = line.row, line.row.strength
    firms = gettext("mindestens %(what)s") % {"what": row.firms_shown} if row.at_least else row.firms_shown.value
    return [
        str(row.topic.title), firms if firms is not None else str(row.firms_shown), strength.interviews, strength.surveys,
        strength.people or None, ", ".join(str(module.title) for module in line.modules),
        ", ".join(title for title, _ in line.courses), request.build_absolute_uri(line.url),
    ]  # fmt: skip


def one_need(request: HttpRequest, slug: str) -> HttpResponse:
    """One topic: why it is a need, how far demand has come, what became of it."""
    known = needs.topic_with_evidence(slug, request.user)
    if known is None:
        raise Http404
    row, evidence = known
    topic = row.topic
    became = what_became_of([topic.pk], request.user)
    links = links_of(became)
    behind = [
        *((*link, gettext("Modul")) for link in links["modules"][:1]),
        *((*link, gettext("Kurs")) for link in links["courses"][:1]),
    ]
    steps = strip(
        [(gettext("Bedarf"), reverse("web:needs"))], str(topic.title), behind or [(gettext("Noch eine Lücke"), "")],
        short=gettext("Dieser Bedarf"),
    )  # fmt: skip
    return render(request, "web/need.html", {
        "topic": topic, "row": row, "evidence": evidence, "outcome": became, "steps": steps,
        "ladder_steps": _ladder(row, became), "runs": dates_of(became.runs), "done": done(became), **links,
    })  # fmt: skip


def _ladder(row: TopicRow, became: WhatBecame) -> list[tuple[Any, int | None, str, bool]]:
    """From mentioned to attended, in people; what too few firms said is not shown."""
    few = gettext("zu wenige, um es zu zeigen")
    would = (row.would_send, few if row.would_send is None else str(row.would_send))
    values = {
        Rung.MENTIONED: (row.strength.people, str(row.strength.people)), Rung.WOULD_SEND: would,
        Rung.RESERVED: (became.reserved, str(became.reserved)), Rung.CONFIRMED: (became.confirmed, str(became.confirmed)),
        Rung.BOOKED: (became.booked, str(became.booked)), Rung.ATTENDED: (became.attended, str(became.attended)),
    }  # fmt: skip
    firm = (Rung.CONFIRMED, Rung.BOOKED, Rung.ATTENDED)
    return [(words.RUNGS[rung], value, shown, rung in firm) for rung, (value, shown) in values.items()]
