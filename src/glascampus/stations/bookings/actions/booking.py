"""Booking seats, giving them back, correcting names."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django_scopes import get_scope

from glascampus.basics.clock import today
from glascampus.basics.reason import Refusal
from glascampus.basics.tokens import fingerprint
from glascampus.commons.campuses.models import Campus
from glascampus.commons.campuses.reads import link_token
from glascampus.commons.journal.actions import note
from glascampus.commons.people.models import Person
from glascampus.commons.roles.access import demand, is_office
from glascampus.stations.bookings import reads
from glascampus.stations.bookings.access import made_by, may_change_booking
from glascampus.stations.bookings.actions.fees import charge
from glascampus.stations.bookings.actions.letters import tell
from glascampus.stations.bookings.actions.line import locked, move_up, opened, release, settle
from glascampus.stations.bookings.actions.undo import undoable
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.rules import (
    MOST_PEOPLE,
    AlreadyBooked,
    BookingClosed,
    Given,
    NothingOffered,
    TooLate,
    WrongPeople,
    sits,
    who,
)
from glascampus.stations.courses.actions import give_seats_back, take_seats, take_seats_as_seen
from glascampus.stations.courses.models import Run
from glascampus.stations.courses.rules import RunFull, why_not_bookable


def book(
    *, run: Run, kind: str, booker_name: str, booker_email: str, people: Sequence[Given], by: Any, now: datetime,
    organisation_name: str = "", address: str = "", language: str = "de", wait_if_full: bool = False,
    provisional_until: date | None = None, form_key: str = "", terms: str = "", example: bool = False, split: bool = False,
    shown: Sequence[Mapping[str, object]] = (),
    booker_phone: str = "",
) -> Booking:  # fmt: skip
    """Give ``people`` seats of ``run``, all or none; ``provisional_until`` makes it provisional (funding proviso).

    With ``split`` those sit who fit, and the others wait. The same ``form_key`` again (double click, two tabs) gives the
    booking that it made the first time. The seats are at hand in ``booking.seats.all()``, each with its state.

    Raises:
        BookingClosed: ``now`` is past the closing time, or the run is not offered.
        RunFull: fewer seats are free than people and neither ``wait_if_full`` nor ``split`` is set; nothing was changed.
        AlreadyBooked: one of them already sits, waits or is held in this run.
        WrongPeople: nobody, too many, or several where one books alone.
    """
    _refuse_wrong_number(kind, people)
    booking = Booking(
        campus=_campus_of(run), run=run, kind=kind, booker_name=booker_name, booker_email=booker_email.lower(), address=address,
        booker_phone=booker_phone,
        organisation_name=organisation_name, unit_price_cents=run.price_cents, price_cents=run.price_cents * len(people),
        tax_reason=reads.tax_code_on(today(now)), terms=terms, shown=list(shown), language=language, form_key=form_key, provisional_until=provisional_until,
        booked_at=now, example=example, code=secrets.token_hex(8), split=split, made_by=made_by(by),
    )  # fmt: skip
    booking.link = fingerprint(link_token("booking", booking.code))
    try:
        stored = _store(booking, people, wait_if_full=wait_if_full or split, by=by, now=now)
    except IntegrityError:  # the same form for another run at the same moment: the database has the last word
        if known := _made_by(form_key):
            return known
        raise AlreadyBooked(field="people", names=_names(people)) from None
    if isinstance(stored, Refusal):
        raise stored
    return stored


def _made_by(form_key: str) -> Booking | None:
    return Booking.objects.filter(form_key=form_key).first() if form_key else None


def _refuse_wrong_number(kind: str, people: Sequence[Given]) -> None:
    if len(people) > MOST_PEOPLE:
        raise WrongPeople("too_many_people", field="people", most=MOST_PEOPLE)
    if not people or (kind != Booking.Kind.COMPANY and len(people) > 1):
        raise WrongPeople("one_person_only", field="people")


@transaction.atomic
def _store(
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


def _campus_of(run: Run) -> Campus:
    """The campus in scope is at hand; another one is looked up."""
    campus = get_scope().get("campus")
    return campus if isinstance(campus, Campus) and campus.pk == run.campus_id else run.campus


def _refuse_closed(run: Run, *, by: Any, now: datetime) -> None:
    last = run.starts_at if is_office(by) and run.starts_at else run.closes_at  # the office books until it begins
    if why_not_bookable(state=run.state, closes_at=last, now=now):
        raise BookingClosed


def _refuse_known(people: Sequence[Given], keys: Sequence[str], known: Collection[str]) -> None:
    again = [given for given, key in zip(people, keys, strict=True) if key in known]
    if again or len(set(keys)) < len(keys):
        raise AlreadyBooked(field="people", names=_names(again or people))


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


def _names(people: Sequence[Given]) -> str:
    return ", ".join(f"{given.given_name} {given.family_name}".strip() for given in people)


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
        raise AlreadyBooked(names=_names([given]))
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
    if not _bind(booking, by=by, now=now):
        raise NothingOffered
    return booking


@transaction.atomic
def _bind(booking: Booking, *, by: Any, now: datetime) -> bool:
    """Whether it is firm now. A refusal is said after the commit: holds that were overdue stay ended."""
    run = opened(booking, now=now)
    firm = _make_firm(booking, by=by, now=now)
    move_up(run, now=now)
    return firm


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
