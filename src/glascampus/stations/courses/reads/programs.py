"""For programs: published things only, pages that stay whole while rows come and go."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from glascampus.stations.courses.models import Course, Run
from glascampus.stations.courses.reads.runs import runs_seen_by, upcoming_runs_of


def courses_after(slug: str, most: int, now: datetime) -> list[tuple[Course, list[str]]]:
    """The next published courses by slug, each with the codes of its coming runs; two queries."""
    courses = list(Course.objects.filter(state=Course.State.PUBLISHED, slug__gt=slug).order_by("slug")[:most])
    return _with_codes(courses, now)


def course_with_codes(slug: str, now: datetime) -> tuple[Course, list[str]] | None:
    """A published course with the codes of its coming runs."""
    return next(iter(_with_codes(Course.objects.filter(state=Course.State.PUBLISHED, slug=slug), now)), None)


def _with_codes(courses: Iterable[Course], now: datetime) -> list[tuple[Course, list[str]]]:
    found: dict[int, tuple[Course, list[str]]] = {course.pk: (course, []) for course in courses}
    for run in upcoming_runs_of(found, now).values_list("course", "code"):
        found[run[0]][1].append(run[1])
    return list(found.values())


def runs_after(
    last: tuple[datetime, str] | None, most: int, *, first: datetime | None = None, before: datetime | None = None
) -> list[Run]:
    """The next runs everyone may see, also past ones, by beginning and code; ``last`` is where the page before ended."""
    runs = runs_seen_by(None).filter(starts_at__isnull=False).order_by("starts_at", "code")
    if first:
        runs = runs.filter(starts_at__gte=first)
    if before:
        runs = runs.filter(starts_at__lt=before)
    if last:
        runs = runs.filter(Q(starts_at__gt=last[0]) | Q(starts_at=last[0], code__gt=last[1]))
    return list(runs[:most])
