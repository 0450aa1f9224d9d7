"""Which fields each table of a campus's files has, and what may stand in them. The README of the folder says it in words."""

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


def _both(name: str, most: int, *, needed: bool = True) -> dict[str, Field]:
    """A text for readers in both languages."""
    return {f"{name}_{language}": Field(kinds.text(most), needed) for language in ("de", "en")}


def _ref(table: str, *, needed: bool = True) -> Field:
    return Field(kinds.slug(80), needed, names=table)


def _refs(table: str) -> Field:
    return Field(kinds.list_of(kinds.slug(80)), names=table)


KEY = {"key": Field(kinds.slug())}
EXAMPLE = {"example": Field(kinds.yes_no, needed=False)}
EXAMPLES = {"example_fields": Field(kinds.list_of(kinds.text(40)), needed=False)}
SOURCE = {"source": Field(kinds.source, needed=False)}
SOURCES = {"sources": Field(kinds.list_of(kinds.source), needed=False)}
LEVEL = Field(kinds.one_of("entry", "advanced", "expert", "all"))
COUNT = Field(kinds.whole(1, 100_000), needed=False)
DATE = Field(kinds.dated, needed=False)

FACT = Table({"date": DATE, **_both("text", 600), **SOURCE}, is_fact=True)
MONEY = Table(
    {"programme": Field(kinds.text(200)), "amount_cents": Field(kinds.whole(0, 10**13), needed=False), **FACT.fields},
    is_fact=True,
)
CONTACT = Table(
    {
        "organisation": _ref("organisation"),
        "site": _ref("site"),
        "town": Field(kinds.text(80)),
        "url": Field(kinds.link),
    },
    alone=True,
)
MODEL = Table({"organisation": _ref("organisation")}, {"facts": FACT}, alone=True)
CAMPUS = Table(
    {**KEY, **_both("name", 120), **_both("claim", 200), **_both("about", 3000), "languages": Field(kinds.list_of(kinds.one_of("de", "en"))), **SOURCES},
    {"contact": CONTACT, "milestones": FACT, "funding": MONEY, "model": MODEL, "glaslab": FACT},
)  # fmt: skip
TEXTS = Table(
    {
        **_both("terms", 20_000),
        **_both("withdrawal", 20_000, needed=False),
        **_both("imprint", 20_000),
        **_both("privacy", 20_000),
        **_both("accessibility", 20_000),
    }
)

KINDS = (
    "company", "university", "vocational_school", "public_administration", "chamber", "guild", "alliance", "municipality", "funder", "contractor", "model",
)  # fmt: skip
ORGANISATION = Table(
    {**KEY, "name": Field(kinds.text(200)), "kind": Field(kinds.one_of(*KINDS)), **_both("role", 300),
     "town": Field(kinds.text(80), needed=False), "url": Field(kinds.link, needed=False), **SOURCES, **EXAMPLE},
    key="key", is_fact=True,
)  # fmt: skip

ROOM = Table({**KEY, **_both("name", 120), "seats": Field(kinds.whole(1, 1000)), **EXAMPLE}, key="key")
SITE = Table(
    {**KEY, **_both("name", 120), "street": Field(kinds.text(120), needed=False), "postcode": Field(kinds.text(10), needed=False),
     "town": Field(kinds.text(80)), "step_free": Field(kinds.yes_no), "host": _ref("organisation"), **SOURCES, **EXAMPLES, **EXAMPLE},
    {"room": ROOM}, key="key", is_fact=True,
)  # fmt: skip
LECTURER = Table({**KEY, "name": Field(kinds.text(160)), **_both("note", 300), **EXAMPLE}, key="key", is_fact=True)

