"""Booking seats, giving them back, correcting names."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from glascampus.basics.tokens import fingerprint
from glascampus.commons.campuses.reads import link_token
from glascampus.commons.journal.actions import note
from glascampus.commons.people.models import Person
from glascampus.commons.roles.access import demand, is_office
from glascampus.stations.bookings.access import may_change_booking
from glascampus.stations.bookings.actions.letters import tell
from glascampus.stations.bookings.actions.line import locked, move_up
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.rules import (
    MOST_PEOPLE,
    AlreadyBooked,
    BookingClosed,
    Given,
    NothingOffered,
    TooLate,
    WrongPeople,
    who,
)
from glascampus.stations.courses.actions import give_seats_back, take_seats
from glascampus.stations.courses.models import Run
from glascampus.stations.courses.rules import RunFull, why_not_bookable

TAX_REASON = "ustg_4_21"


def book(
    *, run: Run, kind: str, booker_name: str, booker_email: str, people: Sequence[Given], by: Any, now: datetime,
    organisation_name: str = "", address: str = "", language: str = "de", wait_if_full: bool = False,
    provisional_until: date | None = None, form_key: str = "", terms: str = "", example: bool = False,
) -> Booking:  # fmt: skip
    """Give ``people`` seats of ``run``, all or none; ``provisional_until`` makes it provisional (funding proviso).

    The same ``form_key`` again (double click, two tabs) gives the booking that it made the first time.

    Raises:
        BookingClosed: ``now`` is past the closing time, or the run is not offered.
        RunFull: fewer seats are free than people and ``wait_if_full`` is not set; nothing was changed.
        AlreadyBooked: one of them already sits, waits or is held in this run.
        WrongPeople: nobody, too many, or several where one books alone.
    """
    if known := _made_by(form_key):
        return known
    _refuse_wrong_number(kind, people)
    booking = Booking(
        campus=run.campus, run=run, kind=kind, booker_name=booker_name, booker_email=booker_email.lower(), address=address,
        organisation_name=organisation_name, unit_price_cents=run.price_cents, price_cents=run.price_cents * len(people),
        tax_reason=TAX_REASON, terms=terms, language=language, form_key=form_key, provisional_until=provisional_until,
        booked_at=now, example=example, code=secrets.token_hex(8),
    )  # fmt: skip
    booking.link = fingerprint(link_token("booking", booking.code))
    try:
        return _store(booking, people, wait_if_full=wait_if_full, by=by, now=now)
    except IntegrityError:  # somebody was faster: the same form, or the same person
        if known := _made_by(form_key):
            return known
        raise AlreadyBooked(field="people", names=_names(people)) from None


def _made_by(form_key: str) -> Booking | None:
    return Booking.objects.filter(form_key=form_key).first() if form_key else None


def _refuse_wrong_number(kind: str, people: Sequence[Given]) -> None:
    if len(people) > MOST_PEOPLE:
        raise WrongPeople("too_many_people", field="people", most=MOST_PEOPLE)
    if not people or (kind != Booking.Kind.COMPANY and len(people) > 1):
        raise WrongPeople("one_person_only", field="people")


@transaction.atomic
def _store(booking: Booking, people: Sequence[Given], *, wait_if_full: bool, by: Any, now: datetime) -> Booking:
    """The run's row is locked first: what is read of it then still holds when the seats are taken."""
    run = booking.run = locked(booking.run_id)
    last = run.starts_at if is_office(by) and run.starts_at else run.closes_at  # the office books until it begins
    if why_not_bookable(state=run.state, closes_at=last, now=now):
        raise BookingClosed
    keys = [who(given, booking.organisation_name) for given in people]
    _refuse_known(run, people, keys)
    seat_state = _take_or_wait(booking, len(people), wait_if_full=wait_if_full)
    booking.save()
    persons = Person.objects.bulk_create(
        Person(
            campus_id=run.campus_id, given_name=given.given_name, family_name=given.family_name, email=given.email.lower(),
            organisation_name=booking.organisation_name, example=booking.example,
        )
        for given in people
    )  # fmt: skip
    Seat.objects.bulk_create(
        Seat(
            campus_id=run.campus_id, booking=booking, run=run, person=person, who=key, state=seat_state, changed_at=now
        )
        for person, key in zip(persons, keys, strict=True)
    )
    note(by=by, deed=f"bookings.{booking.state}", thing=booking, now=now, run=run.pk, people=len(people))
    letter = "waiting" if booking.state == Booking.State.WAITING else "booked"
    tell(booking, letter, now=now, with_calendar=letter == "booked", number=len(people), position=_before(booking) + 1)
    return booking


def _refuse_known(run: Run, people: Sequence[Given], keys: Sequence[str]) -> None:
    there = set(
        Seat.objects.filter(run=run, who__in=keys).exclude(state=Seat.State.CANCELLED).values_list("who", flat=True)
    )
    again = [given for given, key in zip(people, keys, strict=True) if key in there]
    if again or len(set(keys)) < len(keys):
        raise AlreadyBooked(field="people", names=_names(again or people))


