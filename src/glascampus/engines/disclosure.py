"""What published counts may be shown, so that no small number can be read or computed.

Source: A. Hundepool et al., *Statistical Disclosure Control*, Wiley 2012, chapter 4 (cell suppression, feasibility
intervals).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from typing import Literal

Kind = Literal["exact", "below", "hidden"]
THRESHOLD = 3


class Profile(StrEnum):
    """Who reads. The office sees every number; partners and the public see none from 1 to 2."""

    PUBLIC = "public"
    PARTNER = "partner"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Disclosed:
    """One published figure: ``exact`` has its value, ``below`` reads "<3", ``hidden`` stays empty."""

    value: int | None
    kind: Kind
    threshold: int = THRESHOLD

    def __str__(self) -> str:
        return {"exact": str(self.value), "below": f"<{self.threshold}", "hidden": ""}[self.kind]


@dataclass(frozen=True, slots=True)
class Protected:
    """A row of counts as it may be published; behaves like the sequence of its cells. ``total`` None: not asked for."""

    cells: tuple[Disclosed, ...]
    total: Disclosed | None

    def __iter__(self) -> Iterator[Disclosed]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)

    def __getitem__(self, index: int) -> Disclosed:
        return self.cells[index]


def protect_one(count: int, *, threshold: int = THRESHOLD) -> Disclosed:
    """A single count without any total beside it: 0 and large counts exact, small ones "<3"."""
    _refuse_bad((count,), threshold)
    return Disclosed(None, "below", threshold) if 0 < count < threshold else Disclosed(count, "exact", threshold)


def protect(table: Sequence[int], *, total_shown: bool = True, threshold: int = THRESHOLD) -> Protected:
    """Hide counts from 1 to ``threshold`` - 1, and whatever else would give them away through the total.

    A reader may know this rule: "<3" means 1 or 2, an empty cell means 3 or more. With the sum of what is hidden (total
    minus the rest) every hidden cell must still have two possible values; else the smallest visible non-zero cell is
    hidden too, and so on. Where even all of them do not help, the total is hidden instead and the larger cells stay.

    Args:
        table: shape (n,), counts of people or firms, 0 or more.
        total_shown: whether the total of the row is published beside it.
        threshold: the smallest positive count that may be shown, at least 3.

    Raises:
        ValueError: a negative count, or a threshold below 3 ("<2" would say "1").

    Cost: O(n^2).
    Limits: one row with one total, each count published once. Not covered: the contributors' own knowledge of
    themselves, and conclusions from *why* the rule chose a cell (a tie broken, a total withheld).
    """
    _refuse_bad(table, threshold)
    small = {i for i, count in enumerate(table) if 0 < count < threshold}
    if not total_shown:
        return Protected(_cells(table, small, set(), threshold), None)
    extra: set[int] = set()
    for candidate in [None, *_by_size(table, threshold)]:
        if candidate is not None:
            extra.add(candidate)
        if _is_safe(table, small, extra, threshold):
            return Protected(_cells(table, small, extra, threshold), Disclosed(sum(table), "exact", threshold))
    return Protected(_cells(table, small, set(), threshold), Disclosed(None, "hidden", threshold))


def protect_for(profile: Profile, table: Sequence[int], *, total_shown: bool = True) -> Protected:
    """``protect`` for the public and partners; the office sees every number."""
    if profile is Profile.OFFICE:
        total = Disclosed(sum(table), "exact") if total_shown else None
        return Protected(tuple(Disclosed(count, "exact") for count in table), total)
    return protect(table, total_shown=total_shown)


def protect_views(
    whole: Sequence[int], part: Sequence[int], *, threshold: int = THRESHOLD
) -> tuple[Protected, Protected]:
    """Two views of the same cells, all and a filtered part, so that subtracting them reveals nothing small.

    The whole is protected as usual. A cell of the part is shown only if it is 0, or if the whole's cell is shown, it
    reaches the threshold, and the difference is 0 or reaches the threshold; else it is empty (never "<3": that would
    tell which of the two was too small). The part's total is shown only when none of its cells is empty.

    Raises:
        ValueError: shapes differ, a part exceeds its whole, or as in ``protect``.

    Limits: sound for one part beside its whole (and the part's complement, which follows the same rule). Several
    overlapping parts of one whole need auditing together: publish one filter at a time.
    """
    _refuse_bad(part, threshold)
    if len(whole) != len(part) or any(p > w for w, p in zip(whole, part, strict=True)):
        raise ValueError("a part has the same cells as its whole, and no more in any of them")
    outer = protect(whole, threshold=threshold)
    cells = tuple(
        Disclosed(p, "exact", threshold)
        if _part_may_show(shown, p, threshold)
        else Disclosed(None, "hidden", threshold)
        for shown, p in zip(outer, part, strict=True)
    )
    complete = all(cell.kind == "exact" for cell in cells)
    total = Disclosed(sum(part), "exact", threshold) if complete else Disclosed(None, "hidden", threshold)
    return outer, Protected(cells, total)


def _part_may_show(whole: Disclosed, part: int, threshold: int) -> bool:
    if part == 0:
        return True
    if whole.value is None or part < threshold:
        return False
    return whole.value == part or whole.value - part >= threshold


def _refuse_bad(table: Sequence[int], threshold: int) -> None:
    if threshold < THRESHOLD:
        raise ValueError("a threshold below 3 hides nothing: <2 says 1")
    if any(count < 0 for count in table):
        raise ValueError("a count cannot be negative")


def _by_size(table: Sequence[int], threshold: int) -> list[int]:
    return sorted((i for i, count in enumerate(table) if count >= threshold), key=lambda i: table[i])


def _is_safe(table: Sequence[int], small: set[int], extra: set[int], threshold: int) -> bool:
    """Whether each hidden cell keeps two values when the hidden sum is known: interval arithmetic, exact for one sum."""
    domains = [(1.0, threshold - 1.0)] * len(small) + [(float(threshold), inf)] * len(extra)
    hidden_sum = sum(table[i] for i in small | extra)
    lowest = sum(low for low, _ in domains)
    for n, (low, high) in enumerate(domains):
        others_high = sum(high for m, (_, high) in enumerate(domains) if m != n)
        least = max(low, hidden_sum - others_high)
        most = min(high, hidden_sum - (lowest - low))
        if most - least < 1:
            return False
    return True


def _cells(table: Sequence[int], small: set[int], extra: set[int], threshold: int) -> tuple[Disclosed, ...]:
    def cell(index: int, count: int) -> Disclosed:
        if index in small:
            return Disclosed(None, "below", threshold)
        return Disclosed(None, "hidden", threshold) if index in extra else Disclosed(count, "exact", threshold)

    return tuple(cell(index, count) for index, count in enumerate(table))
