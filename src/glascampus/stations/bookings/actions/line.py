"""The waiting line: offers, answers to them, and offers that end by themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.basics.clock import today
from glascampus.commons.journal.actions import note
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.roles.access import demand
from glascampus.stations.bookings import reads
from glascampus.stations.bookings.access import may_change_booking
from glascampus.stations.bookings.actions.letters import tell
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.rules import NothingOffered, next_to_offer, offer_until
from glascampus.stations.courses.actions import give_seats_back, take_seats
from glascampus.stations.courses.models import Run


def locked(run_id: int) -> Run:
    """The run with its row locked until the deed ends; all deeds on seats lock it first, so none waits crosswise."""
    return Run.objects.select_for_update(of=("self",)).select_related("course", "site", "campus").get(pk=run_id)


def move_up(run: Run, *, now: datetime) -> list[int]:
    """Part of a deed that freed seats: offer them to the first who fit, as long as somebody does.

    The caller holds the run's row. Returns the ids of the bookings that got an offer.
    """
    offered: list[int] = []
    run.refresh_from_db(fields=["taken", "capacity", "state"])
    if run.state not in {Run.State.OPEN, Run.State.CONFIRMED} or (run.starts_at and now >= run.starts_at):
        return offered
    groups, free = reads.waiting_groups(run), run.free
    while (first := next_to_offer(free, groups)) is not None:
        free -= _offer(first, run, now=now)
        groups = [group for group in groups if group[0] != first]
        offered.append(first)
    return offered


def _offer(booking_id: int, run: Run, *, now: datetime) -> int:
    """Hold seats for everybody of a booking who waits, with a deadline, and write to them."""
    booking = Booking.objects.select_related("run__course", "run__site", "campus").get(pk=booking_id)
    until = offer_until(now=now, closes_at=run.closes_at, starts_at=run.starts_at)
    number = booking.seats.filter(state=Seat.State.WAITING).update(
        state=Seat.State.OFFERED, until=until, changed_at=now
    )
    take_seats(run_id=run.pk, number=number)
    tell(booking, "offered", now=now, until=until, number=number)
    return number


@transaction.atomic
def accept_offer(*, booking: Booking, by: Any, now: datetime) -> Booking:
    """Take the offered seats; taking them again changes nothing.

    Raises:
        NothingOffered: no offer, or its time is over.
    """
    demand(may_change_booking(by, booking))
    run = locked(booking.run_id)
    booking.refresh_from_db()
    booking.run = run
    if booking.state in {Booking.State.BINDING, Booking.State.PROVISIONAL}:
        return booking
    offers = booking.seats.filter(state=Seat.State.OFFERED, until__gt=now)
    if not offers.update(state=Seat.State.SEATED, until=None, changed_at=now):
        raise NothingOffered
    held = booking.provisional_until and booking.provisional_until >= today(now)
    booking.state = Booking.State.PROVISIONAL if held else Booking.State.BINDING
    booking.save(update_fields=["state"])
    note(by=by, deed="bookings.offer_accepted", thing=booking, now=now)
    tell(booking, "moved_up", now=now, with_calendar=True)
    return booking


@transaction.atomic
def decline_offer(*, booking: Booking, by: Any, now: datetime) -> Booking:
    """Leave the offered seats to the next in line.

    Raises:
        NothingOffered: there is no offer.
    """
    demand(may_change_booking(by, booking))
    return _give_on(booking, by=by, now=now, deed="bookings.offer_declined", letter="cancelled")


def _give_on(booking: Booking, *, by: Any, now: datetime, deed: str, letter: str) -> Booking:
    run = locked(booking.run_id)
    booking.refresh_from_db()
    booking.run = run
    offers = booking.seats.filter(state=Seat.State.OFFERED)
    if deed == "bookings.offer_ended":  # accepted or prolonged a moment ago
        offers = offers.filter(until__lte=now)
    number = offers.update(state=Seat.State.CANCELLED, until=None, changed_at=now)
    if not number:
        raise NothingOffered
    give_seats_back(run_id=run.pk, number=number)
    left = booking.seats.exclude(state=Seat.State.CANCELLED).count()
    booking.price_cents = booking.unit_price_cents * left
    if not left:
        booking.state, booking.cancelled_at = Booking.State.CANCELLED, now
    booking.save()
    tell(booking, letter, now=now, left=number)
    note(by=by, deed=deed, thing=booking, now=now, offered=move_up(run, now=now))
    return booking


def end_offers(*, now: datetime) -> int:
    """Give on every offer whose time is over, each in its own transaction; returns how many."""
    done = 0
    for booking in reads.expired_offers(now):
        with transaction.atomic():
            try:
                _give_on(booking, by=SYSTEM, now=now, deed="bookings.offer_ended", letter="offer_ended")
            except NothingOffered:  # taken or declined a moment ago
                continue
            done += 1
    return done


def offer_free(*, now: datetime) -> int:
    """Offer seats that became free otherwise (the office added some) to those who wait; returns how many offers."""
    done = 0
    for run_id in reads.runs_with_room_and_line(now):
        with transaction.atomic():
            run = locked(run_id)
            offered = move_up(run, now=now)
            if offered:
                note(by=SYSTEM, deed="bookings.offered", thing=run, now=now, offered=offered)
            done += len(offered)
    return done


def end_provisional(*, now: datetime) -> int:
    """Cancel provisional bookings whose day has passed, each in its own transaction; returns how many."""
    from glascampus.stations.bookings.actions.booking import cancel_booking

    over = Booking.objects.filter(
        state=Booking.State.PROVISIONAL, provisional_until__lt=today(now), run__starts_at__gt=now
    )
    ended = [cancel_booking(booking=booking, by=SYSTEM, now=now) for booking in over]
    return len(ended)
