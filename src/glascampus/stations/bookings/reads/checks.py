"""What ``verify`` counts again."""

from __future__ import annotations

from django.db.models import Count, F, Q, QuerySet

from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.reads.seats import TAKEN
from glascampus.stations.courses.models import Run


def recount() -> list[tuple[Run, int]]:
    """Runs whose number of taken seats is not what their seats add up to."""
    counted = dict(Seat.objects.filter(state__in=TAKEN).order_by().values_list("run").annotate(n=Count("pk")))
    return [(run, counted.get(run.pk, 0)) for run in Run.objects.all() if run.taken != counted.get(run.pk, 0)]


def strayed_seats() -> QuerySet[Seat]:
    """Seats that say another run than their booking."""
    return Seat.objects.exclude(run=F("booking__run"))


def torn_bookings() -> list[tuple[int, str, str]]:
    """Bookings whose state is not what their seats add up to: (id, what it says, what its seats say)."""
    rows = Booking.objects.order_by("pk").annotate(
        sits=Count("seats", Q(seats__state="seated")), line=Count("seats", Q(seats__state__in=["waiting", "offered"]))
    )
    told = rows.values_list("pk", "state", "sits", "line")
    said = [(pk, state, "seated" if n else "waiting" if m else "cancelled") for pk, state, n, m in told.iterator()]
    meant = {"binding": "seated", "provisional": "seated"}
    return [(pk, state, seats) for pk, state, seats in said if meant.get(state, state) != seats]
