"""Courses as everyone may see them, and what belongs to one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from glascampus.basics import slugs
from glascampus.commons.roles.access import is_office
from glascampus.stations.courses.models import Course, FitQuestion, History


def courses_seen_by(user: Any) -> QuerySet[Course]:
    """The office sees drafts, too."""
    courses = Course.objects.all()
    return courses if is_office(user) else courses.filter(state=Course.State.PUBLISHED)


def courses_for_modules(module_ids: Iterable[int], user: Any) -> list[Course]:
    """Courses in which any of the modules is taught."""
    return list(courses_seen_by(user).filter(modules__in=list(module_ids)).distinct())


def courses_by_module(module_ids: Iterable[int], user: Any) -> dict[int, list[Course]]:
    """The same, per module."""
    found: dict[int, list[Course]] = defaultdict(list)
    wanted = set(module_ids)
    for course in courses_seen_by(user).filter(modules__in=wanted).distinct().prefetch_related("modules"):
        for module in course.modules.all():
            if module.pk in wanted:
                found[module.pk].append(course)
    return dict(found)


def history_of(course: Course) -> QuerySet[History]:
    """Documented past editions."""
    return course.history.all()


def questions_of(course: Course) -> QuerySet[FitQuestion]:
    """The questions of "Bin ich hier richtig?" in their order."""
    return course.questions.select_related("instead").order_by("position", "pk")


def free_slug(stem: str) -> str:
    """``stem``, or with a number where another course has it."""
    taken = set(Course.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return slugs.free_slug(stem, taken)
