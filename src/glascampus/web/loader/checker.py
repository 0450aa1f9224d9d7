"""Every line of a campus's files is looked at before anything is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from glascampus.web.loader import sense
from glascampus.web.loader.faults import ModelFault
from glascampus.web.loader.reader import Row, read
from glascampus.web.loader.shapes import SHAPES
from glascampus.web.loader.shapes.fields import Table

Files = Mapping[str, Row]
Keys = Mapping[str, set[str]]
SOURCES = ("source", "sources", "source_title", "source_url")


def check(folder: Path) -> tuple[Files, list[ModelFault]]:
    """The rows of a folder and all their faults, in the order of files and lines.

    What a row means with others (seats, cycles) is asked only once each row has its shape.
    """
    files, faults = read(folder)
    for name, row in files.items():
        faults += _table(row, SHAPES[name], name)
    known = _keys(files, faults)
    faults += [fault for name, row in files.items() for fault in _names(row, SHAPES[name], known)]
    if not faults:
        faults += [*sense.faults(files), *_pictures(files, folder)]
    return files, sorted(set(faults))


def _pictures(files: Files, folder: Path) -> Iterator[ModelFault]:
    """Each picture that is named lies there."""
    told = [*sense.rows(files, "editorial", "page"), *sense.rows(files, "editorial", "news")]
    for row in (picture for one in told for picture in one.rows("picture")):
        if not (folder / "pictures" / row["file"]).is_file():
            yield row.fault(f"picture {row['file']} is not in the folder pictures", "file")


def _table(row: Row, shape: Table, name: str) -> Iterator[ModelFault]:
    for field in row:
        if field not in shape.fields and field not in shape.tables:
            yield row.fault(f"{name} has no field {field}", field)
    for field, wanted in shape.fields.items():
        if field in row:
            if says := wanted.kind(row[field]):
                yield row.fault(f"{field} {says}", field)
        elif wanted.needed or _twin(field) in row:
            yield row.fault(f"{field} is missing")
    yield from _marks(row, shape)
    for inner, its in shape.tables.items():
        yield from _inner(row, inner, its)


def _twin(field: str) -> str:
    """The same text in the other language."""
    return {"_de": field[:-3] + "_en", "_en": field[:-3] + "_de"}.get(field[-3:], "")


def _marks(row: Row, shape: Table) -> Iterator[ModelFault]:
    """A fact names its source; an example claims none; marked fields are there."""
    has_source = any(row.get(field) for field in SOURCES)
    if shape.is_fact and not has_source and not row.get("example"):
        yield row.fault("a fact needs its source, an invented entry says example = true")
    if row.get("example") and has_source:
        yield row.fault("an example claims no source", next(field for field in SOURCES if row.get(field)))
    marked = row.get("example_fields", [])
    for field in marked if isinstance(marked, list) else []:
        if field not in row:
            yield row.fault(f"example_fields names {field}, which is not here", "example_fields")


def _inner(row: Row, name: str, shape: Table) -> Iterator[ModelFault]:
    value = row.get(name, Row() if shape.alone else [])
    if shape.alone:
        if isinstance(value, Row) and value:
            yield from _table(value, shape, name)
        elif value:
            yield row.fault(f"{name} must be a table: [{name}]", name)
        return
    if not isinstance(value, list) or not all(isinstance(one, Row) for one in value):
        yield row.fault(f"{name} must be tables: [[{name}]]", name)
        return
    for one in value:
        yield from _table(one, shape, name)


def _every(row: Row, shape: Table, name: str) -> Iterator[tuple[str, Row, Table]]:
    """All tables below a row with their name and shape, the row itself first."""
    yield name, row, shape
    for inner, its in shape.tables.items():
        below = row.get(inner)
        for one in [below] if isinstance(below, Row) else row.rows(inner):
            yield from _every(one, its, inner)


def _keys(files: Files, faults: list[ModelFault]) -> dict[str, set[str]]:
    """The keys of each kind of table; the same key twice is a fault."""
    known: dict[str, set[str]] = {}
    for name, row in files.items():
        for kind, one, shape in _every(row, SHAPES[name], name):
            known.setdefault(kind, set())
            key = one.get(shape.key) if shape.key else None
            if key in known[kind]:
                faults.append(one.fault(f'{kind} "{key}" is there twice', shape.key))
            if isinstance(key, str):
                known[kind].add(key)
    return known


def _names(row: Row, shape: Table, known: Keys) -> Iterator[ModelFault]:
    """Whoever is named by key must be in a file."""
    for _, one, its in _every(row, shape, ""):
        for field, wanted in its.fields.items():
            named = one.get(field) if wanted.names else None
            for key in named if isinstance(named, list) else [named]:
                if isinstance(key, str) and key not in known.get(wanted.names, set()):
                    yield one.fault(f'{wanted.names} "{key}" is in no file', field)
