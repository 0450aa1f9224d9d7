"""Days on which nobody teaches in Saxony, so that a run of the demo begins on a believable day whenever it is loaded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

FRIDAY, WEEK = 5, timedelta(days=7)
FIXED = {(1, 1), (5, 1), (10, 3), (10, 31), *((12, day) for day in range(24, 32))}
AFTER_EASTER = (-2, 0, 1, 39, 49, 50)  # Good Friday to Whit Monday


@cache
def easter(year: int) -> date:
    """Easter Sunday (Gauss's rule in the form of Lichtenberg)."""
    century = year // 100
    moon = 15 + (3 * century + 3) // 4 - (8 * century + 13) // 25
    golden = year % 19
    full = (19 * golden + moon) % 30
    late = full // 29 + (full // 28 - full // 29) * (golden // 11)
    border = 21 + full - late
    sunday = 7 - (year + year // 4 + 2 - (3 * century + 3) // 4) % 7
    return date(year, 3, 1) + timedelta(days=border + 7 - (border - sunday) % 7 - 1)


def is_free(day: date) -> bool:
    """A public holiday, or between the years."""
    return (day.month, day.day) in FIXED or (day - easter(day.year)).days in AFTER_EASTER


def is_workday(day: date) -> bool:
    """Monday to Friday, and no holiday."""
    return day.isoweekday() <= FRIDAY and not is_free(day)


def beginning(today: date, in_days: int, weekday: int | None, meets: Iterable[int]) -> date:
    """The first day of a run: the first ``weekday`` so many days from today on, or the first workday where none is given.

    While it would meet (``meets``: days counted from its first) on a holiday it moves: by a week, away from today, or on to
    the next workday.
    """
    day, meets = today + timedelta(days=in_days), tuple(meets)
    step = timedelta(days=1)
    if weekday is not None:
        day += timedelta(days=(weekday - day.isoweekday()) % 7)
        step = WEEK if in_days >= 0 else -WEEK
    while any(is_free(day + timedelta(days=after)) for after in meets) or (weekday is None and not is_workday(day)):
        day += step
    return day
