"""What a table of a campus's files is made of, and the fields that many tables share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from glascampus.web.loader import kinds
from glascampus.web.loader.kinds import Kind


@dataclass(frozen=True, slots=True)
class Field:
    """A field: what may stand in it, whether it must be there, and whose key it names."""

    kind: Kind
    needed: bool = True
    names: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its fields, its inner tables, the field that names it, and whether it is a fact that needs a source."""

    fields: Mapping[str, Field]
    tables: Mapping[str, Table] = field(default_factory=dict)
    key: str = ""
    is_fact: bool = False
    alone: bool = False


def both(name: str, most: int, *, needed: bool = True) -> dict[str, Field]:
    """A text for readers in both languages."""
    return {f"{name}_{language}": Field(kinds.text(most), needed) for language in ("de", "en")}


def ref(table: str, *, needed: bool = True) -> Field:
    """The key of a row of ``table``."""
    return Field(kinds.slug(80), needed, names=table)


def refs(table: str) -> Field:
    """Keys of rows of ``table``."""
    return Field(kinds.list_of(kinds.slug(80)), names=table)


KEY = {"key": Field(kinds.slug())}
EXAMPLE = {"example": Field(kinds.yes_no, needed=False)}
EXAMPLES = {"example_fields": Field(kinds.list_of(kinds.text(40)), needed=False)}
SOURCE = {"source": Field(kinds.source, needed=False)}
SOURCES = {"sources": Field(kinds.list_of(kinds.source), needed=False)}
LEVEL = Field(kinds.one_of("entry", "advanced", "expert", "all"))
COUNT = Field(kinds.whole(1, 100_000), needed=False)
DATE = Field(kinds.dated, needed=False)
