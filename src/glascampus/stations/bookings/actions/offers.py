"""Answers to an offer: who waited takes the seats, or leaves them to the next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.basics.clock import today
from glascampus.commons.journal.actions import note
from glascampus.commons.roles.access import demand
from glascampus.stations.bookings import reads
from glascampus.stations.bookings.access import may_change_booking
from glascampus.stations.bookings.actions.freeing import end_offer, write_answer
from glascampus.stations.bookings.actions.letters import tell
from glascampus.stations.bookings.actions.line import done_in_line, opened
from glascampus.stations.bookings.actions.moving_up import move_up
from glascampus.stations.bookings.models import Booking, LineEvent, Seat
from glascampus.stations.bookings.rules import NothingOffered

Answer = LineEvent.Answer


def accept_offer(*, booking: Booking, by: Any, now: datetime) -> Booking:
    """Take the offered seats; taking them again changes nothing.

    Raises:
        NothingOffered: no offer, or its time is over.
    """
    demand(may_change_booking(by, booking))
    if not done_in_line(_sit_down, booking, by=by, now=now):
        raise NothingOffered
    return booking


def _sit_down(booking: Booking, *, by: Any, now: datetime) -> bool:
    offers = booking.seats.filter(state=Seat.State.OFFERED, until__gt=now)
    if not offers.update(state=Seat.State.SEATED, until=None, changed_at=now):
        return reads.last_answer(booking) in {Answer.ACCEPTED, None} and booking.state in reads.SITS
    if booking.state == Booking.State.WAITING:
        held = booking.provisional_until and booking.provisional_until >= today(now)
        booking.state = Booking.State.PROVISIONAL if held else Booking.State.BINDING
        booking.save(update_fields=["state"])
    write_answer(booking, Answer.ACCEPTED, now=now)
    note(by=by, deed="bookings.offer_accepted", thing=booking, now=now)
    waiting = booking.seats.filter(state=Seat.State.WAITING).count()
    tell(booking, "moved_up", now=now, with_calendar=True, waiting=waiting)
    return True


def decline_offer(*, booking: Booking, by: Any, now: datetime) -> Booking:
    """Leave the offered seats to the next in line.

    Raises:
        NothingOffered: there is no offer.
    """
    demand(may_change_booking(by, booking))
    if not _decline(booking, by=by, now=now):
        raise NothingOffered
    return booking


@transaction.atomic
def _decline(booking: Booking, *, by: Any, now: datetime) -> bool:
    run = opened(booking, now=now)
    number = end_offer(booking, answer=Answer.DECLINED, now=now)
    offered = move_up(run, now=now)
    if number:
        note(by=by, deed="bookings.offer_declined", thing=booking, now=now, offered=offered)
    return bool(number)
