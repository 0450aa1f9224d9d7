"""Attendance sheets, papers, and what they count up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from glascampus.basics.clock import today
from glascampus.basics.reason import Reason
from glascampus.basics.tokens import fingerprint
from glascampus.commons.campuses.reads import link_token
from glascampus.commons.desk.reads import holding
from glascampus.commons.journal.models import Line
from glascampus.commons.legal.reads import rulebook
from glascampus.commons.organisations.reads import organisations_of
from glascampus.commons.people.reads import mailbox_of
from glascampus.commons.roles.access import is_office
from glascampus.stations.bookings.models import Seat
from glascampus.stations.bookings.reads import FIRM, HELD
from glascampus.stations.courses.models import Course, Run, Session
from glascampus.stations.credentials.models import Attendance, AttendanceLink, Credential, Result
from glascampus.stations.credentials.rules import (
    Evidence,
    Kind,
    LinkHours,
    LinkState,
    Span,
    attended_minutes,
    kind_of,
    link_state,
    opens_next,
    why,
)

# an erased name does not unmake the paper, nor does the end of its time
COUNTED = (Credential.State.VALID, Credential.State.EXPIRED, Credential.State.ERASED)


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


# The lecturer's link


def token_of(link: AttendanceLink) -> str:
    """The link's token; made again for each mail and page, only its fingerprint is stored."""
    return link_token("attendance", f"{link.run_id}/{link.number}")


def link_by_token(token: str) -> AttendanceLink | None:
    """The link a token opens, revoked ones too: they get a friendly sentence."""
    return AttendanceLink.objects.filter(link=fingerprint(token)).select_related("run__course", "run__site").first()


def newest_link(run: Run) -> AttendanceLink | None:
    """The run's last link, unless it was revoked."""
    link = AttendanceLink.objects.filter(run=run).order_by("-number").first()
    return link if link and not link.revoked_at else None


def newest_links(run_ids: Iterable[int]) -> dict[int, AttendanceLink]:
    """The last link of each run, without those that were revoked; one query."""
    links = AttendanceLink.objects.filter(run__in=list(run_ids)).select_related("run").order_by("number")
    newest = {link.run_id: link for link in links}
    return {run: link for run, link in newest.items() if not link.revoked_at}


def link_hours(now: datetime) -> LinkHours:
    """How long before and after a session the link is open (rulebook)."""
    book = rulebook(today(now))
    before = book.whole("credentials.attendance_link_opens_hours_before")
    return LinkHours(
        timedelta(hours=before), timedelta(hours=book.whole("credentials.attendance_link_ends_hours_after"))
    )


def spans_of(run: Run) -> list[Span]:
    """From when to when each session lasts, in order."""
    return list(run.sessions.values_list("starts_at", "ends_at"))


def links_past(before: datetime) -> QuerySet[AttendanceLink]:
    """Links of runs that ended before a moment."""
    return AttendanceLink.objects.filter(run__ends_at__lt=before)


def state_of(link: AttendanceLink, now: datetime) -> LinkState:
    """Whether the link opens now."""
    return link_state(
        spans_of(link.run),
        hours=link_hours(now),
        revoked=link.revoked_at is not None,
        run_done=link.run.state in {Run.State.DONE, Run.State.CANCELLED},
        now=now,
    )


def opens_next_at(run: Run, now: datetime) -> datetime | None:
    """When the run's link opens next, None when it will not."""
    return opens_next(spans_of(run), hours=link_hours(now), now=now)


# Papers


def credentials_seen_by(user: Any) -> QuerySet[Credential]:
    """The office sees all; who has signed in sees their own by e-mail address; others see those whose link they hold."""
    all_of_them = Credential.objects.select_related("seat__run__course", "seat__person", "seat__booking")
    if is_office(user):
        return all_of_them
    if getattr(user, "is_authenticated", False) and user.email:
        return all_of_them.filter(seat__person__email__iexact=user.email).exclude(state=Credential.State.ERASED)
    return all_of_them.none()


