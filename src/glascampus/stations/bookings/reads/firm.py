"""What firms see of what is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce, ExtractYear

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.commons.organisations.reads import organisations_of
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.courses.models import Run


@dataclass(frozen=True, slots=True)
class Year:
    """What a firm's bookings of a calendar year cost: firm and provisional seats of runs that begin in it."""

    year: int
    cents: int
    bookings: int


@dataclass(slots=True)
class Sent:
    """Somebody a firm sends: the next date, how many are booked, how many were held. One person, however often booked."""

    name: str
    next: Seat | None = None
    coming: int = 0
    held: int = 0


def firm_bookings_seen_by(user: Any) -> QuerySet[Booking]:
    """Bookings joined to an organisation for which ``user`` acts; a name typed into a booking opens nothing."""
    bookings = Booking.objects.select_related("run__course", "run__site")
    return bookings.filter(organisation__in=organisations_of(user))


def firm_seats_seen_by(user: Any) -> QuerySet[Seat]:
    """Everybody in these bookings, but not who was erased."""
    seats = Seat.objects.select_related("person", "booking", "run__course", "run__site")
    return seats.filter(booking__organisation__in=organisations_of(user), person__erased_at=None)


def cost_by_year(bookings: QuerySet[Booking]) -> list[Year]:
    """What bookings cost, newest year first; the year is that of the run's beginning in campus time. One query."""
    year = ExtractYear(Coalesce("run__starts_at", "booked_at"), tzinfo=CAMPUS_ZONE)
    costs = bookings.filter(state__in=[Booking.State.BINDING, Booking.State.PROVISIONAL]).order_by()
    rows = costs.annotate(year=year).values("year").annotate(cents=Sum("price_cents"), n=Count("pk")).order_by("-year")
    return [Year(row["year"], row["cents"], row["n"]) for row in rows]


def sent_by(seats: QuerySet[Seat], now: datetime) -> list[Sent]:
    """The people in some seats, each once, those with the next date first; one query."""
    found: dict[str, Sent] = {}
    for seat in seats.filter(state=Seat.State.SEATED).order_by("run__starts_at", "pk"):
        sent = found.setdefault(seat.who, Sent(seat.person.name))
        starts, ends = seat.run.starts_at, seat.run.ends_at
        if seat.run.state != Run.State.CANCELLED and starts and ends:
            sent.coming, sent.held = sent.coming + (ends > now), sent.held + (ends <= now)
            sent.next = sent.next or (seat if ends > now else None)
    return sorted(found.values(), key=lambda sent: _soonest(sent, now))


def _soonest(sent: Sent, now: datetime) -> tuple[bool, datetime, str]:
    starts = sent.next.run.starts_at if sent.next else None
    return starts is None, starts or now, sent.name
