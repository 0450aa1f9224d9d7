"""The shipped edition: TOML files beside this one, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from glascampus.basics.rulebook.rows import Row, RulebookFaulty, Value, refuse_overlaps
from glascampus.basics.source import Source
from glascampus.basics.text import Text

REQUIRED = frozenset({"key", "value", "valid_from", "source", "mark", "checked_on"})
OPTIONAL = frozenset({"valid_to", "note_de", "note_en"})


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
