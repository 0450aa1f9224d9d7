"""Go or no-go: the office decides, everybody is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.commons.journal.actions import note
from glascampus.commons.roles.access import demand
from glascampus.stations.bookings.access import may_decide_runs
from glascampus.stations.bookings.actions.letters import tell
from glascampus.stations.bookings.actions.line import locked
from glascampus.stations.bookings.actions.undo import undoable
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.courses.actions import give_seats_back, mark_cancelled, mark_confirmed
from glascampus.stations.courses.models import Run
from glascampus.stations.courses.reads import sessions_of


@transaction.atomic
def confirm_run(*, run: Run, by: Any, now: datetime) -> Run:
    """It takes place: everybody with a seat or in line is told; the office has ten minutes to take it back.

    Raises:
        NotAllowed: not the office.
        WrongState: the run is not open.
    """
    demand(may_decide_runs(by))
    run = locked(run.pk)
    with undoable(deed="run_confirmed", run=run, by=by, now=now):
        mark_confirmed(run=run, by=by, now=now)
        told = tell_all(run, "run_confirmed", now=now, with_calendar=True)
    note(by=by, deed="bookings.run_confirmed", thing=run, now=now, told=told)
    return run


@transaction.atomic
def cancel_run(*, run: Run, by: Any, now: datetime) -> Run:
    """It does not take place: every seat is released at no cost, everybody is told; ten minutes to take it back.

    Raises:
        NotAllowed: not the office.
        WrongState: it is over, or cancelled already.
    """
    demand(may_decide_runs(by))
    run = locked(run.pk)
    with undoable(deed="run_cancelled", run=run, by=by, now=now):
        mark_cancelled(run=run, by=by, now=now)
        told = tell_all(run, "run_cancelled", now=now, with_calendar=True, cancelled=True)
        _release_all(run, now)
    note(by=by, deed="bookings.run_cancelled", thing=run, now=now, told=told)
    return run


def _release_all(run: Run, now: datetime) -> None:
    seats = Seat.objects.filter(run=run)
    taken = seats.filter(state__in=[Seat.State.SEATED, Seat.State.OFFERED]).count()
    seats.exclude(state=Seat.State.CANCELLED).update(state=Seat.State.CANCELLED, until=None, changed_at=now)
    give_seats_back(run_id=run.pk, number=taken)
    bookings = Booking.objects.filter(run=run).exclude(state=Booking.State.CANCELLED)
    bookings.update(state=Booking.State.CANCELLED, cancelled_at=now, price_cents=0)


def tell_all(run: Run, letter: str, *, now: datetime, **more: Any) -> int:
    """Part of a deed: one letter to every booking of a run that still stands; returns how many."""
    sessions = list(sessions_of(run))
    bookings = Booking.objects.select_related("run__course", "run__site", "campus").filter(run=run)
    told = bookings.exclude(state=Booking.State.CANCELLED)
    for booking in told:
        tell(booking, letter, now=now, sessions=sessions, **more)
    return len(told)
