"""The geometry of the small pictures, as texts ready for SVG attributes (the strict CSP allows no inline style)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from glascampus.engines.shifts import Cycle, Roster, blocks


@dataclass(frozen=True, slots=True)
class Bar:
    """Where the full part ends, where the dashed part ends and where the mark stands, each like "62.5%"."""

    firm: str
    reserved: str
    need: str
    has_reserved: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Some days of one shift: where the block begins, how high it lies, how long and how tall it is."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of the ladder of demand; ``width`` is "" where the value is not shown."""

    label: str
    shown: str
    width: str
    firm: bool
    text_y: str
    bar_y: str


def percent(part: float, whole: float) -> str:
    """``part`` of ``whole`` as an SVG length between "0.0%" and "100.0%"."""
    return f"{100 * min(max(part / whole, 0.0), 1.0):.1f}%" if whole else "0.0%"


def bar_of(*, firm: int, reserved: int, need: int) -> Bar:
    """A bar whose whole length is the largest of what is there and what is needed."""
    whole = max(firm + reserved, need, 1)
    return Bar(percent(firm, whole), percent(firm + reserved, whole), percent(need, whole), has_reserved=reserved > 0)


def rungs_of(steps: Iterable[Sequence[Any]]) -> list[Rung]:
    """Rungs of (label, value or None, shown text[, firm]); their widths are shares of the largest value."""
    rows = [(label, value, shown, bool(more and more[0])) for label, value, shown, *more in steps]
    whole = max([value or 0 for _, value, _, _ in rows], default=0)
    return [
        Rung(
            str(label),
            str(shown),
            "" if value is None else percent(value, whole),
            firm,
            f"{n * 3.4 + 1.1:.1f}em",
            f"{n * 3.4 + 1.6:.1f}em",
        )
        for n, (label, value, shown, firm) in enumerate(rows)
    ]


WEEKS, DAY_WIDTH, ROW = 4, 8, 7
ROWS = {
    "early": (0, 1),
    "late": (1, 1),
    "night": (2, 1),
    "day": (0, 2),
}  # which row a shift lies in, and how many it fills
ANY_MONDAY = date(2027, 1, 4)


def weeks_of(cycle: Cycle) -> list[Block]:
    """A team's shifts over ``WEEKS`` weeks: early on top, nights at the bottom, nothing where it is off."""
    shown = Roster(cycle, ANY_MONDAY)
    days = [shown.shift_on(ANY_MONDAY + timedelta(days=n)) for n in range(WEEKS * 7)]
    found, at = [], 0
    for length, shift in blocks(replace(cycle, days=tuple(days))):
        if shift in ROWS:
            row, tall = ROWS[shift]
            found.append(Block(at * DAY_WIDTH, row * ROW + 1, length * DAY_WIDTH - 1, tall * ROW - 1))
        at += length
    return found
