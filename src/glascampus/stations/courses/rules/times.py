"""The times of a run: what follows from its meetings, and which cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from glascampus.stations.courses.rules.refusals import RunRefused

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Timetable:
    """What follows for a run from its sessions."""

    starts_at: datetime | None
    ends_at: datetime | None
    minutes: int


def timetable(spans: Iterable[Span]) -> Timetable:
    """First beginning, last end, and the minutes between beginning and end of each session."""
    known = list(spans)
    minutes = sum(int((end - start).total_seconds() // 60) for start, end in known)
    return Timetable(min((s for s, _ in known), default=None), max((e for _, e in known), default=None), minutes)


def overlap(spans: Iterable[Span]) -> bool:
    """Whether two of the spans share time; touching ends do not."""
    ordered = sorted(spans)
    return any(later[0] < earlier[1] for earlier, later in pairwise(ordered))


def check_times(spans: Sequence[Span], closes_at: datetime) -> None:
    """Refuse a session without length, and booking that ends after the run began.

    Raises:
        RunRefused: with the sentence's code.
    """
    if any(end <= start for start, end in spans):
        raise RunRefused("session_without_length", field="ends")
    first = timetable(spans).starts_at
    if first is not None and closes_at > first:
        raise RunRefused("closes_after_start", field="closes_at")
