"""How every deed on seats begins and ends: the run's row is locked, overdue holds end, at last the line moves up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.commons.journal.actions import note
from glascampus.commons.journal.rules import SYSTEM
from glascampus.stations.bookings import reads
from glascampus.stations.bookings.actions.freeing import end_offer, release
from glascampus.stations.bookings.actions.letters import tell
from glascampus.stations.bookings.actions.moving_up import move_up
from glascampus.stations.bookings.models import Booking, LineEvent, Seat
from glascampus.stations.bookings.rules import Overdue
from glascampus.stations.courses.models import Run

Answer = LineEvent.Answer


@transaction.atomic
def done_in_line(deed: Callable[..., bool], booking: Booking, *, by: Any, now: datetime) -> bool:
    """Whether ``deed`` went through; before it overdue holds end, after it the line moves up once.

    A refusal is to be raised after this has committed: holds that were overdue stay ended.
    """
    run = opened(booking, now=now)
    done = deed(booking, by=by, now=now)
    move_up(run, now=now)
    return done


def opened(booking: Booking, *, now: datetime) -> Run:
    """Part of a deed: lock the run, end what is overdue in it, and read the booking as it then stands.

    The deed ends with ``move_up``, which offers on what it and the ended holds freed: once, since two looks in one moment
    would write the same mail twice to a group that is split, or offer a seat to whoever is just leaving.
    """
    run = locked(booking.run_id)
    settle(run, now=now)
    booking.refresh_from_db()
    booking.run = run
    return run


def locked(run_id: int) -> Run:
    """The run with its row locked until the deed ends; all deeds on seats lock it first, so none waits crosswise.

    ``no_key``: bookings that were just written and now want their seats refer to the row, and need not be waited for.
    """
    return (
        Run.objects.select_for_update(of=("self",), no_key=True)
        .select_related("course", "site", "campus")
        .get(pk=run_id)
    )


def settle(run: Run, *, now: datetime, overdue: Overdue | None = None) -> Overdue:
    """Part of a deed that ends with ``move_up``: end offers and provisional bookings of ``run`` whose time is over.

    The caller holds the run's row. So no hold outlives its time in any deed, whether a worker runs or not.
    """
    over = reads.overdue(run, now) if overdue is None else overdue
    if not over:
        return over
    for booking in Booking.objects.select_related("campus").filter(pk__in=[*over.offers, *over.held]).order_by("pk"):
        booking.run = run
        if booking.pk not in over.held:
            end_offer(booking, answer=Answer.ENDED, now=now)
            note(by=SYSTEM, deed="bookings.offer_ended", thing=booking, now=now)
        else:
            active = list(booking.seats.exclude(state=Seat.State.CANCELLED))
            release(booking, active, now=now)
            tell(booking, "cancelled", now=now, with_calendar=True, cancelled=True, left=len(active), hold_ended=True)
            note(by=SYSTEM, deed="bookings.hold_ended", thing=booking, now=now, seats=[s.pk for s in active])
    return over
