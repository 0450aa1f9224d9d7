"""A run as lists and pages of it show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from glascampus.basics.reason import Reason
from glascampus.stations.bookings.rules import Way
from glascampus.stations.courses import rules
from glascampus.stations.courses.models import Run, Session
from glascampus.stations.courses.reads import Dated
from glascampus.stations.courses.words import MODES
from glascampus.web.menus import url_of


@dataclass(frozen=True, slots=True)
class ShownRun:
    """A run as a list shows it."""

    run: Run
    seats: Reason
    dated: Dated | None = None
    way: Way | None = None
    book_url: str = ""

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return rules.tone_of(self.seats)

    @property
    def starts_at(self) -> datetime:
        """Lists show only runs that have a beginning."""
        assert self.run.starts_at is not None
        return self.run.starts_at

    @property
    def sessions(self) -> list[Session]:
        """Its meetings in order."""
        return list(self.dated.sessions.values()) if self.dated else []

    @property
    def minutes(self) -> int:
        """How long it takes in all."""
        return self.dated.minutes if self.dated else 0

    @property
    def days(self) -> int:
        """On how many days one meets."""
        return self.dated.days if self.dated else 0

    @property
    def waits(self) -> bool:
        """One can only join the waiting list."""
        return self.seats.code == "seats_waiting"


def shown(run: Run, moment: datetime) -> ShownRun:
    """A run with its seats and where one books it."""
    return ShownRun(run, seats_of(run, moment), book_url=book_url(run, moment))


def seats_of(run: Run, moment: datetime) -> Reason:
    """How many seats are left, in words."""
    return rules.seats(state=run.state, free=run.free, closes_at=run.closes_at, now=moment)


def book_url(run: Run, moment: datetime) -> str:
    """Where the run can be booked; "" when nobody can."""
    closed = rules.why_not_bookable(state=run.state, closes_at=run.closes_at, now=moment)
    return "" if closed else url_of("bookings:book", run.code)


def place_of(run: Run) -> str:
    """Site and address on one line, or that everybody comes online."""
    if run.site is None:
        return str(MODES["live"])
    return ", ".join(part for part in (str(run.site.name), run.site.address) if part)