def _take_or_wait(booking: Booking, number: int, *, wait_if_full: bool) -> str:
    """Take the seats, or stand in line, and set the booking's state."""
    try:
        take_seats(run_id=booking.run_id, number=number)
    except RunFull as full:
        if not wait_if_full:
            raise RunFull(field="wait_if_full", free=full.reason.numbers["free"]) from None
        booking.state = Booking.State.WAITING
        return Seat.State.WAITING
    booking.state = Booking.State.PROVISIONAL if booking.provisional_until else Booking.State.BINDING
    return Seat.State.SEATED


def _before(booking: Booking) -> int:
    """How many persons stand in line before a booking that waits."""
    if booking.state != Booking.State.WAITING:
        return 0
    return Seat.objects.filter(run=booking.run_id, state=Seat.State.WAITING, booking__lt=booking.pk).count()


def _names(people: Sequence[Given]) -> str:
    return ", ".join(f"{given.given_name} {given.family_name}".strip() for given in people)


def cancel_booking(*, booking: Booking, by: Any, now: datetime) -> Booking:
    """Cancel everybody in a booking; cancelling again changes nothing."""
    return cancel_seats(booking=booking, seats=None, by=by, now=now)


@transaction.atomic
def cancel_seats(*, booking: Booking, seats: Sequence[int] | None, by: Any, now: datetime) -> Booking:
    """Cancel some (by id) or all seats; freed seats are offered to the first who fit, in the same transaction.

    Raises:
        NotAllowed: neither the office nor the holder of the link.
        TooLate: the run has begun (the office still may).
    """
    demand(may_change_booking(by, booking))
    run = locked(booking.run_id)
    booking.refresh_from_db()
    booking.run = run
    if not is_office(by):
        _refuse_late(run, now)
    active = [s for s in booking.seats.exclude(state=Seat.State.CANCELLED) if seats is None or s.pk in seats]
    if not active:
        return booking
    release(booking, active, now=now)
    tell(
        booking,
        "cancelled",
        now=now,
        with_calendar=booking.state == Booking.State.CANCELLED,
        cancelled=True,
        left=len(active),
    )
    offered = move_up(run, now=now)
    note(by=by, deed="bookings.cancelled", thing=booking, now=now, seats=[s.pk for s in active], offered=offered)
    return booking


def release(booking: Booking, seats: Sequence[Seat], *, now: datetime) -> None:
    """Part of a deed: cancel seats, give back those that were taken, and let price and state of the booking follow."""
    taken = sum(seat.state in {Seat.State.SEATED, Seat.State.OFFERED} for seat in seats)
    Seat.objects.filter(pk__in=[seat.pk for seat in seats]).update(
        state=Seat.State.CANCELLED, until=None, changed_at=now
    )
    give_seats_back(run_id=booking.run_id, number=taken)
    left = booking.seats.exclude(state=Seat.State.CANCELLED).count()
    booking.price_cents = booking.unit_price_cents * left
    if not left:
        booking.state, booking.cancelled_at = Booking.State.CANCELLED, now
    booking.save()


@transaction.atomic
def change_names(*, booking: Booking, seat: Seat, given: Given, by: Any, now: datetime) -> Seat:
    """Correct or replace the person in a seat.

    Raises:
        NotAllowed: neither the office nor the holder of the link.
        AlreadyBooked: the new person has a seat in this run.
        TooLate: the run has begun (the office still may).
    """
    demand(may_change_booking(by, booking) and seat.booking_id == booking.pk)
    run = locked(booking.run_id)
    if not is_office(by):
        _refuse_late(run, now)
    key = who(given, booking.organisation_name)
    if Seat.objects.filter(run=run, who=key).exclude(pk=seat.pk).exclude(state=Seat.State.CANCELLED).exists():
        raise AlreadyBooked(names=_names([given]))
    person = seat.person
    person.given_name, person.family_name, person.email = given.given_name, given.family_name, given.email.lower()
    person.save()
    seat.who, seat.changed_at = key, now
    seat.save()
    note(by=by, deed="bookings.names_changed", thing=booking, now=now, seat=seat.pk)
    tell(booking, "names_changed", now=now, seat=seat)
    return seat


@transaction.atomic
def make_binding(*, booking: Booking, by: Any, now: datetime) -> Booking:
    """A provisional booking becomes firm; doing it again changes nothing.

    Raises:
        NotAllowed: neither the office nor the holder of the link.
        NothingOffered: it has ended.
    """
    demand(may_change_booking(by, booking))
    run = locked(booking.run_id)
    booking.refresh_from_db()
    booking.run = run
    if booking.state == Booking.State.BINDING:
        return booking
    if booking.state != Booking.State.PROVISIONAL:
        raise NothingOffered
    booking.state, booking.provisional_until = Booking.State.BINDING, None
    booking.save()
    note(by=by, deed="bookings.made_binding", thing=booking, now=now)
    number = booking.seats.exclude(state=Seat.State.CANCELLED).count()
    tell(booking, "booked", now=now, with_calendar=True, number=number)
    return booking


def _refuse_late(run: Run, now: datetime) -> None:
    if run.starts_at and now >= run.starts_at:
        raise TooLate
