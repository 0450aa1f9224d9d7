"""The folder of a campus as rows that know where they were written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from glascampus.web.loader.faults import ModelFault
from glascampus.web.loader.lines import Steps, lines_of

FILES = (
    "campus", "texts", "organisations", "sites", "lecturers", "needs", "curriculum", "courses", "fit", "runs", "desk", "editorial",
)  # fmt: skip
NEEDED = frozenset({"campus"})
PLACE = re.compile(r"\s*\(at line (\d+), column \d+\)")


class Row(dict[str, Any]):
    """A table of a file: a mapping of its fields that knows its file and lines."""

    file: str
    line: int
    lines: dict[str, int]

    def line_of(self, field: str) -> int:
        """Where a field stands; the table's own line where it is missing."""
        return self.lines.get(field, self.line)

    def fault(self, says: str, field: str = "") -> ModelFault:
        """A fault of this row."""
        return ModelFault(self.file, self.line_of(field), says)

    def rows(self, name: str) -> list[Row]:
        """The inner tables of a name."""
        inner = self.get(name, [])
        return [row for row in inner if isinstance(row, Row)] if isinstance(inner, list) else []


def read(folder: Path) -> tuple[Mapping[str, Row], list[ModelFault]]:
    """Each file of the folder by its name without ending, and what could not be read."""
    files: dict[str, Row] = {}
    faults = [ModelFault(path.name, 1, "no file of a campus has this name") for path in _strangers(folder)]
    for name in FILES:
        path = folder / f"{name}.toml"
        if not path.is_file():
            faults += [ModelFault(path.name, 1, "this file is missing")] if name in NEEDED else []
            continue
        try:
            text = path.read_text(encoding="utf-8")
            files[name] = _row(tomllib.loads(text), path.name, lines_of(text), ())
        except tomllib.TOMLDecodeError as error:
            faults.append(_syntax(path.name, str(error)))
        except UnicodeDecodeError as error:
            faults.append(ModelFault(path.name, error.object[: error.start].count(b"\n") + 1, "this is not UTF-8"))
    return files, faults


def _strangers(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.glob("*.toml")) if path.stem not in FILES)


def _syntax(file: str, says: str) -> ModelFault:
    place = PLACE.search(says)
    return ModelFault(file, int(place[1]) if place else 1, f"no TOML: {PLACE.sub('', says)}")


def _row(values: Mapping[str, Any], file: str, lines: Mapping[Steps, int], here: Steps) -> Row:
    row = Row()
    row.file, row.line = file, _line(lines, here)
    row.lines = {str(path[-1]): line for path, line in lines.items() if path and path[:-1] == here}
    for name, value in values.items():
        row[name] = _value(value, file, lines, (*here, name))
    return row


def _line(lines: Mapping[Steps, int], here: Steps) -> int:
    """An inline table stands on the line of its field."""
    while here not in lines:
        here = here[:-1]
    return lines[here]


def _value(value: Any, file: str, lines: Mapping[Steps, int], here: Steps) -> Any:
    if isinstance(value, dict):
        return _row(value, file, lines, here)
    if isinstance(value, list):
        return [_value(one, file, lines, (*here, place)) for place, one in enumerate(value)]
    return value
