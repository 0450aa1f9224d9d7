"""Courses and their runs."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.rules import SYSTEM
from glascampus.stations.courses import actions
from glascampus.stations.courses.models import Course, Run, Session
from glascampus.stations.curriculum.models import Module
from tests.build import commons
from tests.build import curriculum as modules_of
from tests.build.commons import NOW

_numbers = itertools.count(1001)  # one width, so that codes sort as they were made
DAY_LENGTH = timedelta(hours=8)


def course(
    campus: Campus, *, title: str = "Glas verstehen", modules: Sequence[Module] | None = None, **values: Any
) -> Course:
    """A published course of one module; each has its own slug."""
    values = {"slug": f"kurs-{next(_numbers)}", "state": "published", "title_en": f"{title} (en)", **values}
    taught = [modules_of.module(campus)] if modules is None else list(modules)
    return actions.keep_course(
        course=Course(campus=campus), by=SYSTEM, now=NOW, title_de=title, modules=taught, **values
    )


def run(
    campus: Campus, course: Course | None = None, *, capacity: int = 6, minimum: int = 3, starts_in_days: int = 30,
    price_cents: int = 49000, days: int = 1, state: str = "open", mode: str = "presence", **values: Any,
) -> Run:  # fmt: skip
    """A run that starts at nine in the morning and lasts ``days`` following days of eight hours, with a site."""
    starts_at = NOW + timedelta(days=starts_in_days)
    values = {"code": f"gc-{next(_numbers)}", "closes_at": starts_at - timedelta(days=7), **values}
    if "site" not in values:
        values["site"] = _site(campus)
    made = actions.keep_run(
        run=Run(campus=campus, course=course or globals()["course"](campus)), by=SYSTEM, now=NOW, capacity=capacity,
        minimum=minimum, price_cents=price_cents, **values,
    )  # fmt: skip
    for n in range(days):
        at = starts_at + timedelta(days=n)
        session = Session(campus=campus, run=made)
        actions.keep_session(session=session, by=SYSTEM, now=NOW, starts_at=at, ends_at=at + DAY_LENGTH, mode=mode)
    return _brought_to(made, state)


def _site(campus: Campus) -> Any:
    from glascampus.commons.sites.reads import sites

    return sites().first() or commons.site(campus)


def _brought_to(run: Run, state: str) -> Run:
    """Through the deeds that lead there."""
    if state != "planned":
        actions.open_run(run=run, by=SYSTEM, now=NOW)
    deeds = {"confirmed": actions.mark_confirmed, "cancelled": actions.mark_cancelled, "done": actions.mark_done}
    if state in deeds:
        deeds[state](run=run, by=SYSTEM, now=NOW)
    return run
