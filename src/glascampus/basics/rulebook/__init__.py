"""The rulebook: what law and practice say, as dated rows with their source. The TOML files are the shipped edition.

A row: key (with the unit in it), value, valid_from, valid_to, source, mark, checked_on, notes. Marks: ``R`` read in a
public source, ``R2`` read in a secondary source, ``K`` not verified. Engineering notes, no legal advice.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from glascampus.basics.period import Period
from glascampus.basics.source import Source
from glascampus.basics.text import Text

Value = bool | int | str | date | tuple[str, ...]

MARKS = ("R", "R2", "K")
UNITS = frozenset(
    ["age", "cents", "days", "hours", "items", "months", "minutes", "people", "percent", "steps", "weeks", "years"]
)
STALE_AFTER_MONTHS = 24
REQUIRED = frozenset({"key", "value", "valid_from", "source", "mark", "checked_on"})
OPTIONAL = frozenset({"valid_to", "note_de", "note_en"})


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

    def _edition(self) -> Sequence[Row]:
        return shipped() if self.shipped is None else self.shipped


def stale(on: date, rows: Iterable[Row] | None = None) -> list[Row]:
    """Rows still in force or to come that nobody has checked for more than 24 months."""
    return [
        row
        for row in (shipped() if rows is None else rows)
        if (row.valid_to is None or row.valid_to >= on) and _months_later(row.checked_on, STALE_AFTER_MONTHS) < on
    ]


@cache
def shipped() -> tuple[Row, ...]:
    """The edition that comes with the product.

    Raises:
        RulebookFaulty: a file names an unknown field, lacks one, or two rows of one key overlap.
    """
    rows = tuple(row for file in sorted(Path(__file__).parent.glob("*.toml")) for row in _file_rows(file))
    refuse_overlaps(rows)
    return rows


def read_rows(toml: str, *, name: str = "rulebook") -> Iterator[Row]:
    """Rows of one TOML text: ``[[row]]`` tables; ``[shared]`` fills in what a row leaves out."""
    try:
        document = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as fault:
        raise RulebookFaulty(f"{name}: {fault}") from fault
    if unknown := set(document) - {"shared", "row"}:
        raise RulebookFaulty(f"{name}: unknown table {', '.join(sorted(unknown))}")
    for given in document.get("row", []):
        yield _row({**document.get("shared", {}), **given}, name)


def refuse_overlaps(rows: Iterable[Row]) -> None:
    """Raise ``RulebookFaulty`` when two rows of one key hold on the same day."""
    by_key: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_key[row.key].append(row)
    for key, same in by_key.items():
        for earlier, later in pairwise(sorted(same, key=lambda row: row.valid_from)):
            if earlier.valid_to is None or later.valid_from <= earlier.valid_to:
                raise RulebookFaulty(f"{key}: two rows hold on {later.valid_from.isoformat()}")


def _file_rows(file: Path) -> Iterator[Row]:
    return read_rows(file.read_text(encoding="utf-8"), name=file.name)


def _row(given: Mapping[str, object], name: str) -> Row:
    where = f"{name}, {given.get('key', 'a row without key')}"
    if unknown := set(given) - REQUIRED - OPTIONAL:
        raise RulebookFaulty(f"{where}: unknown field {', '.join(sorted(unknown))}")
    if missing := REQUIRED - set(given):
        raise RulebookFaulty(f"{where}: {', '.join(sorted(missing))} is missing")
    checked_on = _day(given["checked_on"], where)
    return Row(
        key=str(given["key"]),
        value=_value(given["value"], where),
        valid_from=_day(given["valid_from"], where),
        valid_to=_day(given["valid_to"], where) if "valid_to" in given else None,
        source=_source(given["source"], checked_on, where),
        mark=str(given["mark"]),
        checked_on=checked_on,
        note=Text(str(given.get("note_de", "")), str(given.get("note_en", ""))),
    )


def _day(value: object, where: str) -> date:
    if type(value) is not date:
        raise RulebookFaulty(f"{where}: {value!r} is no date")
    return value


def _value(value: object, where: str) -> Value:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if isinstance(value, bool | int | str) or type(value) is date:
        return value
    raise RulebookFaulty(f"{where}: a value is a yes or no, a whole number, a text, a date or a list of texts")


def _source(value: object, read_on: date, where: str) -> Source:
    if not isinstance(value, dict) or not value.get("title") or set(value) - {"title", "url"}:
        raise RulebookFaulty(f"{where}: a source has a title and an url")
    return Source(str(value["title"]), str(value.get("url", "")), read_on)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28))
