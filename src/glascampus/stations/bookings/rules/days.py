"""Provisional bookings and reminders."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from glascampus.basics.clock import CAMPUS_ZONE

REMINDS_BEFORE_END = timedelta(days=3)

REMINDS_AT = time(9, 0)

WEEK_BEFORE, DAY_BEFORE = timedelta(days=7), timedelta(days=1)


def provisional_end(*, days: int, on: date, closes_on: date) -> date | None:
    """Until when seats are held for a funding decision: ``days`` from today, not past the closing day; None: never."""
    return min(on + timedelta(days=days), closes_on) if days > 0 and closes_on >= on else None


def reminder_due(*, starts_at: datetime, booked_at: datetime, now: datetime) -> str | None:
    """Which reminder of a run is due now: "week", "day" or None.

    From nine o'clock on the campus seven days and one day before. Whoever booked after that moment needs none, and once
    the day before has begun, the week's is not sent any more.
    """
    starts_on = starts_at.astimezone(CAMPUS_ZONE).date()
    week, day = (datetime.combine(starts_on - before, REMINDS_AT, CAMPUS_ZONE) for before in (WEEK_BEFORE, DAY_BEFORE))
    if not week <= now < starts_at:
        return None
    kind, moment = ("day", day) if now >= day else ("week", week)
    return kind if booked_at < moment else None
