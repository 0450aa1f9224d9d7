"""Looks along the waiting line: who could move up, and what was written down of it before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, F, QuerySet

from glascampus.stations.bookings.models import LineEvent, Seat
from glascampus.stations.bookings.rules import Group, turns
from glascampus.stations.courses.models import Run

BOOKABLE = [Run.State.OPEN, Run.State.CONFIRMED]


def waiting_groups(run: Run) -> Iterable[Group]:
    """Who waits, the longest waiting first, read bit by bit: most looks end after a few groups."""
    for row in _groups(Seat.objects.filter(run=run)).iterator(chunk_size=200):
        yield _group(row)


def last_looks(bookings: Sequence[int] | QuerySet[Any]) -> dict[int, tuple[str, int, int]]:
    """What the newest row of the line says of each booking: (code, free, wants)."""
    rows = LineEvent.objects.filter(booking__in=bookings).order_by("pk")
    return {row[0]: row[1:] for row in rows.values_list("booking", "code", "free", "wants")}


def runs_to_look_at(now: datetime) -> list[int]:
    """Runs to come in which a look would offer a seat, or find what is not written down yet.

    Two statements for all runs and no lock, since the worker asks every few seconds and mostly in vain: a run keeps its
    free seat for weeks if every group in its line is larger.
    """
    seats = Seat.objects.filter(run__state__in=BOOKABLE, run__taken__lt=F("run__capacity"), run__starts_at__gt=now)
    lines: dict[tuple[int, int], list[Group]] = defaultdict(list)
    for row in _groups(seats, "run", "run__capacity", "run__taken"):
        lines[row["run"], row["run__capacity"] - row["run__taken"]].append(_group(row))
    told = last_looks(seats.filter(state=Seat.State.WAITING).values("booking")) if lines else {}
    return [
        run
        for (run, free), groups in lines.items()
        if any(turn.gets or told.get(turn.booking) != turn.look for turn in turns(free, groups))
    ]


def _groups(seats: QuerySet[Seat], *more: str) -> QuerySet[Seat, dict[str, Any]]:
    """A row for every booking with persons who wait, in the order of the line."""
    waiting = seats.filter(state=Seat.State.WAITING).order_by("booking").values("booking", "booking__split", *more)
    rows: QuerySet[Seat, dict[str, Any]] = waiting.annotate(size=Count("pk"))
    return rows


def _group(row: dict[str, Any]) -> Group:
    return Group(row["booking"], row["size"], row["booking__split"])
