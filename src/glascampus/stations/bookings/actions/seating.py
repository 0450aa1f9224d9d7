"""Part of ``book``: the run is locked, the seats are taken or the line is joined, and everything is written down."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.basics.reason import Refusal
from glascampus.commons.journal.actions import note
from glascampus.commons.people.models import Person
from glascampus.commons.roles.access import is_office
from glascampus.stations.bookings import reads
from glascampus.stations.bookings.actions.letters import tell
from glascampus.stations.bookings.actions.line import locked, move_up, settle
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.rules import AlreadyBooked, BookingClosed, Given, sits, who
from glascampus.stations.courses.actions import give_seats_back, take_seats, take_seats_as_seen
from glascampus.stations.courses.models import Run
from glascampus.stations.courses.rules import RunFull, why_not_bookable


@transaction.atomic
def store(
    booking: Booking, people: Sequence[Given], *, wait_if_full: bool, by: Any, now: datetime
) -> Booking | Refusal:
    """The run's row is locked first: what is read of it then still holds when the seats are taken.

    Where holds were overdue, they end with this transaction even if the booking itself is refused, so the refusal is
    handed back and raised after the commit.
    """
    number, keys = len(people), [who(given, booking.organisation_name) for given in people]
    if take_seats_as_seen(
        run=booking.run, number=number
    ):  # the short way: one statement locks the row and takes the seats
        before = reads.before_booking(booking.run, keys, booking.form_key, now)
        if not (before.made or before.overdue or before.somebody_waits):
            return _seat(booking, people, keys, known=before.known, seated=number, by=by, now=now)
        give_seats_back(run_id=booking.run_id, number=number)
    run = booking.run = locked(booking.run_id)
    before = reads.before_booking(run, keys, booking.form_key, now)
    if before.made:
        return Booking.objects.get(pk=before.made)
    if not before.overdue and not (before.somebody_waits and run.free > 0):
        _refuse_closed(run, by=by, now=now)
        _refuse_known(people, keys, before.known)
        seated = _take_or_wait(booking, number, wait_if_full=wait_if_full)
        return _seat(booking, people, keys, known=before.known, seated=seated, by=by, now=now)
    settle(run, now=now, overdue=before.overdue)
    move_up(run, now=now)  # what was freed, and what the office has just added, belongs to those who wait
    known = reads.before_booking(run, keys, "", now).known
    try:
        with transaction.atomic():
            _refuse_closed(run, by=by, now=now)
            _refuse_known(people, keys, known)
            run.refresh_from_db(fields=["taken"])
            seated = _take_or_wait(booking, number, wait_if_full=wait_if_full)
            return _seat(booking, people, keys, known=known, seated=seated, by=by, now=now)
    except Refusal as refusal:
        return refusal


def _seat(
    booking: Booking, people: Sequence[Given], keys: Sequence[str], *, known: Collection[str], seated: int, by: Any,
    now: datetime,
) -> Booking:  # fmt: skip
    """Part of ``book``: the run's row is locked, ``seated`` seats are taken; who may not have them is refused here."""
    run = booking.run
    _refuse_closed(run, by=by, now=now)
    _refuse_known(people, keys, known)
    held = Booking.State.PROVISIONAL if booking.provisional_until else Booking.State.BINDING
    booking.state = held if seated else Booking.State.WAITING
    booking.save(force_insert=True)
    persons = Person.objects.bulk_create(
        Person(
            campus_id=run.campus_id, given_name=given.given_name, family_name=given.family_name, email=given.email.lower(),
            external_id=given.external_id, organisation_name=booking.organisation_name, example=booking.example,
        )
        for given in people
    )  # fmt: skip
    seats = Seat.objects.bulk_create(
        Seat(
            campus_id=run.campus_id, booking=booking, run=run, person=person, who=key, changed_at=now,
            state=Seat.State.SEATED if number < seated else Seat.State.WAITING,
        )
        for number, (person, key) in enumerate(zip(persons, keys, strict=True))
    )  # fmt: skip
    hand_over(booking, seats)
    note(by=by, deed=f"bookings.{booking.state}", thing=booking, now=now, run=run.pk, people=len(people), seated=seated)
    letter = "booked" if seated else "waiting"
    waiting = len(people) - seated
    tell(
        booking, letter, now=now, with_calendar=bool(seated), number=seated or len(people), waiting=waiting,
        position=_before(booking) + 1 if waiting else 0,
    )  # fmt: skip
    return booking


def hand_over(booking: Booking, seats: Sequence[Seat]) -> None:
    """Let ``booking.seats.all()`` answer without asking the database again, as after ``prefetch_related``."""
    found = booking.seats.all()
    found._result_cache = list(seats)  # noqa: SLF001  Django has no public way
    booking._prefetched_objects_cache = {"seats": found}  # type: ignore[attr-defined]  # noqa: SLF001


def _refuse_closed(run: Run, *, by: Any, now: datetime) -> None:
    last = run.starts_at if is_office(by) and run.starts_at else run.closes_at  # the office books until it begins
    if why_not_bookable(state=run.state, closes_at=last, now=now):
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
