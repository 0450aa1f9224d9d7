"""Courses, their past editions, and the questions before them."""

from __future__ import annotations

from glascampus.web.loader import kinds
from glascampus.web.loader.shapes.fields import (
    COUNT,
    EXAMPLE,
    EXAMPLES,
    KEY,
    LEVEL,
    SOURCE,
    SOURCES,
    Field,
    Table,
    both,
    ref,
    refs,
)

STATUS = ("documented_ran", "documented_ran_or_announced", "documented_announced", "documented_planned")
GROUPS = (
    "career_changer",
    "skilled_worker",
    "technician",
    "master",
    "engineer",
    "manager",
    "technical_lead",
    "sales",
    "pupil_student",
    "all",
)
COURSE = Table(
    {**KEY, "slug": Field(kinds.slug(80)), **both("title", 140), **both("summary", 2000), **both("audience", 300), "level": LEVEL,
     "target_groups": Field(kinds.list_of(kinds.one_of(*GROUPS))), "modules": refs("module"), "status_fact": Field(kinds.one_of(*STATUS), needed=False),
     "mandatory": Field(kinds.yes_no), **SOURCES, **EXAMPLES, **EXAMPLE},
    key="key", is_fact=True,
)  # fmt: skip

HISTORY = Table(
    {
        "course": ref("course"),
        "dates": Field(kinds.list_of(kinds.dated)),
        **both("text", 300),
        "participants": COUNT,
        **SOURCE,
    },
    is_fact=True,
)

QUESTION = Table(
    {"course": ref("course"), **both("ask", 200), "good": Field(kinds.one_of("yes", "no")), **both("otherwise", 400),
     "instead": ref("course", needed=False), **SOURCE, **EXAMPLE},
    is_fact=True,
)  # fmt: skip
