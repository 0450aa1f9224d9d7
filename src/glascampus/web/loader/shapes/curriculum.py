"""Competences, and modules with what they answer and who bears them."""

from __future__ import annotations

from glascampus.web.loader import kinds
from glascampus.web.loader.shapes.fields import EXAMPLE, EXAMPLES, KEY, LEVEL, SOURCES, Field, Table, both, ref, refs

COMPETENCE = Table({**KEY, **both("title", 140), **both("text", 1000)}, key="key")

OUTCOME = Table({**both("text", 300), "competence": ref("competence", needed=False)})
ANSWER = Table({"topic": ref("topic"), "depth": Field(kinds.whole(1, 3))})
BEARER = Table(
    {"organisation": ref("organisation"), "role": Field(kinds.one_of("responsible", "teaching", "examining"))}
)
MODULE = Table(
    {**KEY, **both("title", 140), **both("summary", 2000), "level": LEVEL,
     **{f"minutes_{mode}": Field(kinds.whole(0, 100_000)) for mode in ("presence", "live", "async", "recording")},
     "assessed": Field(kinds.yes_no), "state": Field(kinds.one_of("draft", "published"), needed=False), "prerequisites": refs("module"),
     **SOURCES, **EXAMPLES, **EXAMPLE},
    {"outcome": OUTCOME, "answer": ANSWER, "bearer": BEARER}, key="key", is_fact=True,
)  # fmt: skip
