"""The questions of "Bin ich hier richtig?"."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, confirm_removal, office_page, take
from glascampus.stations.courses import actions, reads
from glascampus.stations.courses.forms import FitQuestionForm
from glascampus.stations.courses.models import FitQuestion
from glascampus.stations.courses.pages.courses import course_of, course_page


@office_page
def office_question(request: CampusRequest, course_pk: int, pk: int | None = None) -> HttpResponse:
    """Make or change a question of "Bin ich hier richtig?"."""
    course = course_of(request, course_pk)
    question = (
        get_object_or_404(reads.questions_of(course), pk=pk)
        if pk
        else FitQuestion(campus=request.campus, course=course)
    )
    back = course_page(course)
    return take(
        request, form=FitQuestionForm(request.POST or None, instance=question), said=_("Gespeichert."), submit=_("Speichern"),
        do=lambda **values: actions.keep_question(question=question, by=request.user, now=now(), **values),
        done=lambda _done: back, back=(back, _("Zurück, ohne zu speichern")),
        title=_("Bin ich hier richtig? %(course)s") % {"course": course.title},
    )  # fmt: skip


@office_page
def office_question_remove(request: CampusRequest, course_pk: int, pk: int) -> HttpResponse:
    """Delete a question."""
    course = course_of(request, course_pk)
    question = get_object_or_404(reads.questions_of(course), pk=pk)
    do = partial(actions.remove_question, question=question, by=request.user, now=now())
    return confirm_removal(request, question, do=do, to=course_page(course))
