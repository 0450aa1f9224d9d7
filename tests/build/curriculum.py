"""Modules, published unless said otherwise."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.rules import SYSTEM
from glascampus.stations.curriculum.actions import keep_competence, keep_module
from glascampus.stations.curriculum.models import Competence, Module
from glascampus.stations.needs.models import Topic
from tests.build.commons import NOW

_numbers = itertools.count(1001)  # one width, so that codes sort as they were made
OUTCOMES = [("Blasen und Steinchen unterscheiden", "tell bubbles from stones")]


def module(
    campus: Campus, topic: Topic | None = None, *, title: str = "Glasfehler", depth: int = 2,
    outcomes: Sequence[tuple[str, str]] = tuple(OUTCOMES), **values: Any,
) -> Module:  # fmt: skip
    """A module of one day that answers ``topic``; each has its own slug."""
    values = {"slug": f"modul-{next(_numbers)}", "state": "published", "minutes_presence": 480, "title_en": f"{title} (en)", **values}
    return keep_module(
        module=Module(campus=campus), by=SYSTEM, now=NOW, title_de=title,
        outcomes=[(*pair, None) for pair in outcomes], answers=[(topic, depth)] if topic else [], **values,
    )  # fmt: skip


def competence(campus: Campus, slug: str = "fehler-erkennen", **values: Any) -> Competence:
    """Something a person can do."""
    return keep_competence(
        competence=Competence(campus=campus), by=SYSTEM, now=NOW, slug=slug, **{"title_de": "Fehler erkennen", **values}
    )
