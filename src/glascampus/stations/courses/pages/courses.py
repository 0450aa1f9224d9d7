"""Making, changing and showing a course."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, confirm_publishing, confirm_removal, office_page, take
from glascampus.stations.courses import actions, reads
from glascampus.stations.courses.forms import CourseForm
from glascampus.stations.courses.models import Course
from glascampus.stations.curriculum.reads import modules_seen_by
from glascampus.stations.needs.rules import slug_of

SMALL_NUMBER = re.compile(r"[0-9]{1,9}")


def course_list() -> str:
    return reverse("courses:office_courses")


def course_page(course: Course) -> str:
    return reverse("courses:office_course", args=[course.pk])


def course_of(request: CampusRequest, pk: int) -> Course:
    return get_object_or_404(reads.courses_seen_by(request.user), pk=pk)


@office_page
def office_course(request: CampusRequest, pk: int | None = None) -> HttpResponse:
    """Make or change a course; ``?modul=`` starts it from a module."""
    course = course_of(request, pk) if pk else Course(campus=request.campus)
    form = CourseForm(request.POST or None, instance=course, initial={} if pk else _from_module(request))

    def do(**values: Any) -> Course:
        if not course.pk:
            course.slug = reads.free_slug(slug_of(course.title_de))
        return actions.keep_course(course=course, by=request.user, now=now(), **values)

    return take(
        request, form=form, do=do, done=course_page, said=_("Gespeichert."),
        title=_("Kurs ändern") if pk else _("Neuer Kurs"), submit=_("Speichern"), template="courses/office_course.html",
        back=(course_list(), _("Zurück, ohne zu speichern")), course=course,
        history=reads.history_of(course) if pk else [], questions=reads.questions_of(course) if pk else [], runs=reads.runs_of(course, request.user) if pk else [],
    )  # fmt: skip


def _from_module(request: CampusRequest) -> dict[str, Any]:
    """A course of this one module, in its words."""
    asked = request.GET.get("modul", "")
    module = modules_seen_by(request.user).filter(pk=int(asked)).first() if SMALL_NUMBER.fullmatch(asked) else None
    if module is None:
        return {}
    words = {name: getattr(module, name) for name in ("title_de", "title_en", "summary_de", "summary_en", "level")}
    return {**words, "modules": [module.pk]}


@office_page
def office_course_publish(request: CampusRequest, pk: int) -> HttpResponse:
    """Show a course to everyone, or take it back."""
    course = course_of(request, pk)
    publish = course.state == Course.State.DRAFT
    return confirm_publishing(
        request, course.title, publish=publish, to=course_page(course),
        do=lambda: actions.publish_course(course=course, by=request.user, now=now(), published=publish),
    )  # fmt: skip


@office_page
def office_course_remove(request: CampusRequest, pk: int) -> HttpResponse:
    """Delete a course that never had a run."""
    course = course_of(request, pk)
    do = partial(actions.remove_course, course=course, by=request.user, now=now())
    return confirm_removal(request, course.title, do=do, to=course_list())
