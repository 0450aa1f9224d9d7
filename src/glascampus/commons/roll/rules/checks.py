"""What is looked at and done again and again: checks of the stored data, and the worker's rounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

CHECK_NAMES = ("seats", "oversale", "journal", "outbox", "money", "thread", "scope", "files", "keys")


@dataclass(frozen=True, slots=True)
class Fault:
    """A place in the stored data, and what is wrong there, in one sentence."""

    where: str
    says: str


@dataclass(frozen=True, slots=True)
class Check:
    """Part of ``verify``: ``look()`` gives how many things it saw and the faults among them.

    It is asked once for every campus, in its scope; one that looks at the ``whole`` installation only once, in none.
    """

    name: str
    look: Callable[[], tuple[int, list[Fault]]]
    whole: bool = False


def missing_versions(table: str, rows: Iterable[tuple[int, Any, int]]) -> list[Fault]:
    """Where numbers of versions leave a gap; ``rows`` are (key, whose version, its number) in this order."""
    faults, last = [], (None, 0)
    for pk, whose, number in rows:
        expected = last[1] + 1 if whose == last[0] else 1
        if number != expected:
            faults.append(Fault(f"{table}:{pk}", f"is version {number}, version {expected} is missing"))
        last = (whose, number)
    return faults


@dataclass(frozen=True, slots=True)
class Tick:
    """Something the worker does again and again: at most every ``every_s`` seconds; returns how much it did."""

    name: str
    every_s: float
    do: Callable[[datetime], int]
