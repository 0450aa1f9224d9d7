"""What is still to be done, for the office's board and for verify."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, QuerySet

from glascampus.stations.bookings.models import Seat
from glascampus.stations.courses.models import Run, Session
from glascampus.stations.credentials.models import Attendance, Credential
from glascampus.stations.credentials.reads.links import link_hours
from glascampus.stations.credentials.reads.papers import COUNTED


def unclosed(now: datetime) -> QuerySet[Run]:
    """Runs that are over and wait to be closed, oldest first; while the lecturer's link is still open nothing waits for the office."""
    return (
        Run.objects.filter(state__in=[Run.State.OPEN, Run.State.CONFIRMED], ends_at__lt=now - link_hours(now).after)
        .select_related("course")
        .order_by("ends_at", "pk")
    )


def gaps_of(runs: Iterable[Run]) -> dict[int, int]:
    """How many entries of attendance are missing, by run; three queries for all runs together."""
    ids = [run.pk for run in runs]
    need: dict[int, int] = defaultdict(int)
    sessions = dict(Session.objects.filter(run__in=ids).values_list("run").annotate(n=Count("pk")).order_by())
    seats = Seat.objects.filter(run__in=ids, state=Seat.State.SEATED)
    for run, count in seats.values_list("run").annotate(n=Count("pk")).order_by():
        need[run] = count * sessions.get(run, 0)
    noted = Attendance.objects.filter(session__run__in=ids, seat__state=Seat.State.SEATED)
    for run, count in noted.values_list("session__run").annotate(n=Count("pk")).order_by():
        need[run] -= count
    return {run: max(count, 0) for run, count in need.items()}


def thread_faults() -> tuple[int, list[tuple[str, str]]]:
    """Papers that hang in the air: (how many were seen, [(where, what is wrong)])."""
    papers = Credential.objects.filter(state__in=COUNTED)
    attended = set(Attendance.objects.filter(present=True).values_list("seat_id", flat=True))
    known = set(Seat.objects.values_list("pk", flat=True))
    faults = []
    for pk, seat in papers.values_list("pk", "seat_id"):
        if seat not in known:
            faults.append((f"credentials.credential:{pk}", "its seat is gone"))
        elif seat not in attended:
            faults.append((f"credentials.credential:{pk}", "its seat has no attendance"))
    return papers.count(), faults
