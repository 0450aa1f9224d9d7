"""Pages and news with their pictures."""

from __future__ import annotations

from glascampus.web.loader import kinds
from glascampus.web.loader.shapes.fields import DATE, EXAMPLE, SOURCES, Field, Table, both

PICTURE = Table(
    {
        "file": Field(kinds.file_name),
        **both("alt", 300),
        "author": Field(kinds.text(160)),
        "licence": Field(kinds.text(160)),
    }
)
PAGE = Table(
    {"slug": Field(kinds.slug(80)), **both("title", 140), **both("body", 20_000), **SOURCES, **EXAMPLE}, {"picture": PICTURE},
    key="slug", is_fact=True,
)  # fmt: skip
NEWS = Table(
    {**PAGE.fields, "kind": Field(kinds.one_of("news", "press", "event")), "date": DATE, "days_ago": Field(kinds.whole(0, 3650), needed=False),
     "starts_in_days": Field(kinds.whole(0, 3650), needed=False), "start": Field(kinds.clock, needed=False), "end": Field(kinds.clock, needed=False),
     "place": Field(kinds.text(200), needed=False)},
    {"picture": PICTURE}, key="slug", is_fact=True,
)  # fmt: skip
