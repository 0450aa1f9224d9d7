"""A run's dates move: everybody is told, may agree, or steps back at no cost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from glascampus.commons.journal.actions import note
from glascampus.commons.roles.access import demand
from glascampus.stations.bookings import reads
from glascampus.stations.bookings.access import may_change_booking, may_decide_runs
from glascampus.stations.bookings.actions.freeing import release
from glascampus.stations.bookings.actions.letters import tell
from glascampus.stations.bookings.actions.line import locked, opened
from glascampus.stations.bookings.actions.moving_up import move_up
from glascampus.stations.bookings.actions.runs import tell_all
from glascampus.stations.bookings.actions.undo import undoable
from glascampus.stations.bookings.models import Booking, MoveAnswer, Seat
from glascampus.stations.bookings.rules import MoveAnswered, NothingOffered, TooLate
from glascampus.stations.courses.actions import move_run
from glascampus.stations.courses.models import Move, Run
from glascampus.stations.courses.rules import Span


@transaction.atomic
def reschedule(
    *, run: Run, times: Mapping[int, Span], closes_at: datetime, decide_on: date | None, by: Any, now: datetime
) -> Move:
    """Give every meeting (by id) new times and tell everybody, with the calendar entries beside; ten minutes to undo.

    Raises:
        NotAllowed: not the office.
        RunRefused: see ``courses.actions.move_run``.
    """
    demand(may_decide_runs(by))
    run = locked(run.pk)
    with undoable(deed="run_moved", run=run, by=by, now=now):
        move = move_run(run=run, times=times, closes_at=closes_at, decide_on=decide_on, now=now)
        told = tell_all(run, "run_moved", now=now, with_calendar=True, before=move)
    note(by=by, deed="bookings.run_moved", thing=run, now=now, move=move.pk, told=told)
    return move


@transaction.atomic
def answer_move(*, booking: Booking, agreed: bool, by: Any, now: datetime) -> MoveAnswer:
    """Agree to the new dates, or step back at no cost; freed seats go to the next in line. The same answer twice is one.

    Raises:
        NotAllowed: neither the office nor the holder of the link.
        NothingOffered: the run was not moved since the booking, or the booking does not stand any more.
        MoveAnswered: the other answer was given before.
        TooLate: the run has begun.
    """
    demand(may_change_booking(by, booking))
    run = opened(booking, now=now)
    wanted = MoveAnswer.Answer.AGREED if agreed else MoveAnswer.Answer.STEPPED_BACK
    move = reads.move_asked(booking)
    if move and (known := MoveAnswer.objects.filter(move=move, booking=booking).first()):
        if known.answer != wanted:
            raise MoveAnswered
        move_up(run, now=now)
        return known
    if move is None or booking.state == Booking.State.CANCELLED:
        raise NothingOffered("nothing_moved_for_you")
    if run.starts_at and now >= run.starts_at:
        raise TooLate
    answer = MoveAnswer.objects.create(campus_id=run.campus_id, move=move, booking=booking, answer=wanted, at=now)
    if not agreed:
        _step_back(booking, now=now)
    offered = move_up(run, now=now)
    note(by=by, deed=f"bookings.move_{wanted}", thing=booking, now=now, move=move.pk, offered=offered)
    return answer


def _step_back(booking: Booking, *, now: datetime) -> None:
    release(booking, list(booking.seats.exclude(state=Seat.State.CANCELLED)), now=now)
    tell(booking, "stepped_back", now=now, with_calendar=True, cancelled=True)
