"""How sure a start is: how many of some people come when each comes with a chance of their own (Poisson-binomial)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

COVERAGE = 0.8  # of ten starts like this, eight bring a number of people within the interval


@dataclass(frozen=True, slots=True)
class Odds:
    """What to expect: ``expected`` people on average, ``low`` to ``high`` with ``COVERAGE``, ``reached`` in 0 .. 1."""

    expected: float
    low: int
    high: int
    reached: float


def counts(chances: Sequence[float]) -> list[float]:
    """The chance of exactly 0, 1, …, n people.

    Args:
        chances: one per person, each in 0 .. 1; people decide independently of each other.

    Returns:
        n + 1 numbers that add up to 1.

    Raises:
        ValueError: a chance lies outside 0 .. 1.

    Cost: O(n^2) time, O(n) memory.
    Source: Poisson-binomial distribution, direct convolution.
    """
    if any(not 0 <= chance <= 1 for chance in chances):
        raise ValueError("a chance lies between 0 and 1")
    found = [1.0]
    for chance in chances:
        stays = [value * (1 - chance) for value in found]
        comes = [value * chance for value in found]
        found = [a + b for a, b in zip([*stays, 0.0], [0.0, *comes], strict=True)]
    return found


def start_odds(chances: Sequence[float], *, need: int) -> Odds:
    """Whether at least ``need`` people come, and between which numbers it will lie.

    The interval cuts off at most (1 - ``COVERAGE``) / 2 at either end, so it covers at least ``COVERAGE``.
    """
    each = counts(chances)
    below = list(accumulate(each))
    tail = (1 - COVERAGE) / 2
    low = next(n for n, value in enumerate(below) if value > tail)
    high = next((n for n, value in enumerate(below) if value >= 1 - tail), len(chances))
    return Odds(sum(chances), low, high, min(sum(each[max(need, 0) :]), 1.0))
