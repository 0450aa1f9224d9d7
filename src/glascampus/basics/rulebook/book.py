"""The rules of one day: the shipped edition, and above it the rows of the office."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from glascampus.basics.rulebook.edition import shipped
from glascampus.basics.rulebook.rows import Row, RuleMissing, Value, refuse_overlaps

STALE_AFTER_MONTHS = 24


@dataclass(frozen=True)
class Rulebook:
    """The rules of one day: ``Rulebook(on=day).whole("sgb3_82.min_hours_exclusive")``.

    ``overrides`` are the office's own rows. From its date such a row wins over the shipped ones of its key, until it
    ends. ``shipped`` is the edition beneath; tests hand in their own.
    """

    on: date
    overrides: Sequence[Row] = ()
    shipped: Sequence[Row] | None = None

    def __post_init__(self) -> None:
        refuse_overlaps(self.overrides)

    def row(self, key: str) -> Row:
        """The one row that holds for ``key``.

        Raises:
            RuleMissing: there is none on this day.
        """
        for edition in (self.overrides, self._edition()):
            for row in edition:
                if row.key == key and row.holds(self.on):
                    return row
        raise RuleMissing(key, self.on)

    def value(self, key: str) -> Value:
        """The value of ``key`` on this day."""
        return self.row(key).value

    def whole(self, key: str) -> int:
        """A whole number, in the unit that the key names."""
        value = self.value(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"{key} is no whole number")
        return value

    def holds(self, key: str) -> bool:
        """A yes or no."""
        value = self.value(key)
        if not isinstance(value, bool):
            raise TypeError(f"{key} is no yes or no")
        return value

    def text(self, key: str) -> str:
        """A single word or sentence."""
        value = self.value(key)
        if not isinstance(value, str):
            raise TypeError(f"{key} is no text")
        return value

    def items(self, key: str) -> tuple[str, ...]:
        """A list of words."""
        value = self.value(key)
        if not isinstance(value, tuple):
            raise TypeError(f"{key} is no list")
        return value

    def rows(self) -> list[Row]:
        """Every row that holds on this day, by key; overrides have already won."""
        keys = {row.key for edition in (self.overrides, self._edition()) for row in edition if row.holds(self.on)}
        return [self.row(key) for key in sorted(keys)]

    def coming(self, key: str) -> Row | None:
        """The next row of ``key`` that begins after this day; the office's own first."""
        for edition in (self.overrides, self._edition()):
            if later := [row for row in edition if row.key == key and row.valid_from > self.on]:
                return min(later, key=lambda row: row.valid_from)
        return None

    def _edition(self) -> Sequence[Row]:
        return shipped() if self.shipped is None else self.shipped


def stale(on: date, rows: Iterable[Row] | None = None) -> list[Row]:
    """Rows still in force or to come that nobody has checked for more than 24 months."""
    return [
        row
        for row in (shipped() if rows is None else rows)
        if (row.valid_to is None or row.valid_to >= on) and _months_later(row.checked_on, STALE_AFTER_MONTHS) < on
    ]


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28))
