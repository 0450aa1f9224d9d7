"""What of a team's shifts stands in the way of a course (R21). Pure; the law's hours come in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.basics.reason import Reason
from glascampus.engines.shifts.cycles import HOURS, OFF, Roster

NEAR_DAYS = 2  # so far around a course no shift lies that could matter
BOTH = 2  # nobody says "all 2 days"
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Work:
    """One shift of the team."""

    day: date
    shift: str

    @property
    def span(self) -> Span:
        """From when to when, by the campus's clock, given in UTC: around a change of the clock a shift is an hour longer or shorter."""
        begins, ends = HOURS[self.shift]
        last = self.day + timedelta(days=ends <= begins)
        return _utc(datetime.combine(self.day, begins, CAMPUS_ZONE)), _utc(datetime.combine(last, ends, CAMPUS_ZONE))


@dataclass(frozen=True, slots=True)
class Limits:
    """What the law asks for (rulebook, ``working_time``)."""

    min_rest_hours: int
    max_daily_hours: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What a team's shifts mean for one meeting; ``missed`` are the shifts that would have to be swapped."""

    day: date
    reasons: tuple[Reason, ...]
    missed: frozenset[Work]


@dataclass(frozen=True, slots=True)
class Fit:
    """What they mean for a whole course."""

    meetings: tuple[Judged, ...]
    reason: Reason
    missed: frozenset[Work]

    @property
    def is_good(self) -> bool:
        """No shift has to be swapped."""
        return not self.missed


def fit(roster: Roster, meetings: Sequence[Span], limits: Limits) -> Fit:
    """How a course of ``meetings`` fits beside the team's shifts.

    Args:
        roster: the team in its cycle.
        meetings: at least one (begin, end), aware, in order.
        limits: rest between two working days, and the longest working day; the course counts as work.

    Cost: O(number of meetings).
    """
    judged = tuple(_judge(roster, span, limits) for span in meetings)
    missed = frozenset[Work]().union(*(one.missed for one in judged))
    return Fit(judged, _summary(judged), missed)


def _judge(roster: Roster, meeting: Span, limits: Limits) -> Judged:
    day = meeting[0].astimezone(CAMPUS_ZONE).date()
    said = [(work, reason) for work in _near(roster, day) if (reason := _between(work, meeting, limits))]
    missed = frozenset(work for work, reason in said if reason.code != "shift_beside")
    in_the_way = tuple(reason for work, reason in said if work in missed)
    return Judged(day, in_the_way or tuple(reason for _work, reason in said) or (Reason("shift_free"),), missed)


def _near(roster: Roster, day: date) -> Iterator[Work]:
    for n in range(-NEAR_DAYS, NEAR_DAYS + 1):
        on = day + timedelta(days=n)
        if (shift := roster.shift_on(on)) != OFF:
            yield Work(on, shift)


def _between(work: Work, meeting: Span, limits: Limits) -> Reason | None:
    """What one shift means for one meeting; None where it is far enough away."""
    (begins, ends), (starts, stops) = work.span, (_utc(meeting[0]), _utc(meeting[1]))
    shift = Reason(f"shift_{work.shift}")
    if begins < stops and starts < ends:
        return Reason("shift_same_time", shift=shift)
    before = ends <= starts
    rest = starts - ends if before else begins - stops
    if work.day == meeting[0].astimezone(CAMPUS_ZONE).date():
        together = (ends - begins) + (stops - starts)
        if together <= timedelta(hours=limits.max_daily_hours):
            return Reason("shift_beside", shift=shift, have=_hours(together), most=limits.max_daily_hours)
        if rest >= timedelta(hours=limits.min_rest_hours):
            return Reason("shift_day_too_long", shift=shift, have=_hours(together), most=limits.max_daily_hours)
    if rest >= timedelta(hours=limits.min_rest_hours):
        return None
    numbers = {"shift": shift, "have": _hours(rest), "need": limits.min_rest_hours}
    return Reason("shift_rest_before", **numbers) if before else Reason("shift_rest_after", **numbers)


def _summary(judged: Sequence[Judged]) -> Reason:
    """One sentence for the whole course, counted in days."""
    days = len({one.day for one in judged})
    busy = len({one.day for one in judged if one.missed})
    reasons = {reason for one in judged if one.missed for reason in one.reasons}
    if not busy:
        beside = any(reason.code == "shift_beside" for one in judged for reason in one.reasons)
        return Reason("shift_fits_beside") if beside else _free(days)
    where = _where(busy, days)
    if all(reason.code in {"shift_rest_before", "shift_rest_after"} for reason in reasons):
        return Reason("shift_rest_short", where=where)
    shifts = {reason.numbers["shift"] for reason in reasons}
    return (
        Reason("shift_some", where=where, shift=shifts.pop())
        if len(shifts) == 1
        else Reason("shift_several", where=where)
    )


def _free(days: int) -> Reason:
    if days == 1:
        return Reason("shift_fits_day")
    return Reason("shift_fits_both") if days == BOTH else Reason("shift_fits_days", days=days)


def _where(busy: int, days: int) -> Reason:
    if days == 1:
        return Reason("days_only")
    if busy < days:
        return Reason("days_some", busy=busy, days=days)
    return Reason("days_both") if days == BOTH else Reason("days_all", days=days)


def _hours(span: timedelta) -> str:
    """Whole hours as "10", others as "10:30"."""
    minutes = int(span.total_seconds() // 60)
    return f"{minutes // 60}:{minutes % 60:02}" if minutes % 60 else str(minutes // 60)


def _utc(moment: datetime) -> datetime:
    """Two moments of one zone are subtracted by the clock on the wall; in UTC they are not."""
    return moment.astimezone(UTC)
