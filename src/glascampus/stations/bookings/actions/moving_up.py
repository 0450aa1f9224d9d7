"""Part of a deed: free seats are offered along the waiting line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from glascampus.stations.bookings import reads
from glascampus.stations.bookings.actions.letters import tell
from glascampus.stations.bookings.models import Booking, LineEvent, Seat
from glascampus.stations.bookings.rules import Turn, offer_until, turns
from glascampus.stations.courses.actions import take_seats
from glascampus.stations.courses.models import Run


def move_up(run: Run, *, now: datetime) -> list[int]:
    """Part of a deed that freed seats: offer them along the line, and write down who was passed over and why.

    The caller holds the run's row. Returns the ids of the bookings that got an offer.
    """
    run.refresh_from_db(fields=["taken", "capacity", "state"])
    if run.state not in {Run.State.OPEN, Run.State.CONFIRMED} or (run.starts_at and now >= run.starts_at):
        return []
    if run.free <= 0:
        return []
    found = turns(run.free, reads.waiting_groups(run))
    until = offer_until(now=now, closes_at=run.closes_at, starts_at=run.starts_at)
    _write_down(run, found, until, now=now)
    offered = [turn for turn in found if turn.gets]
    for turn in offered:
        _offer(turn, run, until, now=now)
    return [turn.booking for turn in offered]


def _write_down(run: Run, found: Sequence[Turn], until: datetime, *, now: datetime) -> None:
    """A row per turn; the same look at a group that is still too large is written once."""
    told = reads.last_looks([turn.booking for turn in found if not turn.gets])
    LineEvent.objects.bulk_create(
        LineEvent(
            campus_id=run.campus_id, run=run, booking_id=turn.booking, at=now, code=turn.code, free=turn.free,
            wants=turn.wants, seats=turn.gets, until=until if turn.gets else None,
        )
        for turn in found
        if turn.gets or told.get(turn.booking) != turn.look
    )  # fmt: skip


def _offer(turn: Turn, run: Run, until: datetime, *, now: datetime) -> None:
    """Hold seats for those of a booking who wait, with a deadline, and write to them."""
    booking = Booking.objects.select_related("campus").get(pk=turn.booking)
    booking.run = run
    first = list(booking.seats.filter(state=Seat.State.WAITING).values_list("pk", flat=True)[: turn.gets])
    Seat.objects.filter(pk__in=first).update(state=Seat.State.OFFERED, until=until, changed_at=now)
    take_seats(run_id=run.pk, number=len(first))
    tell(booking, "offered", now=now, until=until, number=len(first))
