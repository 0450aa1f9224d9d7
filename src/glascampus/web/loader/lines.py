"""On which line a table or a field of a TOML file stands; Python's own parser does not say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\-\s]+?)\s*\]\]?\s*(#.*)?$")
FIELD = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
Steps = tuple[str | int, ...]


def lines_of(text: str) -> Mapping[Steps, int]:
    """Line (from 1) of each table and field of a valid TOML file, by path: ``("site", 0, "room", 1, "seats")``.

    Understands what the files of a campus use: bare keys, tables and arrays of tables.
    """
    found: dict[Steps, int] = {(): 1}
    counts: dict[Steps, int] = {}
    here: Steps = ()
    rows = text.splitlines()
    number = 0
    while number < len(rows):
        row = rows[number]
        if header := HEADER.match(row):
            here = _enter(header[2].split("."), counts, is_array=header[1] == "[[")
            found[here] = number + 1
        elif field := FIELD.match(row):
            found[*here, field[1]] = number + 1
            number += _more(rows, number)
        number += 1
    return found


def _enter(names: list[str], counts: dict[Steps, int], *, is_array: bool) -> Steps:
    """The path of the table that begins here; an outer array stands for its newest row."""
    here: Steps = ()
    for place, name in enumerate(names):
        here = (*here, name.strip())
        if is_array and place == len(names) - 1:
            counts[here] = counts.get(here, -1) + 1
        if here in counts:
            here = (*here, counts[here])
    return here


def _more(rows: list[str], start: int) -> int:
    """How many further lines the value that begins on ``start`` takes."""
    for end in range(start, len(rows)):
        try:
            tomllib.loads("\n".join(rows[start : end + 1]))
        except tomllib.TOMLDecodeError:
            continue
        return end - start
    return 0
