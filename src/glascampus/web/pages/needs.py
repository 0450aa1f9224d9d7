"""Needs and what became of them: the thread both ways, composed from the stations' reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from glascampus.basics.clock import now
from glascampus.commons.roles.access import is_office
from glascampus.engines import tables
from glascampus.stations.courses import reads as courses
from glascampus.stations.courses.models import Course, Run
from glascampus.stations.credentials import reads as credentials
from glascampus.stations.curriculum import reads as curriculum
from glascampus.stations.curriculum.models import Module
from glascampus.stations.needs import reads as needs
from glascampus.stations.needs import words
from glascampus.stations.needs.models import Statement
from glascampus.stations.needs.reads import TopicRow
from glascampus.stations.needs.rules import Rung
from glascampus.web.menus import url_of
from glascampus.web.thread_line import Figure, Station, strip, thread


@dataclass(frozen=True, slots=True)
class Line:
    """A topic in the list: its strength, and the modules and courses made from it."""

    row: TopicRow
    url: str
    modules: list[Module]
    courses: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that became of some topics. People are counted per course, whoever sent them."""

    modules: list[Module]
    courses: list[Course]
    runs: list[Run]
    reserved: int
    confirmed: int
    booked: int
    attended: int
    issued: int

    @property
    def reached(self) -> str:
        """The last station of the thread this has reached."""
        steps = {"impact": self.attended, "credential": self.issued, "booking": self.booked + self.confirmed + self.reserved,
                 "course": self.courses, "curriculum": self.modules}  # fmt: skip
        return next((station for station, there in steps.items() if there), "need")


# Pages


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


def one_need(request: HttpRequest, slug: str) -> HttpResponse:
    """One topic: why it is a need, how far demand has come, what became of it."""
    known = needs.topic_with_evidence(slug, request.user)
    if known is None:
        raise Http404
    row, evidence = known
    topic = row.topic
    outcome = _outcome([topic.pk], request.user)
    behind = [
        *((str(module.title), _url("web:module", module.slug), gettext("Modul")) for module in outcome.modules[:1]),
        *((str(course.title), _url("web:course", course.slug), gettext("Kurs")) for course in outcome.courses[:1]),
    ]
    steps = strip(
        [(gettext("Bedarf"), reverse("web:needs"))], str(topic.title), behind or [(gettext("Noch eine Lücke"), "")],
        short=gettext("Dieser Bedarf"),
    )  # fmt: skip
    return render(request, "web/need.html", {
        "topic": topic, "row": row, "evidence": evidence, "outcome": outcome, "steps": steps,
        "ladder_steps": _ladder(row, outcome), "runs": _dates(outcome.runs), "done": _done(outcome), **_links(outcome),
    })  # fmt: skip


def statement(request: HttpRequest, token: str) -> HttpResponse:
    """Your need, where it stands: for whoever holds its private link."""
    found = needs.statement_by_token(token)
    if found is None or not found.confirmed_at:
        raise Http404
    parts = needs.parts_of(found)
    topics = [one.topic for one in (parts or [found]) if one.topic]
    outcome = _outcome([topic.pk for topic in topics], request.user)
    answers = needs.answers_of(found)
    return render(request, "web/statement.html", {
        "statement": found, "topics": topics, "answers": answers, "outcome": outcome, "runs": _dates(outcome.runs),
        "parts": [(part, reverse("web:statement", kwargs={"token": needs.token_of(part)})) for part in parts],
        "stations": _thread(found, topics, outcome), "next": _next(topics, outcome), **_links(outcome),
    })  # fmt: skip


# What they are made of


def _lines(user: Any) -> list[Line]:
    rows = needs.topic_rows(user)
    modules = curriculum.modules_for_topics([row.topic.pk for row in rows])
    taught = courses.courses_by_module({module.pk for some in modules.values() for module in some}, user)
    return [_line(row, modules.get(row.topic.pk, []), taught) for row in rows]


def _line(row: TopicRow, modules: list[Module], taught: dict[int, list[Course]]) -> Line:
    found = {course.pk: course for module in modules for course in taught.get(module.pk, [])}
    links = [(str(course.title), _url("web:course", course.slug)) for course in found.values()]
    return Line(row, reverse("web:need", kwargs={"slug": row.topic.slug}), modules, links)


def _csv_row(line: Line, request: HttpRequest) -> list[object]:
    row, strength = line.row, line.row.strength
    firms = gettext("mindestens %(what)s") % {"what": row.firms_shown} if row.at_least else row.firms_shown.value
    return [
        str(row.topic.title), firms if firms is not None else str(row.firms_shown), strength.interviews, strength.surveys,
        strength.people or None, ", ".join(str(module.title) for module in line.modules),
        ", ".join(title for title, _ in line.courses), request.build_absolute_uri(line.url),
    ]  # fmt: skip


