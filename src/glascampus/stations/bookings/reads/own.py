"""What people see of their own after signing in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When

from glascampus.commons.organisations.reads import organisations_of
from glascampus.commons.people.reads import mailbox_of
from glascampus.commons.roles.access import is_office
from glascampus.stations.bookings.models import Booking, LineEvent, Seat
from glascampus.stations.bookings.reads.bookings import booking_by_token, with_seats
from glascampus.stations.bookings.reads.line import Happened, happened

TURNS_TOLD = 3


@dataclass(frozen=True, slots=True)
class Own:
    """A booking as somebody sees it who made it or sits in it. Who only sits in it sees nobody else and may not open it."""

    booking: Booking
    seats: tuple[Any, ...]
    opens: bool

    @property
    def offered_until(self) -> datetime | None:
        """Until when the offered seats are kept for whoever booked."""
        return next((seat.until for seat in self.seats if seat.state == Seat.State.OFFERED), None)


def bookings_opened_by(user: Any) -> QuerySet[Booking]:
    """Bookings that may be opened without their private link: the office all, others what they or their firm booked."""
    bookings = Booking.objects.select_related("run__course", "run__site", "run__room")
    if is_office(user):
        return bookings
    made = Q(booker_email__iexact=mail) if (mail := mailbox_of(user)) else Q(pk__in=[])
    return bookings.filter(made | Q(organisation__in=organisations_of(user)))


def booking_opened_by(user: Any, key: str) -> Booking | None:
    """The booking behind a private link; for those whose it is (see ``bookings_opened_by``) its code does the same."""
    found = booking_by_token(key)
    if found is None and mailbox_of(user):
        found = with_seats(bookings_opened_by(user)).filter(code=key).first()
    return found


def own_bookings_seen_by(user: Any) -> QuerySet[Booking]:
    """Bookings that somebody made, or in which somebody has a seat, by the mailbox they have proven."""
    mail = mailbox_of(user)
    if not mail:
        return Booking.objects.none()
    sits = Seat.objects.filter(person__email__iexact=mail).values("booking")
    bookings = Booking.objects.select_related("run__course", "run__site")
    return bookings.filter(Q(booker_email__iexact=mail) | Q(pk__in=sits))


def coming_first(bookings: QuerySet[Booking], now: datetime) -> QuerySet[Booking]:
    """Runs to come in the order of their beginning, then those that are over, newest first."""
    soon = Case(When(run__ends_at__gt=now, then="run__starts_at"))
    return bookings.order_by(soon.asc(nulls_last=True), F("run__starts_at").desc(nulls_last=True), "-pk")


def with_own_seats(bookings: Iterable[Booking], user: Any) -> list[Own]:
    """The same with the seats that are ``user``'s to see, each with its ``position`` in line (None: does not wait); one query."""
    mail, found = mailbox_of(user), list(bookings)
    seats: dict[int, list[Seat]] = {booking.pk: [] for booking in found}
    for seat in _with_position(Seat.objects.filter(booking__in=found)).select_related("person").order_by("pk"):
        seats[seat.booking_id].append(seat)
    return [_own(booking, seats[booking.pk], mail) for booking in found]


def own_turns(bookings: Iterable[Booking]) -> dict[int, list[Happened]]:
    """What became of each booking's turns in the waiting line, oldest first, the newest few; one query for all."""
    known = {booking.pk: booking for booking in bookings}
    found: dict[int, list[Happened]] = {pk: [] for pk in known}
    for event in LineEvent.objects.filter(booking__in=list(known)).order_by("pk"):
        found[event.booking_id].append(happened(event, known[event.booking_id]))
    return {pk: told[-TURNS_TOLD:] for pk, told in found.items()}


def _own(booking: Booking, seats: list[Seat], mail: str) -> Own:
    opens = booking.booker_email.lower() == mail
    return Own(booking, tuple(seat for seat in seats if opens or seat.person.email.lower() == mail), opens)


def _with_position(seats: QuerySet[Seat]) -> QuerySet[Any]:
    line = Seat.objects.filter(run=OuterRef("run"), state=Seat.State.WAITING, pk__lte=OuterRef("pk")).order_by()
    place = Subquery(line.values("run").annotate(n=Count("pk")).values("n"))
    return seats.annotate(position=Case(When(state=Seat.State.WAITING, then=place)))


def own_seats_seen_by(user: Any) -> QuerySet[Seat]:
    """Seats in which somebody sits in person: by the mailbox, or booked alone with it where none was typed for the person."""
    mail = mailbox_of(user)
    alone = ~Q(booking__kind=Booking.Kind.COMPANY) & Q(booking__booker_email__iexact=mail, person__email="")
    seats = Seat.objects.select_related("booking").filter(state=Seat.State.SEATED)
    return seats.filter(Q(person__email__iexact=mail) | alone) if mail else seats.none()
