"""The waiting line as those see it who stand in it: where, what happened, and what became of offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from glascampus.basics.reason import Reason
from glascampus.stations.bookings.models import Booking, LineEvent, Seat
from glascampus.stations.bookings.reads.looks import BOOKABLE
from glascampus.stations.courses.models import Run

MOST_TOLD = 50


def position(seat: Seat) -> int:
    """How many persons stand before this one in line, plus one."""
    return Seat.objects.filter(run=seat.run_id, state=Seat.State.WAITING, pk__lt=seat.pk).count() + 1


def positions(booking: Booking) -> dict[int, int]:
    """Where each waiting person of a booking stands in line, by seat; two queries, however long the line is."""
    line = Seat.objects.filter(run=booking.run_id, state=Seat.State.WAITING)
    mine = list(line.filter(booking=booking).order_by("pk").values_list("pk", flat=True))
    before = line.filter(booking__lt=booking.pk).count() if mine else 0
    return {seat: place for place, seat in enumerate(mine, before + 1)}


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of what happened while somebody waited: when, why, and what came of it. No names."""

    at: datetime
    reason: Reason
    answer: str = ""
    answered_at: datetime | None = None


def line_story(booking: Booking) -> list[Happened]:
    """What happened in the line since this booking stands in it, oldest first: its own turns and those of people before it."""
    own = Q(booking=booking)
    before = Q(booking__lt=booking.pk, seats__gt=0, at__gte=booking.booked_at)
    events = LineEvent.objects.filter(own | before, run=booking.run_id).order_by("-pk")[:MOST_TOLD]
    return [happened(event, booking) for event in reversed(events)]


def happened(event: LineEvent, booking: Booking) -> Happened:
    """An entry of the line as whoever booked may read it."""
    code = f"line_{event.code}" if event.booking_id == booking.pk else "line_before_you"
    reason = Reason(code, free=event.free, wants=event.wants, seats=event.seats)
    return Happened(event.at, reason, event.get_answer_display() if event.seats else "", event.answered_at)


def waiting_count(run: Run) -> int:
    """How many persons wait."""
    return Seat.objects.filter(run=run, state=Seat.State.WAITING).count()


def moves_up(seats: Sequence[Seat], run: Run, now: datetime) -> int:
    """How many of ``seats`` become free for somebody else who waits, once they are cancelled; 0 where nobody waits."""
    if run.state not in BOOKABLE or (run.starts_at and now >= run.starts_at):
        return 0
    freed = sum(seat.state in {Seat.State.SEATED, Seat.State.OFFERED} for seat in seats)
    waiting = Seat.objects.filter(run=run, state=Seat.State.WAITING).exclude(pk__in=[seat.pk for seat in seats])
    return freed if freed and waiting.exists() else 0


def last_answer(booking: Booking) -> str | None:
    """What became of a booking's newest offer; None where there was none."""
    return booking_offers(booking).order_by("pk").values_list("answer", flat=True).last()


def booking_offers(booking: Booking) -> QuerySet[LineEvent]:
    """Offers to one booking."""
    return LineEvent.objects.filter(booking=booking, seats__gt=0)
