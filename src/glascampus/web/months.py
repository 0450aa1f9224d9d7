"""Weeks and months as a calendar page lays them out. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from glascampus.basics.clock import CAMPUS_ZONE

A_DAY, DAYS = timedelta(days=1), 7


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a calendar with what happens on it; ``off`` days belong to the month before or after."""

    on: date
    entries: tuple[Any, ...]
    off: bool = False
    today: bool = False


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def month_after(day: date, months: int = 1) -> date:
    """The first day of the month that many months later, or before."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def begin_of(day: date) -> datetime:
    """Midnight on the campus."""
    return datetime.combine(day, time(), CAMPUS_ZONE)


def week_days(monday: date) -> list[date]:
    """The seven days of a week."""
    return [monday + n * A_DAY for n in range(DAYS)]


def month_weeks(first: date) -> list[list[date]]:
    """The weeks that a month touches, each from Monday to Sunday."""
    after, monday = month_after(first), monday_of(first)
    return [week_days(monday + n * DAYS * A_DAY) for n in range(6) if monday + n * DAYS * A_DAY < after]


def filled(
    days: Iterable[date], entries: Iterable[tuple[date, Any]], *, today: date, month: date | None = None
) -> list[Day]:
    """The days with their entries in the order given; with ``month`` the days of other months are off and stay empty."""
    by_day: dict[date, list[Any]] = {}
    for on, entry in entries:
        by_day.setdefault(on, []).append(entry)

    def off(day: date) -> bool:
        return month is not None and (day.year, day.month) != (month.year, month.month)

    return [Day(day, () if off(day) else tuple(by_day.get(day, ())), off(day), day == today) for day in days]
