"""The coming runs of a course, each looked at for some people: seats, shifts, and which one to book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.http import urlencode

from glascampus.basics.clock import now, today
from glascampus.basics.reason import Reason
from glascampus.commons.legal.reads import rulebook
from glascampus.engines.shifts import Fit, Judged, Limits, fit
from glascampus.stations.courses import reads, rules
from glascampus.stations.courses.models import Course, Run, Session
from glascampus.stations.courses.reads import Dated
from glascampus.web.forms import ForCompany


@dataclass(frozen=True, slots=True)
class Option:
    """One run, looked at for some people."""

    dated: Dated
    people: int
    seats: Reason
    fit: Fit | None = None
    bookable: bool = True

    @property
    def run(self) -> Run:
        """The run itself."""
        return self.dated.run

    @property
    def total_cents(self) -> int:
        """For all of them."""
        return self.people * self.run.price_cents

    @property
    def enough(self) -> bool:
        """Are there seats for all of them?"""
        return self.run.free >= self.people

    @property
    def seated(self) -> int:
        """How many of them find a seat; the others would wait."""
        return max(0, min(self.people, self.run.free))

    @property
    def waiting(self) -> int:
        """How many of them would stand in the waiting line."""
        return self.people - self.seated

    @property
    def book_url(self) -> str:
        """Where they are booked, the number already there."""
        return f"{reverse('bookings:book', args=[self.run.code])}?{urlencode({'leute': self.people})}"

    @property
    def tone(self) -> str:
        """Of the tag with the seats."""
        return rules.tone_of(self.seats) if self.enough else "warn"

    @property
    def meetings(self) -> list[tuple[Session, Judged | None]]:
        """Each meeting, and what the shifts mean for it."""
        sessions = list(self.dated.sessions.values())
        return list(zip(sessions, self.fit.meetings if self.fit else [None] * len(sessions), strict=True))

    @property
    def order(self) -> tuple[int, bool, datetime]:
        """Its place among the others."""
        assert self.run.starts_at is not None
        return rules.order_for_company(
            missed=len(self.fit.missed) if self.fit else 0, enough=self.enough, starts_at=self.run.starts_at
        )


def options_of(course: Course, form: ForCompany) -> list[Option]:
    """The coming runs, those that fit best first."""
    moment = now()
    runs = reads.dated_runs(reads.upcoming_runs_of([course.pk], moment))
    return sorted((_option(dated, form, moment) for dated in runs), key=lambda one: one.order)


def _option(dated: Dated, form: ForCompany, moment: datetime) -> Option:
    run, spans = dated.run, [(s.starts_at, s.ends_at) for s in dated.sessions.values()]
    closed = rules.why_not_bookable(state=run.state, closes_at=run.closes_at, now=moment)
    seats = rules.seats(state=run.state, free=run.free, closes_at=run.closes_at, now=moment)
    fits = fit(form.roster, spans, _limits(moment)) if form.roster else None
    return Option(dated, form.people, seats, fits, bookable=closed is None)


def _limits(moment: datetime) -> Limits:
    book = rulebook(today(moment))
    return Limits(book.whole("working_time.min_rest_hours"), book.whole("working_time.max_daily_hours"))


def best_of(options: list[Option]) -> Option | None:
    """The one to book: with seats for everybody, if there is such a one."""
    bookable = [one for one in options if one.bookable]
    return next((one for one in bookable if one.enough), bookable[0] if bookable else None)
