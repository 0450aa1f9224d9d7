"""The one clock. Code gets ``now`` handed in; only the edge (pages, tasks, commands) asks here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

CAMPUS_ZONE = ZoneInfo("Europe/Berlin")

_shift: list[Callable[[], timedelta]] = [timedelta]


def turn_with(shift: Callable[[], timedelta]) -> None:
    """Let the demo turn the clock: ``shift()`` is added to the real time at every question."""
    _shift[0] = shift


def now() -> datetime:
    """This moment in UTC, as the campus sees it."""
    return datetime.now(UTC) + _shift[0]()


def today(at: datetime | None = None) -> date:
    """The campus's calendar day at ``at`` (default: now)."""
    return (at or now()).astimezone(CAMPUS_ZONE).date()
