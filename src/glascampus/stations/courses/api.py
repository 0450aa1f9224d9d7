"""Courses for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router
from pydantic import Field

from glascampus.basics.clock import now
from glascampus.commons.desk.api.problems import Problem
from glascampus.commons.desk.api.reading import Asked, readable, told
from glascampus.commons.desk.api.shapes import Said, Texts, answers
from glascampus.stations.courses import reads
from glascampus.stations.courses.models import Course

router = Router(tags=["courses"])


class CourseSaid(Said):
    """A published course."""

    slug: str = Field(examples=["glas-verstehen"])
    title: Texts
    summary: Texts
    level: str = Field(description="entry, advanced, expert or all")
    url: str = Field(description="the page where people read about it")
    runs: list[str] = Field(description="codes of the runs to come, the next one first")


class CoursesSaid(Said):
    """A page of courses, by slug."""

    items: list[CourseSaid]
    next: str | None = Field(description="address of the next page; null on the last")


@router.get("/courses", response=answers({200: CoursesSaid, 304: None}, 422), summary="All published courses, by slug")
def courses(request: HttpRequest) -> HttpResponse:
    """Pages stay whole while courses come and go: a page begins after the last slug of the one before."""
    asked = Asked(request)
    limit, after = asked.limit(), asked.cursor(str)
    asked.check()
    rows = reads.courses_after(after or "", limit + 1, now())
    return told(request, asked.page(rows, limit, item=lambda row: _course(request, *row), mark=lambda row: row[0].slug))


@router.get("/courses/{slug}", response=answers({200: CourseSaid, 304: None}, 404), summary="One course")
def course(request: HttpRequest, slug: str) -> HttpResponse:
    """A published course by its slug."""
    found = reads.course_with_codes(readable(slug, "no-such-course"), now())
    if found is None:
        raise Problem(404, "There is no such course.", "no-such-course")
    return told(request, _course(request, *found))


def _course(request: HttpRequest, course: Course, codes: list[str]) -> dict[str, Any]:
    return {
        "slug": course.slug, "title": {"de": course.title_de, "en": course.title_en},
        "summary": {"de": course.summary_de, "en": course.summary_en}, "level": course.level,
        "url": request.build_absolute_uri(reverse("web:course", args=[course.slug])), "runs": codes,
    }  # fmt: skip
