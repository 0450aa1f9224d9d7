"""Moving a run to new dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.stations.courses.rules.refusals import RunRefused, SessionsOverlap
from glascampus.stations.courses.rules.times import Span, check_times, overlap, timetable


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody or something is already elsewhere: ``what`` ("room" or "lecturer") with its name, in which run, when."""

    what: str
    name: str
    run_code: str
    starts_at: datetime
    ends_at: datetime


def moved_days(before: Iterable[Span], after: Iterable[Span]) -> int:
    """By how many campus days the first meeting moved."""
    first, then = timetable(before).starts_at, timetable(after).starts_at
    if first is None or then is None:
        return 0
    return (then.astimezone(CAMPUS_ZONE).date() - first.astimezone(CAMPUS_ZONE).date()).days


def shifted(moment: datetime, days: int) -> datetime:
    """The same time on the campus's clock some days later, also across a change of the clock."""
    local = moment.astimezone(CAMPUS_ZONE)
    return datetime.combine(local.date() + timedelta(days=days), local.time(), CAMPUS_ZONE)


def refuse_move(before: Sequence[Span], after: Sequence[Span], *, closes_at: datetime, now: datetime) -> None:
    """Refuse new dates that are no new dates, lie in the past, overlap, or begin before the booking ends.

    Raises:
        RunRefused: with the sentence's code.
    """
    check_times(after, closes_at)
    if sorted(before) == sorted(after):
        raise RunRefused("nothing_moved")
    if overlap(after):
        raise SessionsOverlap
    if min(start for start, _end in after) <= now:
        raise RunRefused("moved_into_the_past")
