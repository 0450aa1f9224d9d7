"""Asking everybody once more before go or no-go."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.commons.journal.actions import note
from glascampus.commons.roles.access import demand
from glascampus.stations.bookings import reads
from glascampus.stations.bookings.access import may_change_booking, may_decide_runs
from glascampus.stations.bookings.actions.letters import tell
from glascampus.stations.bookings.actions.line import locked
from glascampus.stations.bookings.actions.undo import undoable
from glascampus.stations.bookings.models import Booking, Call, CallRound, Seat
from glascampus.stations.bookings.rules import NobodyToAsk, NothingOffered
from glascampus.stations.courses.models import Run
from glascampus.stations.courses.rules import WrongState


@transaction.atomic
def start_calls(*, run: Run, mail: bool, by: Any, now: datetime) -> CallRound:
    """A new round: everybody with a seat stands on the call list; ``mail`` also writes to them, with one button.

    Raises:
        NotAllowed: not the office.
        WrongState: the run is cancelled or over, or it has begun.
        NobodyToAsk: nobody has a seat.
    """
    demand(may_decide_runs(by))
    run = locked(run.pk)
    if run.state not in {Run.State.OPEN, Run.State.CONFIRMED} or (run.starts_at and now >= run.starts_at):
        raise WrongState
    asked = list(reads.asked_again(run))
    if not asked:
        raise NobodyToAsk
    with undoable(deed="calls_started", run=run, by=by, now=now):
        user = by if getattr(by, "is_authenticated", False) else None
        begun = CallRound.objects.create(campus_id=run.campus_id, run=run, by=user, mailed=mail, started_at=now)
        for booking in asked if mail else []:
            tell(booking, "asked_again", now=now)
    note(by=by, deed="bookings.calls_started", thing=run, now=now, round=begun.pk, mailed=len(asked) if mail else 0)
    return begun


@transaction.atomic
def note_call(*, seat: Seat, outcome: str, by: Any, now: datetime, code: str = "") -> Call:
    """What a person said, to the office or by the button in the mail; the last word counts.

    Raises:
        NotAllowed: neither the office nor the holder of the booking's link.
        NothingOffered: no round is on, or the person has no seat any more.
    """
    demand(may_change_booking(by, seat.booking))
    current = reads.current_round(seat.run)
    seat.refresh_from_db(fields=["state"])
    if current is None or seat.state != Seat.State.SEATED or seat.booking.state == Booking.State.CANCELLED:
        raise NothingOffered("no_round")
    user = by if getattr(by, "is_authenticated", False) else None
    call = Call(campus_id=seat.campus_id, round=current, seat=seat, outcome=outcome, note=code, by=user, at=now)
    call.full_clean()
    call.save()
    note(by=by, deed="bookings.called", thing=seat.booking, now=now, seat=seat.pk, outcome=outcome, note=code)
    return call
