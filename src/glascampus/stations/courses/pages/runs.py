"""Making, changing, opening and removing a run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, confirm, confirm_removal, office_page, take
from glascampus.commons.people.reads import lecturers_seen_by
from glascampus.stations.courses import actions, reads
from glascampus.stations.courses.forms import RunForm, SessionForm
from glascampus.stations.courses.models import Run, Session


def run_page(run: Run) -> str:
    return reverse("courses:office_run", args=[run.code])


def run_of(request: CampusRequest, code: str) -> Run:
    run = reads.run_by_code(code, request.user)
    if run is None:
        raise Http404
    return run


@office_page
def office_run_new(request: CampusRequest) -> HttpResponse:
    """A new run with its first meeting; ``?kurs=`` chooses the course."""
    asked = request.GET.get("kurs", "")
    initial = {
        "capacity": 12,
        "minimum": 6,
        "course": asked if asked.isdecimal() else None,
        "begins": "08:00",
        "ends": "15:30",
    }
    run, session = Run(campus=request.campus), Session(campus=request.campus)
    first = SessionForm(request.POST or None, instance=session, initial=initial, prefix="termin")
    form = RunForm(
        request.POST or None,
        instance=run,
        initial=initial,
        lecturers=list(lecturers_seen_by(request.user)),
        first=first,
    )

    def do(**_values: Any) -> Run:
        times = first.values()
        for name, value in times.items():
            setattr(session, name, value)
        return actions.keep_run(run=run, by=request.user, now=now(), session=session, **form.values(times["starts_at"]))

    return take(
        request, form=form, do=do, done=run_page, said=_("Gespeichert."), title=_("Neuer Durchgang"), submit=_("Anlegen"),
        intro=_("Mit dem ersten Termin. Weitere Termine tragen Sie danach ein; buchbar wird er erst, wenn Sie ihn öffnen."),
        back=(reverse("courses:office_runs"), _("Zurück, ohne zu speichern")),
    )  # fmt: skip


@office_page
def office_run_edit(request: CampusRequest, code: str) -> HttpResponse:
    """Change a run."""
    run = run_of(request, code)
    form = RunForm(request.POST or None, instance=run, lecturers=list(lecturers_seen_by(request.user)))
    first: datetime | None = run.starts_at
    back = run_page(run)

    def do(**_values: Any) -> Run:
        return actions.keep_run(run=run, by=request.user, now=now(), **form.values(first))

    return take(
        request, form=form, do=do, done=run_page, said=_("Gespeichert."), submit=_("Speichern"),
        title=_("Durchgang ändern"), back=(back, _("Zurück, ohne zu speichern")),
    )  # fmt: skip


@office_page
def office_run_open(request: CampusRequest, code: str) -> HttpResponse:
    """Offer a run for booking."""
    return _confirmed(
        request, code, actions.open_run, title=_("„%(title)s“ zur Buchung öffnen?"), submit=_("Öffnen"),
        intro=_("Danach sehen alle den Durchgang und können buchen."), said=_("Der Durchgang ist buchbar."),
    )  # fmt: skip


@office_page
def office_run_plan(request: CampusRequest, code: str) -> HttpResponse:
    """Take a run back that nobody has booked."""
    return _confirmed(
        request, code, actions.plan_run, title=_("„%(title)s“ zurück in die Planung?"), submit=_("Zurücknehmen"),
        intro=_("Danach sieht ihn nur noch das Büro."), said=_("Der Durchgang ist wieder in Planung."),
    )  # fmt: skip


def _confirmed(
    request: CampusRequest, code: str, deed: Callable[..., Run], *, title: str, intro: str, submit: str, said: str
) -> HttpResponse:
    """One question with the course's title in it, one button, and back to the run."""
    run = run_of(request, code)
    return confirm(
        request, title=title % {"title": run.course.title}, intro=intro, submit=submit, said=said,
        do=lambda: deed(run=run, by=request.user, now=now()),
        done=lambda _done: run_page(run), back=(run_page(run), _("Zurück")),
    )  # fmt: skip


@office_page
def office_run_remove(request: CampusRequest, code: str) -> HttpResponse:
    """Delete a run that nobody ever booked."""
    run = run_of(request, code)
    do = partial(actions.remove_run, run=run, by=request.user, now=now())
    return confirm_removal(request, run.code, do=do, to=reverse("courses:office_runs"))
