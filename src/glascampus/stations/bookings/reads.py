"""Bookings and seats as pages and later stations need them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet

from glascampus.basics.tokens import fingerprint
from glascampus.commons.campuses.reads import link_token
from glascampus.commons.roles.access import is_office
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.rules import LadderCounts, Way
from glascampus.stations.courses.models import Run, Session

TAKEN = [Seat.State.SEATED, Seat.State.OFFERED]
FIRM = Q(state="seated", booking__state="binding")
HELD = Q(state="offered") | Q(state="seated", booking__state="provisional")


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


def booking_by_token(token: str) -> Booking | None:
    """The booking a private link opens."""
    bookings = Booking.objects.select_related("run__course", "run__site", "run__room")
    return with_seats(bookings).filter(link=fingerprint(token)).first()


def token_of(booking: Booking) -> str:
    """The booking's private link, made again."""
    return link_token("booking", booking.code)


def sessions_of(booking: Booking) -> list[Session]:
    """The meetings that were booked."""
    return list(Session.objects.filter(run=booking.run_id).order_by("starts_at"))


def ways(run_ids: Iterable[int]) -> dict[int, Way]:
    """How far each run is from its minimum; one query."""
    rows = (
        Seat.objects.filter(run__in=list(run_ids))
        .order_by()
        .values("run", "run__minimum")
        .annotate(firm=Count("pk", FIRM), held=Count("pk", HELD), waits=Count("pk", Q(state="waiting")))
    )
    return {row["run"]: Way(row["firm"], row["held"], row["waits"], row["run__minimum"]) for row in rows}


def way_of(run: Run) -> Way:
    """How far one run is, also when nobody has booked."""
    return ways([run.pk]).get(run.pk, Way(minimum=run.minimum))


def ladder_of(course_ids: Iterable[int]) -> LadderCounts:
    """Upper rungs of demand for some courses, in persons: held; firmly seated; of these in a run that takes place."""
    found = Seat.objects.filter(run__course__in=list(course_ids)).aggregate(
        reserved=Count("pk", HELD),
        confirmed=Count("pk", FIRM),
        booked=Count("pk", FIRM & Q(run__state__in=["confirmed", "done"])),
    )
    return LadderCounts(found["reserved"], found["confirmed"], found["booked"])


def seats_of(run: Run) -> QuerySet[Seat]:
    """Persons who have a seat in a run, by name."""
    seats = Seat.objects.filter(run=run, state=Seat.State.SEATED).select_related("person", "booking")
    return seats.order_by("person__family_name", "person__given_name", "pk")


def all_seats_of(run: Run) -> QuerySet[Seat]:
    """Everybody who ever stood in a run's list, for the office."""
    return Seat.objects.filter(run=run).select_related("person", "booking").order_by("pk")


def position(seat: Seat) -> int:
    """How many persons stand before this one in line, plus one."""
    return Seat.objects.filter(run=seat.run_id, state=Seat.State.WAITING, pk__lt=seat.pk).count() + 1


def positions(booking: Booking) -> dict[int, int]:
    """Where each waiting person of a booking stands in line, by seat; one query."""
    line = Seat.objects.filter(run=booking.run_id, state=Seat.State.WAITING).order_by("pk").values_list("pk", "booking")
    return {seat: place for place, (seat, whose) in enumerate(line, 1) if whose == booking.pk}


def waiting_count(run: Run) -> int:
    """How many persons wait."""
    return Seat.objects.filter(run=run, state=Seat.State.WAITING).count()


def waiting_groups(run: Run) -> list[tuple[int, int]]:
    """(booking id, persons) in the order of waiting."""
    rows = Seat.objects.filter(run=run, state=Seat.State.WAITING).order_by("booking").values("booking")
    return [(row["booking"], row["size"]) for row in rows.annotate(size=Count("pk"))]


def expired_offers(now: datetime) -> QuerySet[Booking]:
    """Bookings with an offer whose time is over."""
    return Booking.objects.filter(seats__state=Seat.State.OFFERED, seats__until__lte=now).distinct()


def runs_with_room_and_line(now: datetime) -> list[int]:
    """Runs to come where seats are free and somebody waits."""
    waiting = Seat.objects.filter(state=Seat.State.WAITING).values("run")
    states = [Run.State.OPEN, Run.State.CONFIRMED]
    runs = Run.objects.filter(state__in=states, taken__lt=F("capacity"), starts_at__gt=now, pk__in=waiting)
    return list(runs.values_list("pk", flat=True))


def runs_to_decide(now: datetime) -> QuerySet[Run]:
    """Open runs to come, for the board."""
    return Run.objects.select_related("course").filter(state=Run.State.OPEN, starts_at__gt=now, decide_on__isnull=False)


def figures(now: datetime) -> dict[str, int]:
    """Persons with a seat, ever and in runs to come."""
    seated = Seat.objects.filter(state=Seat.State.SEATED)
    return {"booked": seated.count(), "coming": seated.filter(run__starts_at__gt=now).count()}


def recount() -> list[tuple[Run, int]]:
    """Runs whose number of taken seats is not what their seats add up to."""
    counted = dict(Seat.objects.filter(state__in=TAKEN).order_by().values_list("run").annotate(n=Count("pk")))
    return [(run, counted.get(run.pk, 0)) for run in Run.objects.all() if run.taken != counted.get(run.pk, 0)]


def strayed_seats() -> QuerySet[Seat]:
    """Seats that say another run than their booking."""
    return Seat.objects.exclude(run=F("booking__run"))
