"""Writing courses, their past editions and their questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.commons.journal.actions import keep, remove
from glascampus.commons.roles.access import demand
from glascampus.stations.courses import rules
from glascampus.stations.courses.access import may_change_courses
from glascampus.stations.courses.models import Course, FitQuestion, History
from glascampus.stations.courses.rules import NotReady, TooManyQuestions


@transaction.atomic
def keep_course(
    *, course: Course, by: Any, now: datetime, history: Sequence[dict[str, Any]] | None = None, **values: Any
) -> Course:
    """Store a new or changed course; ``history`` lays its documented past editions anew.

    Raises:
        NotAllowed: not the office.
        NotReady: it is shown to everyone and would lose its last module.
    """
    demand(may_change_courses(by))
    if course.state == Course.State.PUBLISHED and "modules" in values and not values["modules"]:
        raise NotReady("course_without_modules", field="modules")
    deed = "courses.course_changed" if course.pk else "courses.course_made"
    if not course.pk:
        course.made_at = now
    keep(thing=course, by=by, now=now, deed=deed, values=values)
    if history is not None:
        course.history.all().delete()
        History.objects.bulk_create(History(campus_id=course.campus_id, course=course, **entry) for entry in history)
    return course


@transaction.atomic
def publish_course(*, course: Course, by: Any, now: datetime, published: bool = True) -> Course:
    """Show a course to everyone, or make it a draft again.

    Raises:
        NotReady: it has no module yet, or people can still book a run of it.
    """
    demand(may_change_courses(by))
    if published and not course.modules.exists():
        raise NotReady("course_without_modules")
    if not published and course.runs.filter(state__in=[rules.OPEN, rules.CONFIRMED]).exists():
        raise NotReady("course_with_runs")
    state = Course.State.PUBLISHED if published else Course.State.DRAFT
    return keep(thing=course, by=by, now=now, deed=f"courses.course_{state}", values={"state": state})


@transaction.atomic
def remove_course(*, course: Course, by: Any, now: datetime) -> None:
    """Delete a course that never had a run."""
    demand(may_change_courses(by))
    remove(thing=course, by=by, now=now, deed="courses.course_removed")


@transaction.atomic
def keep_history(*, entry: History, by: Any, now: datetime, **values: Any) -> History:
    """Store a documented past edition of a course."""
    demand(may_change_courses(by))
    deed = "courses.history_changed" if entry.pk else "courses.history_made"
    return keep(thing=entry, by=by, now=now, deed=deed, values=values)


@transaction.atomic
def remove_history(*, entry: History, by: Any, now: datetime) -> None:
    """Delete a documented past edition."""
    demand(may_change_courses(by))
    remove(thing=entry, by=by, now=now, deed="courses.history_removed")


@transaction.atomic
def keep_question(*, question: FitQuestion, by: Any, now: datetime, **values: Any) -> FitQuestion:
    """Store a question of "Bin ich hier richtig?"; a new one stands at the end. What the office has written is no example any more.

    Raises:
        TooManyQuestions: the course has as many as anybody wants to read.
    """
    demand(may_change_courses(by))
    deed = "courses.question_changed" if question.pk else "courses.question_made"
    if not question.pk:
        Course.objects.select_for_update().get(pk=question.course_id)  # two at once must not both be the fifth
        known = list(question.course.questions.values_list("position", flat=True))
        if len(known) >= rules.MOST_QUESTIONS:
            raise TooManyQuestions(most=rules.MOST_QUESTIONS)
        question.position = max(known, default=0) + 1
    return keep(thing=question, by=by, now=now, deed=deed, values={"example": False, **values})


@transaction.atomic
def remove_question(*, question: FitQuestion, by: Any, now: datetime) -> None:
    """Delete a question."""
    demand(may_change_courses(by))
    remove(thing=question, by=by, now=now, deed="courses.question_removed")
