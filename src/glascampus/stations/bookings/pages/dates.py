"""Moving a run's dates: the office's form with its preview, the list of answers, and the booker's two buttons."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from glascampus.basics.clock import now
from glascampus.basics.reason import NotAllowed, Refusal
from glascampus.commons.desk.pages import CampusRequest, confirm, office_page
from glascampus.commons.roll.reads import say
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.forms import MoveForm
from glascampus.stations.bookings.pages.link import acting, opened_booking
from glascampus.stations.bookings.words import CLASHES
from glascampus.stations.courses.models import Run
from glascampus.stations.courses.reads import clashes, moves_of, runs_seen_by, sessions_of
from glascampus.stations.courses.rules import RunRefused, WrongState, refuse_move

OVER = {Run.State.CANCELLED, Run.State.DONE}


def _run(request: CampusRequest, code: str) -> Run:
    run: Run = get_object_or_404(runs_seen_by(request.user), code=code)
    return run


@office_page
def move(request: CampusRequest, code: str) -> HttpResponse:
    """New dates: first the form, then a page that says who is told and what clashes, then the button that does it."""
    run = _run(request, code)
    sessions = list(sessions_of(run))
    form = MoveForm(request.POST if request.method == "POST" else None, sessions=sessions, run=run)
    back = reverse("bookings:office_run", args=[code])
    if run.state in OVER or not sessions:
        return render(
            request, "bookings/move.html", {"run": run, "closed": say(WrongState().reason), "back": back}, status=409
        )
    moment = now()
    if request.method == "POST" and form.is_valid():
        values = form.values()
        try:
            before = [(s.starts_at, s.ends_at) for s in sessions]
            refuse_move(before, list(values["times"].values()), closes_at=values["closes_at"], now=moment)
            if request.POST.get("sure") == "ja":
                actions.reschedule(run=run, by=request.user, now=moment, **values)
                return redirect(reverse("bookings:moves", args=[code]))
        except RunRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, say(refusal.reason))
        else:
            return _preview(request, run, form, back)
    return render(
        request,
        "bookings/move.html",
        {"run": run, "form": form, "back": back, "submit": _("Weiter: prüfen, wer Bescheid bekommt"), "closed": ""},
        status=422 if form.is_bound else 200,
    )


def _preview(request: CampusRequest, run: Run, form: MoveForm, back: str) -> HttpResponse:
    values = form.values()
    told = list(reads.told_of(run))
    found = [(CLASHES[clash.what] % {"name": clash.name}, clash) for clash in clashes(run, values["times"])]
    rows = [(session, *values["times"][session.pk]) for session in form.sessions]
    hidden = [(field.html_name, request.POST.get(field.html_name, "")) for field in form]
    return render(
        request,
        "bookings/move_preview.html",
        {"run": run, "told": told, "clashes": found, "rows": rows, "hidden": hidden, "back": back,
         "closes_at": values["closes_at"], "decide_on": values["decide_on"]},
    )  # fmt: skip


@office_page
def moves(request: CampusRequest, code: str) -> HttpResponse:
    """What the dates were, and who agreed, stepped back, or has not answered."""
    run = _run(request, code)
    history = list(moves_of(run))
    answers = reads.move_answers(history[-1]) if history else []
    rows = [(booking, answer, reads.token_of(booking)) for booking, answer in answers]
    return render(
        request,
        "bookings/moves.html",
        {"run": run, "history": history, "rows": rows, "undoables": reads.to_undo(now(), run),
         "silent": sum(answer is None for _b, answer, _t in rows)},
    )  # fmt: skip


@never_cache
def moved(request: CampusRequest, token: str) -> HttpResponse:
    """Old and new dates, and the two buttons; a GET changes nothing."""
    booking = opened_booking(request, token)
    last = reads.move_asked(booking)
    error = ""
    if request.method == "POST" and request.POST.get("answer") == "ja":
        try:
            actions.answer_move(booking=booking, agreed=True, by=acting(request, booking), now=now())
        except NotAllowed:
            raise
        except Refusal as refusal:
            error = say(refusal.reason)
        else:
            return redirect(reverse("bookings:moved", args=[token]))
    elif request.method == "POST":
        error = _("Bitte wählen Sie eine der Antworten.")
    return render(
        request,
        "bookings/moved.html",
        {"booking": booking, "run": booking.run, "token": token, "move": last, "error": error,
         "answer": reads.answer_to(last, booking) if last else None, "sessions": reads.sessions_of(booking)},
        status=422 if error else 200,
    )  # fmt: skip


@never_cache
def step_back(request: CampusRequest, token: str) -> HttpResponse:
    """The new dates do not fit: out, at no cost."""
    booking = opened_booking(request, token)
    here = reverse("bookings:moved", args=[token])
    return confirm(
        request, title=_("Von der Buchung zurücktreten?"), submit=_("Zurücktreten"), danger=True,
        intro=_("Das kostet nichts, denn wir haben die Termine geändert. Die Plätze gehen an die Nächsten."),
        do=lambda: actions.answer_move(booking=booking, agreed=False, by=acting(request, booking), now=now()),
        done=lambda _done: here, back=(here, _("Nein, zurück")),
    )  # fmt: skip
