"""Attendance sheets: who was where, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from glascampus.basics.clock import today
from glascampus.basics.reason import Reason
from glascampus.commons.legal.reads import rulebook
from glascampus.stations.bookings.models import Seat
from glascampus.stations.courses.models import Run, Session
from glascampus.stations.credentials.models import Attendance, Result
from glascampus.stations.credentials.rules import Evidence, Kind, attended_minutes, kind_of, why


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell of the sheet; ``present`` None: nobody has said yet."""

    session: Session
    present: bool | None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One seated person: where they were, what they passed, and what follows."""

    seat: Seat
    name: str
    marks: tuple[Mark, ...]
    evidence: Evidence
    kind: Kind | None
    why: Reason

    @property
    def is_complete(self) -> bool:
        """Whether somebody has said "there" or "missing" for every session."""
        return all(mark.present is not None for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The attendance of a run, whole."""

    run: Run
    sessions: Sequence[Session]
    assessed: bool
    minimum_percent: int
    rows: Sequence[SheetRow]

    @property
    def missing(self) -> list[SheetRow]:
        """Who lacks an entry."""
        return [row for row in self.rows if not row.is_complete]


def minimum_percent(now: datetime) -> int:
    """The share of attendance a paper needs today (rulebook, R15)."""
    return rulebook(today(now)).whole("credentials.min_attendance_percent")


def seated(run: Run) -> QuerySet[Seat]:
    """Who sits in a run, by name."""
    return (
        Seat.objects.filter(run=run, state=Seat.State.SEATED)
        .select_related("person", "booking")
        .order_by("person__family_name", "person__given_name", "pk")
    )


def sheet(
    run: Run, now: datetime, *, instead: Mapping[tuple[int, int], bool] | None = None,
    passed_instead: Mapping[int, bool] | None = None,
) -> Sheet:  # fmt: skip
    """Attendance, results and what follows from them, for all who sit in ``run``; six queries.

    ``instead`` and ``passed_instead`` (seat and session, or seat) are looked at as if they were noted already.
    """
    sessions, seats = list(run.sessions.all()), list(seated(run))
    said: dict[tuple[int, int], bool] = {
        (seat, session): present
        for seat, session, present in Attendance.objects.filter(session__run=run).values_list(
            "seat_id", "session_id", "present"
        )
    } | dict(instead or {})
    passed = dict(Result.objects.filter(seat__run=run).values_list("seat_id", "passed")) | dict(passed_instead or {})
    assessed, minimum = is_assessed(run), minimum_percent(now)
    rows = []
    for seat in seats:
        marks = tuple(Mark(session, said.get((seat.pk, session.pk))) for session in sessions)
        rows.append(_row(seat, marks, assessed=assessed, passed=passed.get(seat.pk), minimum=minimum))
    return Sheet(run, sessions, assessed, minimum, rows)


def _row(seat: Seat, marks: tuple[Mark, ...], *, assessed: bool, passed: bool | None, minimum: int) -> SheetRow:
    minutes = {mark.session.pk: mark.session.minutes for mark in marks}
    there = attended_minutes(minutes, (mark.session.pk for mark in marks if mark.present))
    evidence = Evidence(there, sum(minutes.values()), assessed, passed)
    kind = kind_of(evidence, minimum_percent=minimum)
    reason = why(evidence, minimum_percent=minimum)
    if seat.person.erased_at:
        kind, reason = Reason("person_erased"), Reason("person_erased")
    return SheetRow(seat, seat.person.name, marks, evidence, kind if isinstance(kind, Kind) else None, reason)


def is_assessed(run: Run) -> bool:
    """Whether a module of the course ends in an assessment."""
    return run.course.modules.filter(assessed=True).exists()
