"""Bookings by who may see them, by their private link, by what was typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from glascampus.basics.tokens import fingerprint
from glascampus.commons.campuses.reads import link_token
from glascampus.commons.desk.reads import holding
from glascampus.commons.desk.rules import MOST_WORDS
from glascampus.commons.roles.access import is_office
from glascampus.commons.roll.reads import unused
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.courses.models import Run, Session


def bookings_seen_by(user: Any) -> QuerySet[Booking]:
    """The office sees all; everyone else uses the private link of a booking."""
    bookings = Booking.objects.select_related("run__course", "run__site")
    return bookings if is_office(user) else bookings.none()


def told_of(run: Run) -> QuerySet[Booking]:
    """Bookings of a run that still stand, whose bookers are told what happens."""
    return Booking.objects.filter(run=run).exclude(state=Booking.State.CANCELLED).order_by("pk")


def with_seats(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    """The same with people at hand."""
    return bookings.prefetch_related(Prefetch("seats", Seat.objects.select_related("person").order_by("pk")))


class SearchedSeat(NamedTuple):
    """What the office's search knows of a seat."""

    code: str
    booking_erased_at: datetime | None
    booker_name: str
    booker_email: str
    firm: str
    run_code: str
    title_de: str
    title_en: str
    given_name: str
    family_name: str
    email: str
    erased_at: datetime | None

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}".strip()


def searched_seats(user: Any, most: int) -> Iterator[SearchedSeat]:
    """The newest seats with booking and person, those of a booking together; one lean query: thousands are read after each deed."""
    rows = Seat.objects.filter(booking__in=bookings_seen_by(user).order_by().values("pk")).order_by("-booking", "pk")
    fields = ("booking__code", "booking__erased_at", "booking__booker_name", "booking__booker_email", "booking__organisation_name",
              "run__code", "run__course__title_de", "run__course__title_en", "person__given_name", "person__family_name",
              "person__email", "person__erased_at")  # fmt: skip
    return map(SearchedSeat._make, rows.values_list(*fields)[:most])


def booking_by_token(token: str) -> Booking | None:
    """The booking a private link opens."""
    bookings = Booking.objects.select_related("run__course", "run__site", "run__room")
    return with_seats(bookings).filter(link=fingerprint(token)).first()


def token_of(booking: Booking) -> str:
    """The booking's private link, made again."""
    return link_token("booking", booking.code)


SESSIONS = "SELECT * FROM courses_session WHERE run_id = %s ORDER BY starts_at, id"  # in every mail; see BEFORE_BOOKING


def sessions_of(booking: Booking) -> list[Session]:
    """The meetings that were booked."""
    return list(Session.objects.raw(SESSIONS, [booking.run_id]))


def found_bookings(bookings: QuerySet[Booking], *, state: str = "", words: str = "") -> QuerySet[Booking]:
    """Those in one state (of the booking, or ``offered``) that bear all ``words`` in course, run, code or a person's name."""
    if state == Seat.State.OFFERED:
        bookings = bookings.filter(pk__in=Seat.objects.filter(state=state).values("booking"))
    elif state in Booking.State.values:
        bookings = bookings.filter(state=state)
    for word in words.replace("\0", " ").split()[:6]:
        person = Q(person__given_name__icontains=word) | Q(person__family_name__icontains=word)
        bookings = bookings.filter(
            Q(run__course__title_de__icontains=word)
            | Q(run__course__title_en__icontains=word)
            | Q(run__code__icontains=word)
            | Q(code__icontains=word)
            | Q(pk__in=Seat.objects.filter(person).values("booking"))
        )
    return bookings


def office_bookings(user: Any) -> QuerySet[Booking]:
    """Bookings for the office's list: people at hand, and how many of them were not cancelled.

    Counted booking by booking, since a join would group all bookings there ever were to show fifty of them.
    """
    standing = Count("seats", filter=~Q(seats__state=Seat.State.CANCELLED))
    own = Booking.objects.filter(pk=OuterRef("pk")).order_by().values("pk").annotate(n=standing)
    return with_seats(bookings_seen_by(user)).annotate(person_count=Subquery(own.values("n")))


def bookings_in_state(rows: QuerySet[Booking], state: str) -> QuerySet[Booking]:
    """Bookings in one state."""
    return rows.filter(state=state)


def bookings_by_kind(rows: QuerySet[Booking], kind: str) -> QuerySet[Booking]:
    """Bookings of companies, or of people for themselves."""
    return rows.filter(kind=kind)


def find_bookings(rows: QuerySet[Booking], words: str) -> QuerySet[Booking]:
    """Bookings whose course, run, code, booker, firm or one of whose people bears each of the words."""
    people = Seat.objects.order_by().values("booking")
    names = ("person__given_name", "person__family_name", "person__email")
    own = (
        "run__course__title_de",
        "run__course__title_en",
        "run__code",
        "code",
        "booker_name",
        "booker_email",
        "organisation_name",
    )
    for word in words.split()[:MOST_WORDS]:
        seated = people.filter(pk__in=holding(Seat.objects.all(), word, *names).values("pk"))
        rows = rows.filter(Q(pk__in=holding(Booking.objects.all(), word, *own).values("pk")) | Q(pk__in=seated))
    return rows


def has_booked(email: str) -> bool:
    """Whether an order came from this mailbox."""
    return Booking.objects.filter(booker_email__iexact=email).exists()


def past_bookings(before: datetime) -> QuerySet[Booking]:
    """Bookings whose run ended before a moment: those that can go, and those that still hold words of the booker."""
    over = Booking.objects.annotate(over_at=Coalesce("run__ends_at", "booked_at")).filter(over_at__lt=before)
    held = Seat.objects.exclude(pk__in=unused(Seat.objects.all()).values("pk")).values("booking")
    return over.filter(Q(erased_at=None) | ~Q(pk__in=held))
