"""The catalogue: all courses, and filters as plain links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from glascampus.basics import days
from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest
from glascampus.engines.search.marks import marked
from glascampus.stations.courses import reads, rules
from glascampus.stations.courses.models import Session
from glascampus.stations.courses.rules import Filter
from glascampus.stations.curriculum.models import Level
from glascampus.web import finder
from glascampus.web.pages.shown_runs import shown

PAGE, MOST_MONTHS = 50, 12


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter as a plain link."""

    label: str
    url: str
    on: bool


def catalogue(request: CampusRequest) -> HttpResponse:
    """All courses, those that begin next first; filters are plain links and combine."""
    moment, wanted = now(), rules.filter_of(request.GET)
    found = finder.find(request.campus, request.user, wanted.q)
    among = [hit.thing.row for hit in found.hits if hit.thing.kind == "course"] if wanted.q else None
    fit, bare = reads.found_courses(request.user, moment, wanted, among), Filter(q=wanted.q)
    page = Paginator(fit, PAGE).get_page(request.GET.get("seite"))
    rows, words = reads.with_coming_runs(list(page.object_list), moment, wanted), found.answer.words
    return render(request, "web/catalogue.html", {
        "page": page, "wanted": wanted, "found": found, "groups": _choices(wanted, moment, request.user),
        "unfiltered": _with(bare.address) if not fit and reads.found_courses(request.user, moment, bare, among) else "",
        "hidden": {name: value for name, value in wanted.address.items() if name != "q"},
        "rows": [
            (course, [shown(run, moment) for run in runs], marked(str(course.title), words), marked(str(course.summary), words))
            for course, runs in rows
        ],
    })  # fmt: skip


def _choices(wanted: Filter, moment: datetime, user: Any) -> list[tuple[str, list[Choice]]]:
    """The filters in groups; each link keeps the others."""
    groups: list[tuple[str, str, list[tuple[str, Any]]]] = [
        (_("Niveau"), "level", list(Level.choices)),
        (_("Wie"), "mode", list(Session.Mode.choices)),
        (_("Sprache"), "language", [("de", _("auf Deutsch")), ("en", _("auf Englisch"))]),
        (_("Wann"), "month", _months(moment, user)),
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


def _months(moment: datetime, user: Any) -> list[tuple[str, str]]:
    """The months in which a run begins, at most twelve."""
    return [(f"{first:%Y-%m}", days.month(first)) for first in reads.start_months(moment, user)[:MOST_MONTHS]]
