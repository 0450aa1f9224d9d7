"""Asking everybody once more: the office's call list with its estimate."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from glascampus.basics.clock import now, today
from glascampus.basics.reason import NotAllowed, Refusal
from glascampus.commons.desk.pages import CampusRequest, office_page, take
from glascampus.commons.legal.reads import rulebook
from glascampus.commons.roll.reads import say
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.forms import CallForm, CallsForm
from glascampus.stations.bookings.models import Call
from glascampus.stations.bookings.words import OUTCOMES
from glascampus.stations.courses.models import Run
from glascampus.stations.courses.reads import runs_seen_by


@dataclass(frozen=True, slots=True)
class Picture:
    """Where the interval begins, how wide it is, and where the needed number stands, each like "62.5%"."""

    low: str
    width: str
    need: str


def picture(low: int, high: int, need: int) -> Picture:
    """The interval on a line that reaches to the largest of its numbers."""
    whole = max(high, need, 1)
    return Picture(
        f"{100 * low / whole:.1f}%", f"{max(100 * (high - low) / whole, 1.5):.1f}%", f"{100 * need / whole:.1f}%"
    )


def _run(request: CampusRequest, code: str) -> Run:
    run: Run = get_object_or_404(runs_seen_by(request.user), code=code)
    return run


def _list(code: str) -> str:
    return reverse("bookings:calls", args=[code])


@office_page
def start(request: CampusRequest, code: str) -> HttpResponse:
    """A new round: who has a seat stands on the list, and gets a mail if the office wants that."""
    run = _run(request, code)
    return take(
        request, form=CallsForm(request.POST if request.method == "POST" else None), submit=_("Runde starten"),
        title=_("Noch einmal alle fragen?"), done=lambda _done: _list(code),
        intro=_("Alle mit einem Platz kommen auf die Anrufliste. So wissen Sie vor der Entscheidung, wer wirklich kommt."),
        do=lambda **values: actions.start_calls(run=run, by=request.user, now=now(), **values),
        back=(reverse("bookings:office_run", args=[code]), _("Zurück")),
    )  # fmt: skip


@office_page
def calls(request: CampusRequest, code: str) -> HttpResponse:
    """The call list: phone, one tap for what was said, and how sure the start is by now."""
    run = _run(request, code)
    current = reads.current_round(run)
    status = 200
    if request.method == "POST":
        form = CallForm(request.POST)
        if form.is_valid() and _noted(request, run, form):
            return redirect(f"{_list(code)}#liste")  # who comes next stands on top
        messages.error(request, _("Das ging nicht. Bitte tippen Sie noch einmal."))
        status = 422
    rows = reads.call_list(run, current)
    found = reads.estimate(rows, need=run.minimum, book=rulebook(today(now())))
    groups = [(OUTCOMES[kind.outcome], kind) for kind in found.kinds] if found else []
    drawn = picture(found.odds.low, found.odds.high, run.minimum) if found else None
    return render(
        request,
        "bookings/calls.html",
        {"run": run, "round": current, "rows": rows, "estimate": found, "groups": groups, "picture": drawn,
         "outcomes": Call.Outcome.choices, "notes": Call.Note.choices, "undoables": reads.to_undo(now(), run),
         "asked": sum(bool(row.outcome) for row in rows)},
        status=status,
    )  # fmt: skip


def _noted(request: CampusRequest, run: Run, form: CallForm) -> bool:
    """Whether the call could be written down; a refusal is shown as a sentence."""
    seat = reads.seats_of(run).filter(pk=form.cleaned_data["seat"]).select_related("booking", "run").first()
    if seat is None:
        return False
    try:
        actions.note_call(
            seat=seat, outcome=form.cleaned_data["outcome"], code=form.cleaned_data["code"], by=request.user, now=now()
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, say(refusal.reason))
        return False
    return True
