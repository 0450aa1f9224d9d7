"""The office's board."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, office_page
from glascampus.commons.outbox import reads as outbox
from glascampus.commons.roll.reads import announced
from glascampus.commons.roll.rules import TODAY, Board, BoardItem, Section, arranged
from glascampus.commons.roll.words import SECTIONS, headline
from glascampus.stations.bookings import reads as bookings
from glascampus.stations.courses import reads as courses
from glascampus.web.first_steps import first_steps
from glascampus.web.pages.first_steps import LATER as LATER_STEPS

STEPS_ON_BOARD = 3
RUNS_ON_BOARD, RUNS_AT_ONCE = 10, 4
TODAY_AT_ONCE, AT_ONCE = 5, 3  # how many items of a section stand open; the rest is a tap away
LATER = frozenset({Section.THEM, Section.OPEN})  # stands beside the runs on the way


@office_page
def board(request: CampusRequest) -> HttpResponse:
    """One page for one person: what must be decided, then what is on the way, then what is open."""
    moment = now()
    runs = list(courses.upcoming_runs(moment, request.user)[:RUNS_ON_BOARD])
    ways = bookings.ways([run.pk for run in runs])
    path = None if LATER_STEPS in request.session else first_steps(request.campus, request.user, moment)
    steps = path.open[:STEPS_ON_BOARD] if path else []
    every = {step.url for step in path.steps} if path else set()
    said = every - {
        reverse("web:keys")
    }  # the first steps say it already; but the keys are asked for until they are safe
    found = arranged(item for item in announced("board", moment) if item.url not in said)
    return render(
        request,
        "web/board.html",
        {
            "headline": headline(len(found.today)),
            "now": [_folded(found, section) for section in found.sections if section not in LATER],
            "later": [_folded(found, section) for section in found.sections if section in LATER],
            "urgent": next((item for item in found.today if not item.post), None),
            "quiet": not found.today,
            "runs": [(run, ways.get(run.pk)) for run in runs[:RUNS_AT_ONCE]],
            "more_runs": [(run, ways.get(run.pk)) for run in runs[RUNS_AT_ONCE:]],
            "path": path,
            "steps": steps,
            "later_steps": LATER_STEPS in request.session,
            "mails": outbox.waiting().count(),
        },
    )


def _folded(found: Board, section: Section) -> tuple[Any, Sequence[BoardItem], Sequence[BoardItem]]:
    """The heading of a section, what stands open below it, and what is folded away."""
    items, most = found.sections[section], TODAY_AT_ONCE if section in TODAY else AT_ONCE
    return SECTIONS[section], items[:most], items[most:]
