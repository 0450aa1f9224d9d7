"""What attendance and papers count up to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum

from glascampus.stations.bookings.models import Seat
from glascampus.stations.bookings.reads import FIRM, HELD
from glascampus.stations.courses.models import Run
from glascampus.stations.credentials.models import Attendance, Credential
from glascampus.stations.credentials.reads.papers import COUNTED
from glascampus.stations.credentials.rules import Kind


def attended_of(course_ids: Iterable[int]) -> int:
    """Different people who were in at least one session of these courses; one query."""
    there = Attendance.objects.filter(present=True, session__run__course__in=list(course_ids))
    return there.values("seat__person").distinct().count()


def issued_of(course_ids: Iterable[int]) -> int:
    """Papers of these courses that were not replaced or revoked; one query."""
    return Credential.objects.filter(state__in=COUNTED, seat__run__course__in=list(course_ids)).count()


@dataclass(frozen=True, slots=True)
class Reached:
    """The upper rungs of demand, in persons, and the papers at the end."""

    reserved: int
    confirmed: int
    booked: int
    attended: int
    issued: int


def reached_of(course_ids: Iterable[int]) -> Reached:
    """How far these courses have brought people: ``bookings.reads.ladder_of``, ``attended_of`` and ``issued_of`` by one query."""
    there = Exists(Attendance.objects.filter(seat=OuterRef("pk"), present=True))
    papers = Credential.objects.filter(state__in=COUNTED, seat=OuterRef("pk")).order_by().values("seat")
    over = Q(run__state=Run.State.CONFIRMED) | Q(run__state=Run.State.DONE)
    seats = Seat.objects.filter(run__course__in=list(course_ids)).annotate(
        there=there, papers=Subquery(papers.annotate(n=Count("pk")).values("n"))
    )
    found = seats.aggregate(
        reserved=Count("pk", HELD), confirmed=Count("pk", FIRM), booked=Count("pk", FIRM & over),
        attended=Count("person", Q(there=True), distinct=True), issued=Sum("papers", default=0),
    )  # fmt: skip
    return Reached(**found)


def attended_by_run(run_ids: Iterable[int]) -> dict[int, int]:
    """Different people who were in at least one session, by run; runs without anybody are left out."""
    rows = Attendance.objects.filter(present=True, session__run__in=list(run_ids)).values("session__run")
    return {row["session__run"]: row["n"] for row in rows.annotate(n=Count("seat__person", distinct=True)).order_by()}


def issued_by_run(run_ids: Iterable[int]) -> dict[int, int]:
    """Papers that were not replaced or revoked, by run."""
    rows = Credential.objects.filter(state__in=COUNTED, seat__run__in=list(run_ids)).values("seat__run")
    return {row["seat__run"]: row["n"] for row in rows.annotate(n=Count("pk")).order_by()}


@dataclass(frozen=True, slots=True)
class Figures:
    """The station in numbers: distinct people who attended, papers that count, those of them with an assessment."""

    attended: int
    issued: int
    certificates: int


def figures(now: datetime) -> Figures:
    """What the station adds to the thread; two queries."""
    counts = Credential.objects.filter(state__in=COUNTED).aggregate(
        issued=Count("pk"), certificates=Count("pk", filter=Q(kind=Kind.CERTIFICATE))
    )
    there = Attendance.objects.filter(present=True).values("seat__person").distinct().count()
    return Figures(there, counts["issued"], counts["certificates"])
