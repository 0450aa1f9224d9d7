"""What the office's board asks of the bookings; as many queries for fifty runs as for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q

from glascampus.basics.clock import today
from glascampus.basics.text import Text
from glascampus.stations.bookings.models import Booking, MoveAnswer, Seat
from glascampus.stations.bookings.reads.seats import HELD, ways
from glascampus.stations.bookings.rules import Way
from glascampus.stations.courses.models import Move, Run
from glascampus.stations.courses.reads import COMING_STATES

OFFERED = Q(state=Seat.State.OFFERED)


def runs_to_watch(now: datetime, within: timedelta) -> list[tuple[Run, Way]]:
    """Coming runs whose day of decision is near, and those that take place although too few people are left; two queries."""
    near = Q(state=Run.State.OPEN, decide_on__isnull=False, decide_on__lte=today(now) + within)
    coming = Run.objects.select_related("course").filter(near | Q(state=Run.State.CONFIRMED), starts_at__gt=now)
    runs = list(coming.order_by("decide_on", "starts_at", "pk"))
    found = ways([run.pk for run in runs])
    pairs = [(run, found.get(run.pk) or Way(minimum=run.minimum)) for run in runs]
    return [(run, way) for run, way in pairs if run.state == Run.State.OPEN or way.binding < way.minimum]


@dataclass(frozen=True, slots=True)
class Pending:
    """Seats of one run that somebody else has to say yes to: offered from the line, or held for a funding decision."""

    run_code: str
    course: Text
    offered: int
    held: int
    offered_until: datetime | None
    held_until: date | None


def pending(now: datetime) -> list[Pending]:
    """Coming runs in which seats wait for somebody's answer, the next one first; one query."""
    rows = (
        Seat.objects.filter(OFFERED | HELD, run__starts_at__gt=now, run__state__in=COMING_STATES)
        .order_by("run__starts_at", "run")
        .values("run__code", "run__course__title_de", "run__course__title_en")
        .annotate(
            offered=Count("pk", OFFERED), held=Count("pk", HELD & ~OFFERED),
            until=Min("until", filter=OFFERED), day=Min("booking__provisional_until", filter=HELD & ~OFFERED),
        )
    )  # fmt: skip
    return [
        Pending(
            row["run__code"], Text(row["run__course__title_de"], row["run__course__title_en"]),
            row["offered"], row["held"], row["until"], row["day"],
        )
        for row in rows
    ]  # fmt: skip


def booked_between(since: datetime, now: datetime) -> tuple[int, int]:
    """How many bookings came within a time and still stand, and for how many people; one query."""
    seats = Seat.objects.filter(booking__booked_at__gte=since, booking__booked_at__lt=now)
    found = seats.exclude(state=Seat.State.CANCELLED).aggregate(n=Count("booking", distinct=True), people=Count("pk"))
    return found["n"], found["people"]


def silent_after_move(now: datetime) -> list[tuple[Run, int]]:
    """Coming runs that were moved, with how many bookings have not answered the last move; three queries."""
    moves = {
        move.run_id: move
        for move in Move.objects.select_related("run__course")
        .filter(run__starts_at__gt=now, run__state__in=COMING_STATES)
        .order_by("moved_at", "pk")
    }
    told = Booking.objects.filter(run__in=list(moves)).exclude(state=Booking.State.CANCELLED)
    answered = set(
        MoveAnswer.objects.filter(move__in=[move.pk for move in moves.values()]).values_list("booking_id", flat=True)
    )
    silent = dict.fromkeys(moves, 0)
    for pk, run, at in told.values_list("pk", "run_id", "booked_at"):
        silent[run] += at <= moves[run].moved_at and pk not in answered
    return [(moves[run].run, number) for run, number in silent.items() if number]
