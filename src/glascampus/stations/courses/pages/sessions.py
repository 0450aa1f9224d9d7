"""A run with its meetings."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from glascampus.basics import days
from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, confirm_removal, office_page, take
from glascampus.stations.courses import actions, reads
from glascampus.stations.courses.forms import SessionForm
from glascampus.stations.courses.models import Run, Session
from glascampus.stations.courses.pages.runs import run_of, run_page


@office_page
def office_run(request: CampusRequest, code: str) -> HttpResponse:
    """One run: its figures, its meetings, and what can be done next."""
    run = run_of(request, code)
    return _run_view(request, run, Session(campus=request.campus, run=run))


def _run_view(request: CampusRequest, run: Run, session: Session) -> HttpResponse:
    """The page of a run with the form for a new meeting below."""
    form = SessionForm(request.POST or None, instance=session, initial=_like_the_last(run))

    def do(**_values: Any) -> Session:
        return actions.keep_session(session=session, by=request.user, now=now(), **form.values())

    return take(
        request, form=form, do=do, done=lambda _done: run_page(run), said=_("Gespeichert."), submit=_("Termin hinzufügen"),
        template="courses/office_run.html", run=run, sessions=list(reads.sessions_of(run)), title=run.course.title,
    )  # fmt: skip


def _like_the_last(run: Run) -> dict[str, Any]:
    """A new meeting is usually held like the one before."""
    last = reads.sessions_of(run).last()
    if last is None:
        return {"begins": "08:00", "ends": "15:30", "room": run.room_id}
    form = SessionForm(instance=last)
    return {"begins": form.initial["begins"], "ends": form.initial["ends"], "mode": last.mode, "room": last.room_id}


@office_page
def office_session(request: CampusRequest, code: str, pk: int) -> HttpResponse:
    """Change one meeting."""
    run = run_of(request, code)
    session = get_object_or_404(reads.sessions_of(run), pk=pk)
    form = SessionForm(request.POST or None, instance=session)
    return take(
        request, form=form, said=_("Gespeichert."), submit=_("Speichern"), title=_("Termin ändern"),
        intro=_("Wer gebucht hat, erfährt davon nichts. Wählen Sie „Verlegen“, wenn alle Bescheid bekommen sollen.") if run.taken else "",
        do=lambda **_values: actions.keep_session(session=session, by=request.user, now=now(), **form.values()),
        done=lambda _done: run_page(run), back=(run_page(run), _("Zurück, ohne zu speichern")),
    )  # fmt: skip


@office_page
def office_session_remove(request: CampusRequest, code: str, pk: int) -> HttpResponse:
    """Delete one meeting."""
    run = run_of(request, code)
    session = get_object_or_404(reads.sessions_of(run), pk=pk)
    do = partial(actions.remove_session, session=session, by=request.user, now=now())
    return confirm_removal(request, f"{run.code}, {days.short(session.starts_at)}", do=do, to=run_page(run))
