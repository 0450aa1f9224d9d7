"""Runs with their meetings, and what happened to them in numbers."""

from __future__ import annotations

from glascampus.web.loader import kinds
from glascampus.web.loader.shapes.fields import EXAMPLE, Field, Table, both, ref, refs

SESSION = Table(
    {"day": Field(kinds.whole(0, 1000)), "start": Field(kinds.clock), "end": Field(kinds.clock), "mode": Field(kinds.one_of("presence", "live")),
     **both("topic", 200)},
)  # fmt: skip

SEATS = Field(kinds.whole(0, 1000))
SOME = Field(kinds.whole(0, 1000), needed=False)
HAPPENED = (
    "offered", "left_free", "left_late", "withdrawn", "stepped_back", "called_sure", "called_unsure", "called_no", "called_unreached",
    "attended", "partly", "unnoted", "passed", "replaced", "revoked",
)  # fmt: skip
RUN = Table(
    {"code": Field(kinds.slug(40)), "course": ref("course"), "site": ref("site"), "room": ref("room"),
     "starts_in_days": Field(kinds.whole(-3650, 3650)), "weekday": Field(kinds.whole(1, 7), needed=False), "price_cents": Field(kinds.whole(0, 10_000_000)),
     "capacity": Field(kinds.whole(1, 1000)), "minimum": Field(kinds.whole(1, 1000)),
     "closes_days_before": Field(kinds.whole(0, 365)), "decide_days_before": Field(kinds.whole(0, 365)), "language": Field(kinds.one_of("de", "en")),
     "step_free": Field(kinds.yes_no), "bed": Field(kinds.yes_no), "lecturers": refs("lecturer"), **EXAMPLE,
     "state": Field(kinds.one_of("planned", "open", "go", "cancelled", "running", "over", "done")), "booked": SEATS, "waiting": SEATS, "provisional": SEATS,
     "decide_in_days": SOME, "moved_by_days": Field(kinds.whole(1, 365), needed=False), "guest": Field(kinds.yes_no, needed=False),
     "firm": Field(kinds.one_of("booked", "provisional", "left_free", "left_late", "waiting"), needed=False), **dict.fromkeys(HAPPENED, SOME)},
    {"session": SESSION}, key="code", is_fact=True,
)  # fmt: skip
