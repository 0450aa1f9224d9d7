"""The campus itself: who it is, what is known of it, and its legal texts."""

from __future__ import annotations

from glascampus.web.loader import kinds
from glascampus.web.loader.shapes.fields import DATE, KEY, SOURCE, SOURCES, Field, Table, both, ref

FACT = Table({"date": DATE, **both("text", 600), **SOURCE}, is_fact=True)
MONEY = Table(
    {"programme": Field(kinds.text(200)), "amount_cents": Field(kinds.whole(0, 10**13), needed=False), **FACT.fields},
    is_fact=True,
)
CONTACT = Table(
    {
        "organisation": ref("organisation"),
        "site": ref("site"),
        "town": Field(kinds.text(80)),
        "url": Field(kinds.link),
    },
    alone=True,
)
MODEL = Table({"organisation": ref("organisation")}, {"facts": FACT}, alone=True)
CAMPUS = Table(
    {**KEY, **both("name", 120), **both("claim", 200), **both("about", 3000), "languages": Field(kinds.list_of(kinds.one_of("de", "en"))), **SOURCES},
    {"contact": CONTACT, "milestones": FACT, "funding": MONEY, "model": MODEL, "glaslab": FACT},
)  # fmt: skip

TEXTS = Table(
    {
        **both("terms", 20_000),
        **both("withdrawal", 20_000, needed=False),
        **both("imprint", 20_000),
        **both("privacy", 20_000),
        **both("accessibility", 20_000),
    }
)