def _outcome(topic_ids: Sequence[int], user: Any) -> Outcome:
    found = {module.pk: module for some in curriculum.modules_for_topics(topic_ids).values() for module in some}
    offered = list(courses.courses_for_modules(list(found), user)) if found else []
    ids = [course.pk for course in offered]
    if not ids:
        return Outcome([*found.values()], [], [], 0, 0, 0, 0, 0)
    reached = credentials.reached_of(ids)
    return Outcome(
        [*found.values()], offered, list(courses.upcoming_runs_of(ids, now())), reached.reserved, reached.confirmed, reached.booked,
        reached.attended, reached.issued,
    )  # fmt: skip


def _url(name: str, slug: str) -> str:
    return url_of(name, slug=slug)


def _links(outcome: Outcome) -> dict[str, list[tuple[str, str]]]:
    return {
        "modules": [(str(module.title), _url("web:module", module.slug)) for module in outcome.modules],
        "courses": [(str(course.title), _url("web:course", course.slug)) for course in outcome.courses],
    }


def _ladder(row: TopicRow, outcome: Outcome) -> list[tuple[Any, int | None, str, bool]]:
    """From mentioned to attended, in people; what too few firms said is not shown."""
    few = gettext("zu wenige, um es zu zeigen")
    would = (row.would_send, few if row.would_send is None else str(row.would_send))
    values = {
        Rung.MENTIONED: (row.strength.people, str(row.strength.people)), Rung.WOULD_SEND: would,
        Rung.RESERVED: (outcome.reserved, str(outcome.reserved)), Rung.CONFIRMED: (outcome.confirmed, str(outcome.confirmed)),
        Rung.BOOKED: (outcome.booked, str(outcome.booked)), Rung.ATTENDED: (outcome.attended, str(outcome.attended)),
    }  # fmt: skip
    firm = (Rung.CONFIRMED, Rung.BOOKED, Rung.ATTENDED)
    return [(words.RUNGS[rung], value, shown, rung in firm) for rung, (value, shown) in values.items()]


def _dates(runs: Iterable[Run]) -> list[dict[str, Any]]:
    return [
        {
            "code": run.code, "starts_on": run.starts_at, "ends_on": run.ends_at, "title": str(run.course.title),
            "url": _url("web:course", run.course.slug), "place": str(run.site or ""), "example": run.example,
            "seats": ngettext("%(count)s Platz frei", "%(count)s Plätze frei", run.free) % {"count": run.free} if run.free else gettext("Warteliste"),
            "tone": "" if run.free else "glow",
        }
        for run in runs
    ]  # fmt: skip


def _people(count: int) -> str:
    return ngettext("%(count)s Person", "%(count)s Personen", count) % {"count": count}


def _done(outcome: Outcome) -> str:
    """Says "Gesagt, getan" as one sentence; "" while nothing was done."""
    parts = [
        ngettext("%(count)s Modul", "%(count)s Module", len(outcome.modules)) % {"count": len(outcome.modules)}
        if outcome.modules
        else "",
        ngettext("%(count)s Kurs", "%(count)s Kurse", len(outcome.courses)) % {"count": len(outcome.courses)}
        if outcome.courses
        else "",
        gettext("%(who)s waren da") % {"who": _people(outcome.attended)} if outcome.attended else "",
        ngettext("%(count)s Nachweis", "%(count)s Nachweise", outcome.issued) % {"count": outcome.issued}
        if outcome.issued
        else "",
    ]
    return ", ".join(part for part in parts if part)


def _thread(found: Statement, topics: Sequence[Any], outcome: Outcome) -> list[Station]:
    need = ", ".join(str(topic.title) for topic in topics) or gettext("bei uns eingetragen")
    figures = {
        "need": Figure(found.people, need, reverse("web:need", kwargs={"slug": topics[0].slug}) if topics else ""),
        "curriculum": Figure(len(outcome.modules) or "", gettext("Module dazu") if outcome.modules else ""),
        "course": Figure(len(outcome.courses) or "", gettext("Kurse daraus") if outcome.courses else ""),
        "booking": Figure(outcome.confirmed or "", gettext("Personen haben gebucht") if outcome.confirmed else ""),
        "credential": Figure(outcome.issued or "", gettext("Nachweise ausgestellt") if outcome.issued else ""),
        "impact": Figure(outcome.attended or "", gettext("Personen haben es gelernt") if outcome.attended else ""),
    }
    return thread(figures, reached=outcome.reached)


def _next(topics: Sequence[Any], outcome: Outcome) -> str:
    """What happens next, in one or two sentences."""
    if outcome.runs:
        return gettext("Es gibt Termine. Sie können jetzt Plätze buchen.")
    if outcome.courses:
        return gettext("Es gibt einen Kurs dazu. Sobald ein Termin feststeht, steht er hier.")
    if outcome.modules:
        return gettext("Der Stoff ist ausgearbeitet. Als Nächstes wird daraus ein Kurs.")
    if topics:
        return gettext(
            "Ihr Bedarf gehört zu einem Thema. Wir sammeln, wer das noch braucht, und arbeiten den Stoff aus."
        )
    return gettext(
        "Wir lesen Ihren Bedarf und ordnen ihn einem Thema zu. Sie bekommen spätestens in 30 Tagen eine Antwort."
    )
