"""When the Monday letter is due: once a week, on Monday at six on the campus's clock, and late rather than never."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from glascampus.basics.clock import CAMPUS_ZONE

SENT_AT = time(6, 0)
LATE_BY = timedelta(days=2)  # until Wednesday evening; then the next letter is nearer than this one
A_WEEK = timedelta(days=7)
MOST_DECISIONS = 3


def due_at(monday: date) -> datetime:
    """The moment of a week's letter; six o'clock exists once on every day, also when the clock changes."""
    return datetime.combine(monday, SENT_AT, CAMPUS_ZONE)


def monday_of(now: datetime) -> date:
    """The Monday of the campus's week."""
    day = now.astimezone(CAMPUS_ZONE).date()
    return day - timedelta(days=day.weekday())


def letter_due(now: datetime) -> date | None:
    """The Monday whose letter is to be sent now, or None: before six, and from Thursday on."""
    monday = monday_of(now)
    last = datetime.combine(monday + LATE_BY + timedelta(days=1), time(), CAMPUS_ZONE)
    return monday if due_at(monday) <= now < last else None


def next_letter(now: datetime) -> datetime:
    """When the next letter is due, for whoever asks for it now."""
    monday = monday_of(now)
    return due_at(monday) if now < due_at(monday) else due_at(monday + A_WEEK)
