"""What a course has been before: its documented past editions."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from glascampus.basics import days
from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, confirm_removal, office_page, take
from glascampus.stations.courses import actions, reads
from glascampus.stations.courses.forms import HistoryForm
from glascampus.stations.courses.models import History
from glascampus.stations.courses.pages.courses import course_of, course_page


@office_page
def office_history(request: CampusRequest, course_pk: int, pk: int | None = None) -> HttpResponse:
    """Make or change a documented past edition."""
    course = course_of(request, course_pk)
    entry = get_object_or_404(reads.history_of(course), pk=pk) if pk else History(campus=request.campus, course=course)
    back = course_page(course)
    return take(
        request, form=HistoryForm(request.POST or None, instance=entry), said=_("Gespeichert."), submit=_("Speichern"),
        do=lambda **values: actions.keep_history(entry=entry, by=request.user, now=now(), **values),
        done=lambda _done: back, back=(back, _("Zurück, ohne zu speichern")), title=_("Was schon war: %(course)s") % {"course": course.title},
    )  # fmt: skip


@office_page
def office_history_remove(request: CampusRequest, course_pk: int, pk: int) -> HttpResponse:
    """Delete a documented past edition."""
    course = course_of(request, course_pk)
    entry = get_object_or_404(reads.history_of(course), pk=pk)
    do = partial(actions.remove_history, entry=entry, by=request.user, now=now())
    return confirm_removal(request, days.dated(entry.dated), do=do, to=course_page(course))
