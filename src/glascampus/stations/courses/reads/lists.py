"""How the office narrows its lists of courses and runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When

from glascampus.commons.desk.reads import holding
from glascampus.stations.courses.models import Course, Run
from glascampus.stations.courses.reads.courses import courses_seen_by


def office_courses(user: Any) -> QuerySet[Course]:
    """Courses with modules at hand and the number of their runs."""
    return courses_seen_by(user).prefetch_related("modules").annotate(run_count=Count("runs", distinct=True))


def courses_in_state(rows: QuerySet[Course], state: str) -> QuerySet[Course]:
    """Drafts, or published ones."""
    return rows.filter(state=state)


def courses_of_level(rows: QuerySet[Course], level: str) -> QuerySet[Course]:
    """Courses of one level."""
    return rows.filter(level=level)


def find_courses(rows: QuerySet[Course], words: str) -> QuerySet[Course]:
    """Courses whose title or summary bears the words, in either language."""
    return holding(rows, words, "title_de", "title_en", "summary_de", "summary_en")


def runs_in_state(rows: QuerySet[Run], state: str) -> QuerySet[Run]:
    """Runs in one state."""
    return rows.filter(state=state)


def runs_by_time(now: datetime) -> Callable[[QuerySet[Run], str], QuerySet[Run]]:
    """How to narrow runs to those that come, that are over, or that have no date yet."""
    when = {"kommend": Q(ends_at__gte=now), "vorbei": Q(ends_at__lt=now), "offen": Q(starts_at=None)}
    return lambda rows, asked: rows.filter(when[asked])


def coming_first(rows: QuerySet[Run], now: datetime) -> QuerySet[Run]:
    """Runs that run or come, in the order of their beginning; then those without a date; then those that are over, newest first."""
    soon = Case(When(ends_at__gte=now, then="starts_at"))
    return rows.order_by(soon.asc(nulls_last=True), F("starts_at").desc(nulls_first=True), "-pk")


def runs_of_course(rows: QuerySet[Run], course: str) -> QuerySet[Run]:
    """Runs of the course with this address."""
    return rows.filter(course__slug=course)


def find_runs(rows: QuerySet[Run], words: str) -> QuerySet[Run]:
    """Runs whose course, code or place bears the words."""
    return holding(rows, words, "course__title_de", "course__title_en", "code", "site__name_de", "site__town")
