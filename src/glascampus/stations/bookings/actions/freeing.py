"""Parts of deeds: seats are given back, because somebody cancels or an offer ends, and the booking follows its seats."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from glascampus.stations.bookings import reads
from glascampus.stations.bookings.actions.letters import tell
from glascampus.stations.bookings.models import Booking, LineEvent, Seat
from glascampus.stations.courses.actions import give_seats_back

Answer = LineEvent.Answer


def release(booking: Booking, seats: Sequence[Seat], *, now: datetime) -> None:
    """Part of a deed: cancel seats, give back those that were taken, and let price and state of the booking follow."""
    taken = sum(seat.state in reads.TAKEN for seat in seats)
    Seat.objects.filter(pk__in=[seat.pk for seat in seats]).update(
        state=Seat.State.CANCELLED, until=None, changed_at=now
    )
    give_seats_back(run_id=booking.run_id, number=taken)
    if (
        any(s.state == Seat.State.OFFERED for s in seats)
        and not booking.seats.filter(state=Seat.State.OFFERED).exists()
    ):
        write_answer(booking, Answer.CANCELLED, now=now)
    _follow(booking, now=now)


def end_offer(booking: Booking, *, answer: str, now: datetime) -> int:
    """Give the offered seats back (those whose time is over, or all of them) and tell; returns how many there were."""
    offers = booking.seats.filter(state=Seat.State.OFFERED)
    if answer == Answer.ENDED:
        offers = offers.filter(until__lte=now)
    number = offers.update(state=Seat.State.CANCELLED, until=None, changed_at=now)
    if not number:
        return 0
    give_seats_back(run_id=booking.run_id, number=number)
    write_answer(booking, answer, now=now)
    _follow(booking, now=now)
    tell(booking, "offer_ended" if answer == Answer.ENDED else "cancelled", now=now, left=number)
    return number


def write_answer(booking: Booking, answer: str, *, now: datetime) -> None:
    """Write down what became of its open offers; a group that is split may hold two, and they end one after the other."""
    open_offers = LineEvent.objects.filter(booking=booking, seats__gt=0, answer="")
    if answer == Answer.ENDED:
        open_offers = open_offers.filter(until__lte=now)
    open_offers.update(answer=answer, answered_at=now)


def _follow(booking: Booking, *, now: datetime) -> None:
    """Price and state follow the seats: without a seat a booking waits, without a person it is cancelled."""
    states = list(booking.seats.exclude(state=Seat.State.CANCELLED).values_list("state", flat=True))
    booking.price_cents = booking.unit_price_cents * len(states)
    if not states:
        booking.state, booking.cancelled_at = Booking.State.CANCELLED, now
    elif Seat.State.SEATED not in states:
        booking.state = Booking.State.WAITING
    booking.save(update_fields=["price_cents", "state", "cancelled_at"])
