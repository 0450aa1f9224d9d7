"""Organisations, places with their rooms, and who teaches there."""

from __future__ import annotations

from glascampus.web.loader import kinds
from glascampus.web.loader.shapes.fields import EXAMPLE, EXAMPLES, KEY, SOURCES, Field, Table, both, ref

KINDS = (
    "company", "university", "vocational_school", "public_administration", "chamber", "guild", "alliance", "municipality", "funder", "contractor", "model",
)  # fmt: skip
ORGANISATION = Table(
    {**KEY, "name": Field(kinds.text(200)), "kind": Field(kinds.one_of(*KINDS)), **both("role", 300),
     "town": Field(kinds.text(80), needed=False), "url": Field(kinds.link, needed=False), **SOURCES, **EXAMPLE},
    key="key", is_fact=True,
)  # fmt: skip

ROOM = Table({**KEY, **both("name", 120), "seats": Field(kinds.whole(1, 1000)), **EXAMPLE}, key="key")
SITE = Table(
    {**KEY, **both("name", 120), "street": Field(kinds.text(120), needed=False), "postcode": Field(kinds.text(10), needed=False),
     "town": Field(kinds.text(80)), "step_free": Field(kinds.yes_no), "host": ref("organisation"), **SOURCES, **EXAMPLES, **EXAMPLE},
    {"room": ROOM}, key="key", is_fact=True,
)  # fmt: skip

LECTURER = Table({**KEY, "name": Field(kinds.text(160)), **both("note", 300), **EXAMPLE}, key="key", is_fact=True)
