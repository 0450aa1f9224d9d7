"""Part of ``book``: seats are taken or the line is joined, at once or under the run's lock."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import copy
from datetime import datetime
from typing import Any

from django.db import IntegrityError, OperationalError, transaction

from glascampus.basics.reason import Refusal
from glascampus.commons.outbox.actions import hand_in
from glascampus.commons.roles.access import is_office
from glascampus.stations.bookings import reads
from glascampus.stations.bookings.actions.letters import draft, tell
from glascampus.stations.bookings.actions.line import locked, settle
from glascampus.stations.bookings.actions.moving_up import move_up
from glascampus.stations.bookings.actions.ordered import hand_over, held, seats_for, write
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.rules import AlreadyBooked, BookingClosed, Given, sits, who
from glascampus.stations.courses.actions import take_seats, take_seats_as_seen
from glascampus.stations.courses.models import Run
from glascampus.stations.courses.rules import RunFull, why_not_bookable


def store(
    booking: Booking, people: Sequence[Given], *, wait_if_full: bool, by: Any, now: datetime
) -> Booking | Refusal:
    """Seats for ``people`` or a place in the line, and everything written down; a refusal is handed back.

    Two strangers who wait for one another (one form twice, in a run that fills up in the same moment) are told apart by
    PostgreSQL, which ends one of the two; it looks once more, and finds what the other made.
    """
    keys = [who(given, booking.organisation_name) for given in people]
    if stored := _at_once(booking, people, keys, by=by, now=now):
        return stored
    try:
        return _under_lock(_unstored(booking), people, keys, wait_if_full=wait_if_full, by=by, now=now)
    except OperationalError as error:
        if not _is_deadlock(error):
            raise
    return _under_lock(_unstored(booking), people, keys, wait_if_full=wait_if_full, by=by, now=now)


def _unstored(booking: Booking) -> Booking:
    """The order as it was before it was tried to store it."""
    again = copy(booking)
    again.pk, again._state.adding = None, True  # noqa: SLF001  Django's documented way to store a copy
    return again


def _is_deadlock(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlstate", "") == "40P01"


def _at_once(
    booking: Booking, people: Sequence[Given], keys: Sequence[str], *, by: Any, now: datetime
) -> Booking | None:
    """The short way, where seats are free as far as was seen: the run's row is locked last, by the UPDATE that takes them.

    All words are found before the transaction begins. ``None``: not so simple, and nothing was changed.
    """
    run, number = booking.run, len(people)
    if run.free < number or _closed(run, by=by, now=now):
        return None
    booking.state = held(booking)
    seats = seats_for(booking, people, keys, seated=number, now=now)
    mail = draft(booking, "booked", now=now, with_calendar=True, number=number, waiting=0, position=0)
    try:
        with transaction.atomic():
            write(booking, seats, seated=number, by=by, now=now)
            if not _taken_as_seen(booking, keys, now=now):
                transaction.set_rollback(True)
                return None
            hand_in(mail, about=booking, now=now)
    except IntegrityError:
        return None
    except OperationalError as error:
        if _is_deadlock(error):
            return None
        raise
    hand_over(booking, seats)
    return booking


def _taken_as_seen(booking: Booking, keys: Sequence[str], *, now: datetime) -> bool:
    """Take the seats, unless the run is another than was read, somebody comes first, or one of them is in it already."""
    if not take_seats_as_seen(run=booking.run, number=len(keys)):
        return False
    return not reads.before_booking(booking.run, keys, booking.form_key, now, but=booking.pk)


@transaction.atomic
def _under_lock(
    booking: Booking, people: Sequence[Given], keys: Sequence[str], *, wait_if_full: bool, by: Any, now: datetime
) -> Booking | Refusal:
    """The run's row is locked first: what is read of it then still holds when the seats are taken.

    Where holds were overdue, they end with this transaction even if the booking itself is refused, so the refusal is
    handed back and raised after the commit.
    """
    run = booking.run = locked(booking.run_id)
    before = reads.before_booking(run, keys, booking.form_key, now)
    if before.made:
        return Booking.objects.get(pk=before.made)
    if before.overdue or (before.somebody_waits and run.free > 0):
        settle(run, now=now, overdue=before.overdue)
        move_up(run, now=now)  # what was freed, and what the office has just added, belongs to those who wait
        before = reads.before_booking(run, keys, "", now)
        run.refresh_from_db(fields=["taken"])
    try:
        with transaction.atomic():
            _refuse_closed(run, by=by, now=now)
            _refuse_known(people, keys, before.known)
            seated = _take_or_wait(booking, len(people), wait_if_full=wait_if_full)
            return _seat(booking, people, keys, seated=seated, by=by, now=now)
    except Refusal as refusal:
        return refusal


def _seat(
    booking: Booking, people: Sequence[Given], keys: Sequence[str], *, seated: int, by: Any, now: datetime
) -> Booking:
    """Part of ``_under_lock``: ``seated`` seats are taken, the others wait."""
    booking.state = held(booking) if seated else Booking.State.WAITING
    seats = seats_for(booking, people, keys, seated=seated, now=now)
    write(booking, seats, seated=seated, by=by, now=now)
    hand_over(booking, seats)
    waiting = len(people) - seated
    tell(
        booking, "booked" if seated else "waiting", now=now, with_calendar=bool(seated), number=seated or len(people),
        waiting=waiting, position=_before(booking) + 1 if waiting else 0,
    )  # fmt: skip
    return booking


def _closed(run: Run, *, by: Any, now: datetime) -> bool:
    last = run.starts_at if is_office(by) and run.starts_at else run.closes_at  # the office books until it begins
    return bool(why_not_bookable(state=run.state, closes_at=last, now=now))


def _refuse_closed(run: Run, *, by: Any, now: datetime) -> None:
    if _closed(run, by=by, now=now):
        raise BookingClosed


def _refuse_known(people: Sequence[Given], keys: Sequence[str], known: Collection[str]) -> None:
    again = [given for given, key in zip(people, keys, strict=True) if key in known]
    if again or len(set(keys)) < len(keys):
        raise AlreadyBooked(field="people", names=names_of(again or people))


def _take_or_wait(booking: Booking, number: int, *, wait_if_full: bool) -> int:
    """Take the seats, or stand in line; returns how many sit."""
    seated = sits(number, booking.run.free, split=booking.split)
    if seated < number and not wait_if_full:
        raise RunFull(field="wait_if_full", free=booking.run.free)
    if seated:
        take_seats(run_id=booking.run_id, number=seated)
    return seated


def _before(booking: Booking) -> int:
    """How many persons of other bookings stand in line before this one."""
    return Seat.objects.filter(run=booking.run_id, state=Seat.State.WAITING, booking__lt=booking.pk).count()


def names_of(people: Sequence[Given]) -> str:
    return ", ".join(f"{given.given_name} {given.family_name}".strip() for given in people)
