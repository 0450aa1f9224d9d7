"""The geometry of the small pictures, as texts ready for SVG attributes (the strict CSP allows no inline style)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Bar:
    """Where the full part ends, where the dashed part ends and where the mark stands, each like "62.5%"."""

    firm: str
    reserved: str
    need: str
    has_reserved: bool


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
