"""Who sits, who is held, how far a run is, and the totals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.rules import LadderCounts, Way
from glascampus.stations.courses.models import Run

TAKEN = [Seat.State.SEATED, Seat.State.OFFERED]

SITS = [Booking.State.BINDING, Booking.State.PROVISIONAL]

FIRM = Q(state="seated", booking__state="binding")

HELD = Q(state="offered") | Q(state="seated", booking__state="provisional")


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


def people_in(run: Run, keys: Iterable[str]) -> frozenset[str]:
    """Which of some people (see ``rules.who``) sit, wait or are held in a run."""
    found = Seat.objects.filter(run=run, who__in=list(keys)).exclude(state=Seat.State.CANCELLED)
    return frozenset(found.values_list("who", flat=True))


def all_seats_of(run: Run) -> QuerySet[Seat]:
    """Everybody who ever stood in a run's list, for the office."""
    return Seat.objects.filter(run=run).select_related("person", "booking").order_by("pk")


def figures(now: datetime) -> dict[str, int]:
    """Persons with a seat, ever and in runs to come."""
    seated = Seat.objects.filter(state=Seat.State.SEATED)
    return {"booked": seated.count(), "coming": seated.filter(run__starts_at__gt=now).count()}
