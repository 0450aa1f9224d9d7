"""Competences and modules, each after those it needs."""

from __future__ import annotations

from datetime import datetime, timedelta
from graphlib import TopologicalSorter

from glascampus.commons.journal.rules import SYSTEM
from glascampus.stations.curriculum.actions import keep_competence, keep_module
from glascampus.stations.curriculum.models import Competence, Module
from glascampus.web.loader.loading import Loading, at, both, marks_of, some, source_of
from glascampus.web.loader.parts.courses import course_made
from glascampus.web.loader.reader import Row

MODULE_BEFORE, LATELY_DAYS = timedelta(days=21), 12
MINUTES = ("minutes_presence", "minutes_live", "minutes_async", "minutes_recording")


def load(on: Loading) -> None:
    """The second station."""
    for row in on.rows("curriculum", "competence"):
        with at(row):
            made = keep_competence(
                competence=Competence(campus=on.campus),
                by=SYSTEM,
                now=on.long_ago,
                slug=row["key"],
                **both(row, "title", "text"),
            )
        on.keep("competence", row["key"], made)
    rows = {row["key"]: row for row in on.rows("curriculum", "module")}
    for key in TopologicalSorter({key: row["prerequisites"] for key, row in rows.items()}).static_order():
        _module(on, rows[key])


def _module(on: Loading, row: Row) -> None:
    outcomes = [
        (one["text_de"], one["text_en"], on.get("competence", one["competence"]) if "competence" in one else None)
        for one in row.rows("outcome")
    ]
    with at(row):
        made = keep_module(
            module=Module(campus=on.campus), by=SYSTEM, now=_made(on, row["key"]), slug=row["key"],
            state=row.get("state", Module.State.PUBLISHED), prerequisites=[on.get("module", key) for key in row["prerequisites"]],
            example_fields=marks_of(row), source_url=source_of(row), outcomes=outcomes,
            answers=[(on.get("topic", one["topic"]), one["depth"]) for one in row.rows("answer")],
            bearers=[(on.get("organisation", one["organisation"]), one["role"]) for one in row.rows("bearer")],
            **both(row, "title", "summary"), **some(row, "level", *MINUTES, "assessed"),
        )  # fmt: skip
    on.keep("module", row["key"], made)


def _made(on: Loading, key: str) -> datetime:
    """A module is made before the first course that holds it; one that no course holds yet, lately."""
    courses = [course["key"] for course in on.rows("courses", "course") if key in course["modules"]]
    made = min((course_made(on, course) for course in courses), default=on.ago(LATELY_DAYS))
    return max(made - MODULE_BEFORE, on.long_ago)
