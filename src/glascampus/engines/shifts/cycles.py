"""Shift cycles of the industry (R21): what a team works, day by day, over and over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

EARLY, LATE, NIGHT, DAY, OFF = "early", "late", "night", "day", "off"
HOURS: Mapping[str, tuple[time, time]] = {
    EARLY: (time(6), time(14)), LATE: (time(14), time(22)), NIGHT: (time(22), time(6)), DAY: (time(7), time(15)),
}  # fmt: skip  # the usual hours; pages say that they reckon with these
SHIFTS = (EARLY, LATE, NIGHT)


@dataclass(frozen=True, slots=True)
class Cycle:
    """What a team works day by day, over and over; ``teams`` share it, each ``len(days) / teams`` days behind the one before."""

    key: str
    days: tuple[str, ...]
    teams: int

    @property
    def is_weekly(self) -> bool:
        """It changes with the week, so it begins on a Monday."""
        return len(self.days) % 7 == 0 and self.days[5:7] == (OFF, OFF)


def _days(*blocks: tuple[int, str]) -> tuple[str, ...]:
    return tuple(shift for number, shift in blocks for _ in range(number))


WEEKEND = (2, OFF)
CYCLES: Mapping[str, Cycle] = {
    cycle.key: cycle
    for cycle in (
        Cycle("tag", _days((5, DAY), WEEKEND), 1),
        Cycle("zwei", _days((5, EARLY), WEEKEND, (5, LATE), WEEKEND), 2),
        Cycle("drei", _days((5, EARLY), WEEKEND, (5, LATE), WEEKEND, (5, NIGHT), WEEKEND), 3),
        Cycle("drei-zurueck", _days((5, NIGHT), WEEKEND, (5, LATE), WEEKEND, (5, EARLY), WEEKEND), 3),
        Cycle("voll-8", _days((2, EARLY), (2, LATE), (2, NIGHT), (2, OFF)), 4),
        Cycle("voll-10", _days((2, EARLY), (2, LATE), (2, NIGHT), (4, OFF)), 5),
        Cycle("voll-28", _days((7, EARLY), (2, OFF), (7, LATE), (2, OFF), (7, NIGHT), (3, OFF)), 4),
    )
}


def blocks(cycle: Cycle) -> list[tuple[int, str]]:
    """The cycle as runs of equal days: [(5, "early"), (2, "off"), …]."""
    found: list[tuple[int, str]] = []
    for shift in cycle.days:
        if found and found[-1][1] == shift:
            found[-1] = (found[-1][0] + 1, shift)
        else:
            found.append((1, shift))
    return found


@dataclass(frozen=True, slots=True)
class Roster:
    """A team in its cycle: the day of index 0 is ``begins_on``."""

    cycle: Cycle
    begins_on: date

    def shift_on(self, day: date) -> str:
        """What the team works on a day; a night shift belongs to the day on which it begins."""
        return self.cycle.days[(day - self.begins_on).days % len(self.cycle.days)]


def roster_of(cycle: Cycle, shift: str, first_day: date) -> Roster | None:
    """The team whose row of ``shift`` begins on ``first_day`` (in weekly cycles: in its week); None where the cycle has no such shift."""
    days = cycle.days
    begins = [n for n, one in enumerate(days) if one == shift and days[n - 1] != shift]
    if not begins:
        return None
    first = first_day - timedelta(days=first_day.weekday()) if cycle.is_weekly else first_day
    return Roster(cycle, first - timedelta(days=begins[0]))
