"""Closing a run and the papers that follow. A paper's facts never change; a wrong one is replaced or revoked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.basics.clock import today
from glascampus.basics.reason import Refusal
from glascampus.commons.journal.actions import keep, note
from glascampus.commons.outbox.actions import post
from glascampus.commons.people.actions import keep_person
from glascampus.commons.roles.access import demand
from glascampus.stations.bookings.models import Seat
from glascampus.stations.courses.actions import mark_done
from glascampus.stations.courses.models import Run
from glascampus.stations.credentials import access, reads
from glascampus.stations.credentials.models import Credential
from glascampus.stations.credentials.reads import Sheet, SheetRow
from glascampus.stations.curriculum.models import Outcome


class NotClosed(Refusal):
    """The run could not be closed; nothing was changed."""


class NotIssued(Refusal):
    """No paper follows from the evidence; nothing was changed."""


@transaction.atomic
def close_run(*, run: Run, by: Any, now: datetime) -> list[Credential]:
    """Close a run that is over: issue a paper to all who earned one and mail the links.

    Raises:
        NotAllowed: not the office.
        NotClosed: it is not over, not held, closed already, or attendance is missing (the reason names who).
    """
    demand(access.may_close(by))
    run = Run.objects.select_for_update(of=("self",)).select_related("course", "campus", "site").get(pk=run.pk)
    _must_be_over(run, now)
    sheet = reads.sheet(run, now)
    if sheet.missing:
        raise NotClosed("attendance_missing", names=", ".join(row.name for row in sheet.missing))
    mark_done(run=run, by=by, now=now)
    valid = reads.papers_of(run)
    made = [_issue(row, sheet, by, now) for row in sheet.rows if row.kind and row.seat.pk not in valid]
    note(by=by, deed="credentials.run_closed", thing=run, now=now, issued=len(made), seats=len(sheet.rows))
    _mail(made, now)
    return made


def _must_be_over(run: Run, now: datetime) -> None:
    if run.state == Run.State.DONE:
        raise NotClosed("run_already_closed")
    if run.state not in {Run.State.OPEN, Run.State.CONFIRMED}:
        raise NotClosed("run_not_held")
    if run.ends_at is None:
        raise NotClosed("no_sessions")
    if now < run.ends_at:
        raise NotClosed("run_not_over")


@transaction.atomic
def issue(*, seat: Seat, by: Any, now: datetime) -> Credential:
    """Issue one paper after the run was closed, when evidence came late.

    Raises:
        NotAllowed: not the office.
        NotIssued: the run is not closed, the person has a valid paper, or the evidence is not enough.
    """
    demand(access.may_close(by))
    seat = (
        Seat.objects.select_for_update(of=("self",))
        .select_related("run__course", "run__campus", "run__site")
        .get(pk=seat.pk)
    )
    row, sheet = _row_of(seat, now)
    if seat.run.state != Run.State.DONE:
        raise NotIssued("run_still_open")
    if Credential.objects.filter(seat=seat, state=Credential.State.VALID).exists():
        raise NotIssued("has_credential")
    if not row.kind:
        raise _not_earned(row)
    made = _issue(row, sheet, by, now)
    _mail([made], now)
    return made


@transaction.atomic
def reissue(*, credential: Credential, given_name: str, family_name: str, by: Any, now: datetime) -> Credential:
    """Replace a valid paper: the name as given now, kind and hours from today's evidence, all else as it stood.

    The person is corrected too, so that nothing is typed twice.

    Raises:
        NotAllowed: not the office.
        NotIssued: the paper does not hold any more, or the evidence is no longer enough (then revoke it).
    """
    demand(access.may_close(by))
    old = _valid(credential)
    person = old.seat.person
    if (person.given_name, person.family_name) != (given_name, family_name):
        keep_person(person=person, by=by, now=now, given_name=given_name, family_name=family_name)
    row, _ = _row_of(old.seat, now)
    if not row.kind:
        raise _not_earned(row)
    _end(old, Credential.State.REPLACED, by, now)
    content = {**old.content, **_measured(row)}
    made = _store(row, content, by, now, replaces=old)
    _mail([made], now)
    return made


@transaction.atomic
def revoke(*, credential: Credential, by: Any, now: datetime) -> Credential:
    """The paper does not hold any more; its page says so.

    Raises:
        NotAllowed: not the office.
        NotIssued: it did not hold anyway.
    """
    demand(access.may_close(by))
    return _end(_valid(credential), Credential.State.REVOKED, by, now)


@transaction.atomic
def forget(*, email: str, now: datetime) -> int:
    """Part of ``people erase``, which writes the line: take the name off every paper of the person with this address.

    Attendance and results stay: they are numbers. The page of the paper then says that there was one.
    """
    papers = Credential.objects.filter(seat__person__email__iexact=email).exclude(state=Credential.State.ERASED)
    return papers.update(state=Credential.State.ERASED, person_name="", ended_at=now)


def _not_earned(row: SheetRow) -> NotIssued:
    refusal = NotIssued(row.why.code)
    refusal.reason = row.why
    return refusal


def _valid(credential: Credential) -> Credential:
    locked = Credential.objects.select_for_update(of=("self",))
    row = locked.select_related("seat__person", "seat__run__course").get(pk=credential.pk)
    if row.state != Credential.State.VALID:
        raise NotIssued("not_valid")
    return row


def _row_of(seat: Seat, now: datetime) -> tuple[SheetRow, Sheet]:
    sheet = reads.sheet(seat.run, now)
    for row in sheet.rows:
        if row.seat.pk == seat.pk:
            return row, sheet
    raise NotIssued("not_seated")


def _end(credential: Credential, state: Credential.State, by: Any, now: datetime) -> Credential:
    deed = f"credentials.{state.value}"
    return keep(thing=credential, by=by, now=now, deed=deed, values={"state": state, "ended_at": now})


def _issue(row: SheetRow, sheet: Sheet, by: Any, now: datetime) -> Credential:
    return _store(row, {**_course_facts(sheet.run), **_measured(row)}, by, now)


def _store(
    row: SheetRow, content: Mapping[str, Any], by: Any, now: datetime, replaces: Credential | None = None
) -> Credential:
    assert row.kind  # no caller comes here without a kind
    paper = Credential(
        campus_id=row.seat.campus_id, seat=row.seat, kind=row.kind, language=row.seat.booking.language[:2],
        person_name=row.name, content=dict(content), issued_at=now, replaces=replaces,
    )  # fmt: skip
    return keep(thing=paper, by=by, now=now, deed="credentials.issued")


def _course_facts(run: Run) -> dict[str, Any]:
    """What the paper says of the course, as it stands today; it stays so when the course is edited later."""
    course, campus = run.course, run.campus
    assert run.starts_at and run.ends_at  # noqa: PT018  a closed run had sessions
    outcomes = Outcome.objects.filter(module__in=course.modules.all()).order_by("module__title_de", "position", "pk")
    return {
        "course": {"de": course.title_de, "en": course.title_en},
        "outcomes": [{"de": outcome.text_de, "en": outcome.text_en} for outcome in outcomes],
        "run": run.code,
        "first_on": today(run.starts_at).isoformat(),
        "last_on": today(run.ends_at).isoformat(),
        "issuer": {"de": campus.name_de, "en": campus.name_en},
        "place": campus.town or (run.site.town if run.site else ""),
        "example": run.example,
    }


def _measured(row: SheetRow) -> dict[str, Any]:
    """Minutes, and why this kind of paper: code and numbers, no words."""
    return {
        "planned_minutes": row.evidence.planned_minutes,
        "attended_minutes": row.evidence.attended_minutes,
        "assessed": row.evidence.assessed,
        "why": {"code": row.why.code, **row.why.numbers},
    }


def _mail(papers: Iterable[Credential], now: datetime) -> None:
    """One mail to each person with an address; for all others one to whoever booked, with all their links."""
    boxes: dict[tuple[str, int], list[Credential]] = defaultdict(list)
    for paper in papers:
        person, booking = paper.seat.person, paper.seat.booking
        boxes[person.email or booking.booker_email, booking.pk].append(paper)
    for (box, _booking), theirs in boxes.items():
        if not box:
            continue
        own = bool(theirs[0].seat.person.email)
        post(
            campus=theirs[0].campus, to=box, template="credentials/mail/issued.txt", language=theirs[0].language,
            context={"papers": theirs, "own": own, "run": theirs[0].seat.run}, now=now, about=theirs[0],
        )  # fmt: skip