EVIDENCE = Table(
    {"kind": Field(kinds.one_of("stated", "interview", "survey", "study", "evaluation")), **_both("says", 1000), "firms": COUNT, "people": COUNT,
     "on": DATE, "source_title": Field(kinds.text(200), needed=False), "source_url": Field(kinds.link_or_nothing, needed=False), **EXAMPLE},
    is_fact=True,
)  # fmt: skip
TOPIC = Table({**KEY, **_both("title", 140), **_both("summary", 2000), **EXAMPLE}, {"evidence": EVIDENCE}, key="key")
STATEMENT = Table(
    {**KEY, "topic": _ref("topic", needed=False), "text_de": Field(kinds.text(2000)), "people": Field(kinds.whole(1, 10_000)),
     "by_in_days": Field(kinds.whole(0, 3650)), "organisation": Field(kinds.text(200), needed=False), "confirmed_days_ago": Field(kinds.whole(1, 3650)),
     "confirmed": Field(kinds.yes_no, needed=False), "guest": Field(kinds.yes_no, needed=False), "answer_de": Field(kinds.text(3000), needed=False), **EXAMPLE},
    key="key", is_fact=True,
)  # fmt: skip

COMPETENCE = Table({**KEY, **_both("title", 140), **_both("text", 1000)}, key="key")
OUTCOME = Table({**_both("text", 300), "competence": _ref("competence", needed=False)})
ANSWER = Table({"topic": _ref("topic"), "depth": Field(kinds.whole(1, 3))})
BEARER = Table(
    {"organisation": _ref("organisation"), "role": Field(kinds.one_of("responsible", "teaching", "examining"))}
)
MODULE = Table(
    {**KEY, **_both("title", 140), **_both("summary", 2000), "level": LEVEL,
     **{f"minutes_{mode}": Field(kinds.whole(0, 100_000)) for mode in ("presence", "live", "async", "recording")},
     "assessed": Field(kinds.yes_no), "state": Field(kinds.one_of("draft", "published"), needed=False), "prerequisites": _refs("module"),
     **SOURCES, **EXAMPLES, **EXAMPLE},
    {"outcome": OUTCOME, "answer": ANSWER, "bearer": BEARER}, key="key", is_fact=True,
)  # fmt: skip

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
    {**KEY, "slug": Field(kinds.slug(80)), **_both("title", 140), **_both("summary", 2000), **_both("audience", 300), "level": LEVEL,
     "target_groups": Field(kinds.list_of(kinds.one_of(*GROUPS))), "modules": _refs("module"), "status_fact": Field(kinds.one_of(*STATUS), needed=False),
     "mandatory": Field(kinds.yes_no), **SOURCES, **EXAMPLES, **EXAMPLE},
    key="key", is_fact=True,
)  # fmt: skip
HISTORY = Table(
    {
        "course": _ref("course"),
        "dates": Field(kinds.list_of(kinds.dated)),
        **_both("text", 300),
        "participants": COUNT,
        **SOURCE,
    },
    is_fact=True,
)

QUESTION = Table(
    {"course": _ref("course"), **_both("ask", 200), "good": Field(kinds.one_of("yes", "no")), **_both("otherwise", 400),
     "instead": _ref("course", needed=False), **SOURCE, **EXAMPLE},
    is_fact=True,
)  # fmt: skip

