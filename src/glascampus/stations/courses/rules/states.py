"""The states of a run, and how many seats are left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from glascampus.basics.reason import Reason

PLANNED, OPEN, CONFIRMED, CANCELLED, DONE = "planned", "open", "confirmed", "cancelled", "done"
NEXT_STATES: Mapping[str, frozenset[str]] = {
    PLANNED: frozenset({OPEN, CANCELLED}),
    OPEN: frozenset({PLANNED, CONFIRMED, CANCELLED, DONE}),
    CONFIRMED: frozenset({CANCELLED, DONE}),
    CANCELLED: frozenset(),
    DONE: frozenset(),
}
FEW_SEATS = 3


def may_become(state: str, wanted: str) -> bool:
    """Whether ``wanted`` may follow ``state``."""
    return wanted in NEXT_STATES.get(state, frozenset())


def why_not_bookable(*, state: str, closes_at: datetime, now: datetime) -> Reason | None:
    """Why nobody can book, or None while one can (seat or waiting list)."""
    if state == PLANNED:
        return Reason("run_planned")
    if state == CANCELLED:
        return Reason("run_cancelled")
    if state == DONE:
        return Reason("run_done")
    return Reason("run_closed") if now >= closes_at else None


def seats(*, state: str, free: int, closes_at: datetime, now: datetime) -> Reason:
    """How many seats are left, as a reader wants to hear it."""
    closed = why_not_bookable(state=state, closes_at=closes_at, now=now)
    if closed is not None:
        return Reason("seats_none") if closed.code == "run_closed" and free <= 0 else closed
    if free <= 0:
        return Reason("seats_waiting")
    return Reason("seats_one") if free == 1 else Reason("seats_free", free=free)


def tone_of(reason: Reason) -> str:
    """The tone of a tag: few seats warn, a waiting list glows, what is over is plain."""
    if reason.code == "seats_free":
        return "" if int(str(reason.numbers["free"])) >= FEW_SEATS else "warn"
    return {"seats_one": "warn", "seats_waiting": "glow", "run_cancelled": "stop"}.get(reason.code, "plain")


def public_state(*, state: str, free: int, closes_at: datetime, starts_at: datetime | None, now: datetime) -> str:
    """The state that machines are told: open, full, closed, running, done or cancelled."""
    if state in {CANCELLED, DONE}:
        return state
    if starts_at is not None and now >= starts_at:
        return "running"
    if state == PLANNED or now >= closes_at:
        return "closed"
    return "open" if free > 0 else "full"
