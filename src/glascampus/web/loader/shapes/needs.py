"""Topics with their evidence, and needs as somebody stated them."""

from __future__ import annotations

from glascampus.web.loader import kinds
from glascampus.web.loader.shapes.fields import COUNT, DATE, EXAMPLE, KEY, Field, Table, both, ref

EVIDENCE = Table(
    {"kind": Field(kinds.one_of("stated", "interview", "survey", "study", "evaluation")), **both("says", 1000), "firms": COUNT, "people": COUNT,
     "on": DATE, "source_title": Field(kinds.text(200), needed=False), "source_url": Field(kinds.link_or_nothing, needed=False), **EXAMPLE},
    is_fact=True,
)  # fmt: skip
TOPIC = Table({**KEY, **both("title", 140), **both("summary", 2000), **EXAMPLE}, {"evidence": EVIDENCE}, key="key")

STATEMENT = Table(
    {**KEY, "topic": ref("topic", needed=False), "text_de": Field(kinds.text(2000)), "people": Field(kinds.whole(1, 10_000)),
     "by_in_days": Field(kinds.whole(0, 3650)), "organisation": Field(kinds.text(200), needed=False), "confirmed_days_ago": Field(kinds.whole(1, 3650)),
     "confirmed": Field(kinds.yes_no, needed=False), "guest": Field(kinds.yes_no, needed=False), "answer_de": Field(kinds.text(3000), needed=False), **EXAMPLE},
    key="key", is_fact=True,
)  # fmt: skip