SESSION = Table(
    {"day": Field(kinds.whole(0, 1000)), "start": Field(kinds.clock), "end": Field(kinds.clock), "mode": Field(kinds.one_of("presence", "live")),
     **_both("topic", 200)},
)  # fmt: skip
SEATS = Field(kinds.whole(0, 1000))
SOME = Field(kinds.whole(0, 1000), needed=False)
HAPPENED = (
    "offered", "left_free", "left_late", "withdrawn", "stepped_back", "called_sure", "called_unsure", "called_no", "called_unreached",
    "attended", "partly", "unnoted", "passed", "replaced", "revoked",
)  # fmt: skip
RUN = Table(
    {"code": Field(kinds.slug(40)), "course": _ref("course"), "site": _ref("site"), "room": _ref("room"),
     "starts_in_days": Field(kinds.whole(-3650, 3650)), "weekday": Field(kinds.whole(1, 7), needed=False), "price_cents": Field(kinds.whole(0, 10_000_000)),
     "capacity": Field(kinds.whole(1, 1000)), "minimum": Field(kinds.whole(1, 1000)),
     "closes_days_before": Field(kinds.whole(0, 365)), "decide_days_before": Field(kinds.whole(0, 365)), "language": Field(kinds.one_of("de", "en")),
     "step_free": Field(kinds.yes_no), "bed": Field(kinds.yes_no), "lecturers": _refs("lecturer"), **EXAMPLE,
     "state": Field(kinds.one_of("planned", "open", "go", "cancelled", "running", "over", "done")), "booked": SEATS, "waiting": SEATS, "provisional": SEATS,
     "decide_in_days": SOME, "moved_by_days": Field(kinds.whole(1, 365), needed=False), "guest": Field(kinds.yes_no, needed=False),
     "firm": Field(kinds.one_of("booked", "provisional", "left_free", "left_late", "waiting"), needed=False), **dict.fromkeys(HAPPENED, SOME)},
    {"session": SESSION}, key="code", is_fact=True,
)  # fmt: skip

REMARK = Table(
    {**KEY, "what_de": Field(kinds.text(3000)), "place": Field(kinds.text(400)), "email": Field(kinds.text(254), needed=False),
     "days_ago": Field(kinds.whole(0, 3650)), "answer_de": Field(kinds.text(3000), needed=False), **EXAMPLE},
    key="key", is_fact=True,
)  # fmt: skip
FORGET = Table({**KEY, "run": _ref("run"), "days_ago": Field(kinds.whole(0, 3650)), **EXAMPLE}, key="key", is_fact=True)
WITHDRAWN = Table(
    {**KEY, "name": Field(kinds.text(120)), "contract_de": Field(kinds.text(1000)), "email": Field(kinds.text(254)),
     "days_ago": Field(kinds.whole(0, 3650)), **EXAMPLE}, key="key", is_fact=True,
)  # fmt: skip
MAIL = Table(
    {**KEY, "run": _ref("run"), "outcome": Field(kinds.one_of("sent", "failed", "bounced")), **EXAMPLE},
    key="key", is_fact=True,
)  # fmt: skip
PICTURE = Table(
    {
        "file": Field(kinds.file_name),
        **_both("alt", 300),
        "author": Field(kinds.text(160)),
        "licence": Field(kinds.text(160)),
    }
)
PAGE = Table(
    {"slug": Field(kinds.slug(80)), **_both("title", 140), **_both("body", 20_000), **SOURCES, **EXAMPLE}, {"picture": PICTURE},
    key="slug", is_fact=True,
)  # fmt: skip
NEWS = Table(
    {**PAGE.fields, "kind": Field(kinds.one_of("news", "press", "event")), "date": DATE, "days_ago": Field(kinds.whole(0, 3650), needed=False),
     "starts_in_days": Field(kinds.whole(0, 3650), needed=False), "start": Field(kinds.clock, needed=False), "end": Field(kinds.clock, needed=False),
     "place": Field(kinds.text(200), needed=False)},
    {"picture": PICTURE}, key="slug", is_fact=True,
)  # fmt: skip

SHAPES: Mapping[str, Table] = {
    "campus": CAMPUS,
    "texts": TEXTS,
    "organisations": Table({}, {"organisation": ORGANISATION}),
    "sites": Table({}, {"site": SITE}),
    "lecturers": Table({}, {"lecturer": LECTURER}),
    "needs": Table({}, {"topic": TOPIC, "statement": STATEMENT}),
    "curriculum": Table({}, {"competence": COMPETENCE, "module": MODULE}),
    "courses": Table({}, {"course": COURSE, "history": HISTORY}),
    "fit": Table({}, {"question": QUESTION}),
    "runs": Table({}, {"run": RUN}),
    "desk": Table({}, {"remark": REMARK, "erasure": FORGET, "withdrawal": WITHDRAWN, "mail": MAIL}),
    "editorial": Table({}, {"page": PAGE, "news": NEWS}),
}