def own_papers_seen_by(user: Any) -> QuerySet[Credential]:
    """The papers of whoever has proven the mailbox, newest first; the office's own, too, not everybody's."""
    mail = mailbox_of(user)
    papers = Credential.objects.select_related("seat__run__course", "seat__person")
    mine = papers.filter(seat__person__email__iexact=mail) if mail else papers.none()
    return mine.exclude(state=Credential.State.ERASED)


def firm_papers_seen_by(user: Any) -> QuerySet[Credential]:
    """Papers from seats that a firm booked for which ``user`` acts; what somebody booked alone stays theirs."""
    papers = Credential.objects.select_related("seat__run__course", "seat__person")
    mine = papers.filter(seat__booking__organisation__in=organisations_of(user))
    return mine.exclude(state=Credential.State.ERASED)


def newest_example(course: Course) -> Credential | None:
    """A valid paper of a course that was invented for the demo, a certificate before others; None where there is none."""
    papers = Credential.objects.filter(
        seat__run__course=course, seat__booking__example=True, state=Credential.State.VALID
    )
    return papers.order_by("-kind", "-issued_at", "-pk").first()


def by_uuid(uuid: UUID) -> Credential | None:
    """The paper whose link somebody holds."""
    return Credential.objects.filter(uuid=uuid).select_related("campus").first()


def found(papers: QuerySet[Credential], words: str) -> QuerySet[Credential]:
    """Papers whose person, firm, course or run bears all ``words``."""
    fields = ("person_name", "seat__run__code", "seat__run__course__title_de", "seat__booking__organisation_name")
    return holding(papers, words, *fields)


def papers_in_state(papers: QuerySet[Credential], state: str) -> QuerySet[Credential]:
    """Papers in one state."""
    return papers.filter(state=state)


def papers_of_kind(papers: QuerySet[Credential], kind: str) -> QuerySet[Credential]:
    """Attendance only, or with a passed assessment."""
    return papers.filter(kind=kind)


def attendance_past(before: datetime) -> QuerySet[Attendance]:
    """Attendance of sessions before a moment on which no paper leans any more."""
    papers = Credential.objects.filter(seat=OuterRef("seat"))
    return Attendance.objects.filter(~Exists(papers), session__ends_at__lt=before)


def results_past(before: datetime) -> QuerySet[Result]:
    """Results of runs that ended before a moment on which no paper leans any more."""
    papers = Credential.objects.filter(seat=OuterRef("seat"))
    return Result.objects.filter(~Exists(papers), seat__run__ends_at__lt=before)


def papers_past(before: datetime) -> QuerySet[Credential]:
    """Papers of runs that ended before a moment."""
    return Credential.objects.filter(seat__run__ends_at__lt=before)


def papers_of(run: Run) -> dict[int, Credential]:
    """The valid paper of each seat of a run."""
    return {c.seat_id: c for c in Credential.objects.filter(seat__run=run, state=Credential.State.VALID)}


# What would have to be issued anew


@dataclass(frozen=True, slots=True)
class Change:
    """A seat whose paper no longer says what is noted; ``paper`` None: there was never one, ``row.kind`` None: not earned."""

    row: SheetRow
    paper: Credential | None

    @property
    def deed(self) -> str:
        """``issue``, ``replace`` or ``withdraw``."""
        if self.paper is None:
            return "issue"
        return "replace" if self.row.kind else "withdraw"


def changes(
    run: Run, now: datetime, *, instead: Mapping[tuple[int, int], bool] | None = None,
    passed_instead: Mapping[int, bool] | None = None,
) -> list[Change]:  # fmt: skip
    """What would follow if the attendance of ``run`` were ``instead``; eight queries.

    Who once had a paper that was taken back gets no other one here: that is a decision about one person.
    """
    whole = sheet(run, now, instead=instead, passed_instead=passed_instead)
    valid = papers_of(run)
    had = set(Credential.objects.filter(seat__run=run).values_list("seat_id", flat=True))
    found = []
    for row in whole.rows:
        if (paper := valid.get(row.seat.pk)) is not None:
            found.append(change_of(paper, row))
        elif row.kind and row.seat.pk not in had:
            found.append(Change(row, None))
    return [change for change in found if change is not None]


