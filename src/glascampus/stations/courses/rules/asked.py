"""What a reader may ask for in the catalogue."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

LEVELS = ("entry", "advanced", "expert", "all")
MODES = ("presence", "live")
MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
MOST_LETTERS = 80


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to; "" means not at all."""

    q: str = ""
    level: str = ""
    mode: str = ""
    language: str = ""
    month: str = ""
    step_free: str = ""
    bed: str = ""
    free: str = ""

    @property
    def asks_runs(self) -> bool:
        """Does it ask for anything that only a run has?"""
        return bool(self.mode or self.language or self.month or self.step_free or self.bed or self.free)

    @property
    def address(self) -> dict[str, str]:
        """The same as the values of a query string."""
        return {IN_ADDRESS[name]: value for name, value in self.active.items()}

    @property
    def active(self) -> dict[str, str]:
        """The values that narrow, in their order."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    def switched(self, name: str, value: str) -> Filter:
        """The same with ``name`` set to ``value``, or without it where it was set to it already."""
        return replace(self, **{name: "" if getattr(self, name) == value else value})


IN_ADDRESS = {"q": "q", "level": "stufe", "mode": "form", "language": "sprache", "month": "monat", "step_free": "stufenlos",
              "bed": "bett", "free": "frei"}  # fmt: skip
CHOICES: Mapping[str, tuple[str, ...]] = {
    "level": LEVELS, "mode": MODES, "language": ("de", "en"), "step_free": ("1",), "bed": ("1",), "free": ("1",),
}  # fmt: skip


def filter_of(asked: Mapping[str, str]) -> Filter:
    """What of a query string is a filter; whatever else stands there is left alone."""
    given = {name: asked.get(word, "") for name, word in IN_ADDRESS.items()}
    known = {name: given[name] for name, may in CHOICES.items() if given[name] in may}
    words = " ".join(given["q"].replace("\0", " ").split())[:MOST_LETTERS]
    return Filter(q=words, month=given["month"] if MONTH.fullmatch(given["month"]) else "", **known)


def month_days(month: str) -> tuple[date, date]:
    """The first day of a month like "2027-03" and of the one after it."""
    first = date.fromisoformat(f"{month}-01")
    return first, (first + timedelta(days=32)).replace(day=1)
