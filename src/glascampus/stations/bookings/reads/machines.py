"""What programs may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from glascampus.stations.bookings.models import Booking
from glascampus.stations.bookings.reads.bookings import with_seats
from glascampus.stations.bookings.reads.holds import free_now, runs_with_overdue_holds, runs_with_overdue_offers
from glascampus.stations.bookings.reads.seats import ways
from glascampus.stations.courses.models import Run


def bookings_made_with(token: int) -> QuerySet[Booking]:
    """Bookings that a program made with one token; all others do not exist for it."""
    bookings = Booking.objects.select_related("run__course", "run__site", "campus")
    return with_seats(bookings.filter(made_by=f"api_token:{token}"))


def seats_for_machines(runs: Sequence[Run], now: datetime) -> dict[int, tuple[int, int]]:
    """(free seats, waiting persons) of each run; holds whose time is over count as free. Three queries, and a few per run with such."""
    waiting = ways([run.pk for run in runs])
    overdue_in = {*runs_with_overdue_offers(now), *runs_with_overdue_holds(now)}
    return {
        run.pk: (
            free_now(run, now) if run.pk in overdue_in else run.free,
            waiting[run.pk].waiting if run.pk in waiting else 0,
        )
        for run in runs
    }
