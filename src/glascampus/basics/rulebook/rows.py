"""One dated rule, and what may be wrong with a list of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from glascampus.basics.period import Period
from glascampus.basics.source import Source
from glascampus.basics.text import Text

Value = bool | int | str | date | tuple[str, ...]

MARKS = ("R", "R2", "K")
UNITS = frozenset(
    ["age", "cents", "days", "hours", "items", "months", "minutes", "people", "percent", "steps", "weeks", "years"]
)


class RuleMissing(LookupError):
    """No row holds for this key on this day."""

    def __init__(self, key: str, on: date) -> None:
        super().__init__(f"the rulebook has no row {key!r} for {on.isoformat()}")
        self.key, self.on = key, on


class RulebookFaulty(ValueError):
    """A row cannot be read, or two rows of one key hold on the same day."""


@dataclass(frozen=True, slots=True)
class Row:
    """One dated rule. ``valid_from`` and ``valid_to`` are both included; ``valid_to`` None is open."""

    key: str
    value: Value
    valid_from: date
    source: Source
    mark: str
    checked_on: date
    valid_to: date | None = None
    note: Text = field(default_factory=Text)

    def __post_init__(self) -> None:
        if self.mark not in MARKS:
            raise RulebookFaulty(f"{self.key}: the mark {self.mark!r} is none of {', '.join(MARKS)}")
        if self.valid_to and self.valid_to < self.valid_from:
            raise RulebookFaulty(f"{self.key}: it ends before it begins")
        if isinstance(self.value, int) and not isinstance(self.value, bool) and not UNITS & set(self._words()):
            raise RulebookFaulty(f"{self.key}: a number needs its unit in the key")

    def holds(self, on: date) -> bool:
        """Whether the row holds on that day."""
        return on in Period(self.valid_from, self.valid_to)

    def _words(self) -> list[str]:
        return self.key.replace(".", "_").split("_")


def refuse_overlaps(rows: Iterable[Row]) -> None:
    """Raise ``RulebookFaulty`` when two rows of one key hold on the same day."""
    by_key: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_key[row.key].append(row)
    for key, same in by_key.items():
        for earlier, later in pairwise(sorted(same, key=lambda row: row.valid_from)):
            if earlier.valid_to is None or later.valid_from <= earlier.valid_to:
                raise RulebookFaulty(f"{key}: two rows hold on {later.valid_from.isoformat()}")