def change_of(paper: Credential, row: SheetRow) -> Change | None:
    """Whether a paper says something else than ``row``; the share it needs is the one of the day it was issued."""
    need = int(paper.content.get("why", {}).get("need", 0))
    kind = kind_of(row.evidence, minimum_percent=need)
    row = replace(row, kind=kind if isinstance(kind, Kind) else None, why=why(row.evidence, minimum_percent=need))
    said = (paper.person_name, paper.kind, paper.content["attended_minutes"], paper.content["planned_minutes"])
    noted = (row.name, row.kind, row.evidence.attended_minutes, row.evidence.planned_minutes)
    return None if said == noted else Change(row, paper)


def named(row: SheetRow, given_name: str, family_name: str) -> SheetRow:
    """The row as if the person were called so."""
    return replace(row, name=f"{given_name} {family_name}".strip())


@dataclass(frozen=True, slots=True)
class Past:
    """One line of a paper's history, for the office: when, what, and the true reason."""

    at: datetime
    deed: str
    why: str
    paper: Credential


def history_of(paper: Credential) -> list[Past]:
    """Everything that happened to this paper and to all others of the same seat, oldest first; two queries."""
    papers = {one.pk: one for one in Credential.objects.filter(seat=paper.seat_id)}
    lines = Line.objects.filter(thing_kind="credentials.credential", thing_id__in=papers).order_by("pk")
    return [Past(line.at, line.deed, str(line.facts.get("why", "")), papers[line.thing_id or 0]) for line in lines]


def replaced_by(paper: Credential) -> Credential | None:
    """The paper that took the place of this one; only the office may be shown it."""
    return Credential.objects.filter(replaces=paper).first()


# Figures


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


# For the office's board and for verify


def unclosed(now: datetime) -> QuerySet[Run]:
    """Runs that are over and wait to be closed, oldest first; while the lecturer's link is still open nothing waits for the office."""
    return (
        Run.objects.filter(state__in=[Run.State.OPEN, Run.State.CONFIRMED], ends_at__lt=now - link_hours(now).after)
        .select_related("course")
        .order_by("ends_at", "pk")
    )


def gaps_of(runs: Iterable[Run]) -> dict[int, int]:
    """How many entries of attendance are missing, by run; three queries for all runs together."""
    ids = [run.pk for run in runs]
    need: dict[int, int] = defaultdict(int)
    sessions = dict(Session.objects.filter(run__in=ids).values_list("run").annotate(n=Count("pk")).order_by())
    seats = Seat.objects.filter(run__in=ids, state=Seat.State.SEATED)
    for run, count in seats.values_list("run").annotate(n=Count("pk")).order_by():
        need[run] = count * sessions.get(run, 0)
    noted = Attendance.objects.filter(session__run__in=ids, seat__state=Seat.State.SEATED)
    for run, count in noted.values_list("session__run").annotate(n=Count("pk")).order_by():
        need[run] -= count
    return {run: max(count, 0) for run, count in need.items()}


def thread_faults() -> tuple[int, list[tuple[str, str]]]:
    """Papers that hang in the air: (how many were seen, [(where, what is wrong)])."""
    papers = Credential.objects.filter(state__in=COUNTED)
    attended = set(Attendance.objects.filter(present=True).values_list("seat_id", flat=True))
    known = set(Seat.objects.values_list("pk", flat=True))
    faults = []
    for pk, seat in papers.values_list("pk", "seat_id"):
        if seat not in known:
            faults.append((f"credentials.credential:{pk}", "its seat is gone"))
        elif seat not in attended:
            faults.append((f"credentials.credential:{pk}", "its seat has no attendance"))
    return papers.count(), faults
