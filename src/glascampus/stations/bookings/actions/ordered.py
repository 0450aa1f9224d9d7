"""Part of ``book``: an order as rows, its seats and people and the line in the journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from glascampus.commons.journal.actions import note
from glascampus.commons.people.models import Person
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.rules import Given


def held(booking: Booking) -> str:
    """What a booking is that has a seat."""
    return Booking.State.PROVISIONAL if booking.provisional_until else Booking.State.BINDING


def seats_for(
    booking: Booking, people: Sequence[Given], keys: Sequence[str], *, seated: int, now: datetime
) -> list[Seat]:
    """A seat and a person for each of ``people``, not stored: the first ``seated`` sit, the others wait."""
    campus = booking.campus_id
    persons = [
        Person(
            campus_id=campus, given_name=given.given_name, family_name=given.family_name, email=given.email.lower(),
            external_id=given.external_id, organisation_name=booking.organisation_name, example=booking.example,
        )
        for given in people
    ]  # fmt: skip
    return [
        Seat(
            campus_id=campus, booking=booking, run=booking.run, person=person, who=key, changed_at=now,
            state=Seat.State.SEATED if number < seated else Seat.State.WAITING,
        )
        for number, (person, key) in enumerate(zip(persons, keys, strict=True))
    ]  # fmt: skip


def write(booking: Booking, seats: Sequence[Seat], *, seated: int, by: Any, now: datetime) -> None:
    """Store an order with its people, and the line in the journal."""
    booking.save(force_insert=True)
    Person.objects.bulk_create(seat.person for seat in seats)
    Seat.objects.bulk_create(seats)
    deed = f"bookings.{booking.state}"
    note(by=by, deed=deed, thing=booking, now=now, run=booking.run_id, people=len(seats), seated=seated)


def hand_over(booking: Booking, seats: Sequence[Seat]) -> None:
    """Let ``booking.seats.all()`` answer without asking the database again, as after ``prefetch_related``."""
    found = booking.seats.all()
    found._result_cache = list(seats)  # noqa: SLF001  Django has no public way
    booking._prefetched_objects_cache = {"seats": found}  # type: ignore[attr-defined]  # noqa: SLF001
