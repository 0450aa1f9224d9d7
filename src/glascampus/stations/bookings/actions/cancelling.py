"""Giving seats back, correcting names, making a provisional booking firm."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.commons.journal.actions import note
from glascampus.commons.roles.access import demand, is_office
from glascampus.stations.bookings import reads
from glascampus.stations.bookings.access import may_change_booking
from glascampus.stations.bookings.actions.fees import charge
from glascampus.stations.bookings.actions.freeing import release
from glascampus.stations.bookings.actions.letters import tell
from glascampus.stations.bookings.actions.line import done_in_line, locked, opened
from glascampus.stations.bookings.actions.moving_up import move_up
from glascampus.stations.bookings.actions.seating import names_of
from glascampus.stations.bookings.actions.undo import undoable
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.rules import AlreadyBooked, Given, NothingOffered, TooLate, who
from glascampus.stations.courses.models import Run


def cancel_booking(*, booking: Booking, by: Any, now: datetime) -> Booking:
    """Cancel everybody in a booking; cancelling again changes nothing."""
    return cancel_seats(booking=booking, seats=None, by=by, now=now)


@transaction.atomic
def cancel_seats(
    *, booking: Booking, seats: Sequence[int] | None, by: Any, now: datetime, free: bool = False
) -> Booking:
    """Cancel some (by id) or all seats; freed seats are offered to the first who fit, in the same transaction.

    What it costs (``reads.fee_for``, shown before the click) is noted as a fee, unless ``free``.

    Raises:
        NotAllowed: neither the office nor the holder of the link.
        TooLate: the run has begun (the office still may).
    """
    demand(may_change_booking(by, booking))
    run = opened(booking, now=now)
    if not is_office(by):
        _refuse_late(run, now)
    active = [s for s in booking.seats.exclude(state=Seat.State.CANCELLED) if seats is None or s.pk in seats]
    if not active:
        move_up(run, now=now)
        return booking
    with undoable(deed="booking_cancelled", run=run, by=by, now=now, booking=booking):
        fee = None if free else charge(booking, active, now=now)
        release(booking, active, now=now)
        gone = booking.state == Booking.State.CANCELLED
        tell(booking, "cancelled", now=now, with_calendar=gone, cancelled=True, left=len(active), fee=fee)
        offered = move_up(run, now=now)
    note(by=by, deed="bookings.cancelled", thing=booking, now=now, seats=[s.pk for s in active], offered=offered)
    return booking


@transaction.atomic
def change_names(*, booking: Booking, seat: Seat, given: Given, by: Any, now: datetime) -> Seat:
    """Correct or replace the person in a seat.

    Raises:
        NotAllowed: neither the office nor the holder of the link.
        AlreadyBooked: the new person has a seat in this run.
        TooLate: the run has begun (the office still may).
        NothingOffered: the seat is cancelled.
    """
    demand(may_change_booking(by, booking) and seat.booking_id == booking.pk)
    run = locked(booking.run_id)
    seat.refresh_from_db()
    if seat.state == Seat.State.CANCELLED:
        raise NothingOffered("seat_cancelled")
    if not is_office(by):
        _refuse_late(run, now)
    key = who(given, booking.organisation_name)
    if Seat.objects.filter(run=run, who=key).exclude(pk=seat.pk).exclude(state=Seat.State.CANCELLED).exists():
        raise AlreadyBooked(names=names_of([given]))
    person = seat.person
    person.given_name, person.family_name, person.email = given.given_name, given.family_name, given.email.lower()
    person.external_id = given.external_id
    person.save()
    seat.who, seat.changed_at = key, now
    seat.save()
    note(by=by, deed="bookings.names_changed", thing=booking, now=now, seat=seat.pk)
    tell(booking, "names_changed", now=now, seat=seat)
    return seat


def make_binding(*, booking: Booking, by: Any, now: datetime) -> Booking:
    """A provisional booking becomes firm; doing it again changes nothing.

    Raises:
        NotAllowed: neither the office nor the holder of the link.
        NothingOffered: it has ended.
    """
    demand(may_change_booking(by, booking))
    if not done_in_line(_make_firm, booking, by=by, now=now):
        raise NothingOffered
    return booking


def _make_firm(booking: Booking, *, by: Any, now: datetime) -> bool:
    if booking.state != Booking.State.PROVISIONAL:
        return booking.state == Booking.State.BINDING
    booking.state, booking.provisional_until = Booking.State.BINDING, None
    booking.save(update_fields=["state", "provisional_until"])
    note(by=by, deed="bookings.made_binding", thing=booking, now=now)
    number = booking.seats.filter(state=Seat.State.SEATED).count()
    waiting = booking.seats.filter(state=Seat.State.WAITING).count()
    position = min(reads.positions(booking).values(), default=0)
    tell(booking, "booked", now=now, with_calendar=True, number=number, waiting=waiting, position=position)
    return True


def _refuse_late(run: Run, now: datetime) -> None:
    if run.starts_at and now >= run.starts_at:
        raise TooLate
