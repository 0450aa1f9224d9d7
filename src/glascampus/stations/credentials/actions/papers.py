"""Closing a run and the papers that follow. A paper's facts never change; a wrong one is replaced or revoked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from glascampus.basics.clock import today
from glascampus.basics.reason import Refusal
from glascampus.commons.journal.actions import keep, note
from glascampus.commons.outbox.actions import post
from glascampus.commons.people.actions import keep_person
from glascampus.commons.roles.access import demand
from glascampus.commons.roles.actions import time_to_undo
from glascampus.stations.bookings.models import Seat
from glascampus.stations.courses.actions import mark_done
from glascampus.stations.courses.models import Run
from glascampus.stations.credentials import access, reads
from glascampus.stations.credentials.actions.attendance import NotNoted, note_result, tap
from glascampus.stations.credentials.models import Credential
from glascampus.stations.credentials.reads import Change, Sheet, SheetRow
from glascampus.stations.credentials.rules import REPLACING, REVOKING, Ended, Why, public_word
from glascampus.stations.curriculum.models import Outcome

ISSUED, REISSUED, WITHDRAWN = (f"credentials/mail/{name}.txt" for name in ("issued", "reissued", "withdrawn"))


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
    facts = _course_facts(run)
    made = [
        _store(row, {**facts, **_measured(row)}, by, now) for row in sheet.rows if row.kind and row.seat.pk not in valid
    ]
    note(by=by, deed="credentials.run_closed", thing=run, now=now, issued=len(made), seats=len(sheet.rows))
    _mail(made, by, now)
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
    _mail([made], by, now)
    return made


@transaction.atomic
def reissue(
    *, credential: Credential, why: Why = Why.NAME_MISSPELT, by: Any, now: datetime, given_name: str | None = None,
    family_name: str | None = None, present: Collection[int] | None = None, passed: bool | None = None,
) -> Credential:  # fmt: skip
    """Correct what was wrong and replace a valid paper, in one deed; the holder is mailed the new link.

    Name, attendance (``present``: the sessions the person was in) and result are corrected where they are kept, so that nothing
    is typed twice; kind and hours follow. All else stays as it stood. If a paper is no longer earned, the old one ends as a
    mistake and is returned.

    Raises:
        NotAllowed: not the office.
        NotIssued: the paper does not hold any more, nothing would change, or the reason is none for a replacement.
    """
    demand(access.may_close(by))
    if why not in REPLACING:
        raise NotIssued("why_unfit", field="why")
    old = _valid(credential)
    person = old.seat.person
    names = (person.given_name if given_name is None else given_name, family_name)
    names = (names[0], person.family_name if names[1] is None else names[1])
    if (person.given_name, person.family_name) != names:
        keep_person(person=person, by=by, now=now, given_name=names[0], family_name=names[1])
    _correct_evidence(old.seat, present, passed, by, now)
    row, _ = _row_of(old.seat, now)
    change = reads.change_of(old, row)
    if change is None:
        raise NotIssued("nothing_changes")
    made = _carry_out(change, why, by, now)
    _mail([made], by, now, template=REISSUED if made.state == Credential.State.VALID else WITHDRAWN)
    return made


@dataclass(frozen=True, slots=True)
class Corrected:
    """What correcting a run brought: new papers for old ones, papers taken back, papers for people who had none."""

    replaced: Sequence[Credential]
    withdrawn: Sequence[Credential]
    issued: Sequence[Credential]


@transaction.atomic
def correct_run(*, run: Run, instead: Mapping[tuple[int, int], bool], why: Why, by: Any, now: datetime) -> Corrected:
    """Correct the attendance of a closed run (seat and session to present) and issue all papers anew that say something else.

    Raises:
        NotAllowed: not the office.
        NotIssued: the run is not closed, the reason is none for a replacement, or no paper would change.
        NotNoted: a seat or session is not of this run.
    """
    demand(access.may_close(by))
    run = Run.objects.select_for_update(of=("self",)).select_related("course", "campus", "site").get(pk=run.pk)
    if run.state != Run.State.DONE:
        raise NotIssued("run_still_open")
    if why not in REPLACING:
        raise NotIssued("why_unfit", field="why")
    _correct_attendance(run, instead, by, now)
    found = reads.changes(run, now)
    if not found:
        raise NotIssued("nothing_to_correct")
    sheet = reads.sheet(run, now)
    done: dict[str, list[Credential]] = {"issue": [], "replace": [], "withdraw": []}
    for change in found:
        made = _issue(change.row, sheet, by, now) if change.paper is None else _carry_out(change, why, by, now)
        done[change.deed].append(made)
    counts = {deed: len(papers) for deed, papers in done.items()}
    note(by=by, deed="credentials.run_corrected", thing=run, now=now, why=why.value, **counts)
    for deed, template in (("issue", ISSUED), ("replace", REISSUED), ("withdraw", WITHDRAWN)):
        _mail(done[deed], by, now, template=template)
    return Corrected(done["replace"], done["withdraw"], done["issue"])


def _correct_attendance(run: Run, instead: Mapping[tuple[int, int], bool], by: Any, now: datetime) -> None:
    """Each entry that is other than noted; the same again changes nothing and writes no line."""
    seats = {seat.pk: seat for seat in reads.seated(run)}
    sessions = {session.pk: session for session in run.sessions.all()}
    for (seat, session), present in instead.items():
        if seat not in seats or session not in sessions:
            raise NotNoted("not_seated")
        tap(session=sessions[session], seat=seats[seat], present=present, by=by, now=now)


def _correct_evidence(seat: Seat, present: Collection[int] | None, passed: bool | None, by: Any, now: datetime) -> None:
    if present is not None:
        sessions = seat.run.sessions.values_list("pk", flat=True)
        _correct_attendance(seat.run, {(seat.pk, pk): pk in present for pk in sessions}, by, now)
    if passed is not None:
        note_result(seat=seat, passed=passed, by=by, now=now)


def _carry_out(change: Change, why: Why, by: Any, now: datetime) -> Credential:
    """End the old paper; give the new one, or the old one where none is earned any more."""
    old = change.paper
    assert old  # no caller comes here without one
    if change.row.kind is None:
        return _end(old, public_word(why) if why in REVOKING else Ended.MISTAKE, why, by, now)
    _end(old, Ended.REPLACED, why, by, now)
    return _store(change.row, {**old.content, **_measured(change.row)}, by, now, replaces=old)


@transaction.atomic
def revoke(*, credential: Credential, why: Why = Why.ON_REQUEST, by: Any, now: datetime) -> Credential:
    """The paper does not hold any more; its page says so in one neutral word, the true reason stands in the journal.

    Raises:
        NotAllowed: not the office.
        NotIssued: it did not hold anyway, or the reason is none for taking a paper back.
    """
    demand(access.may_close(by))
    if why not in REVOKING:
        raise NotIssued("why_unfit", field="why")
    ended = _end(_valid(credential), public_word(why), why, by, now)
    _mail([ended], by, now, template=WITHDRAWN)
    return ended


@transaction.atomic
def forget(*, email: str, now: datetime) -> int:
    """Part of ``people erase``, which writes the line: take the name off every paper of the person with this address.

    Attendance and results stay: they are numbers. The page of the paper then says that there was one and nothing else; one
    that had been replaced or taken back before keeps its state, so that no paper is counted twice.
    """
    papers = Credential.objects.filter(seat__person__email__iexact=email).exclude(person_name="")
    papers.filter(state=Credential.State.VALID).update(state=Credential.State.ERASED, ended_at=now)
    return papers.update(person_name="")


@transaction.atomic
def end_papers(rows: QuerySet[Credential], now: datetime) -> int:
    """Part of the daily end of what is past, which writes the line: papers go, with what points from one to the next."""
    pks = list(rows.values_list("pk", flat=True))
    Credential.objects.filter(replaces__in=pks).update(replaces=None)
    return Credential.objects.filter(pk__in=pks).delete()[0]


def _not_earned(row: SheetRow) -> NotIssued:
    refusal = NotIssued(row.why.code)
    refusal.reason = row.why
    return refusal


def _valid(credential: Credential) -> Credential:
    locked = Credential.objects.select_for_update(of=("self",))
    row = locked.select_related("seat__person", "seat__booking", "seat__run__course", "campus").get(pk=credential.pk)
    if row.state != Credential.State.VALID:
        raise NotIssued("not_valid")
    return row


def _row_of(seat: Seat, now: datetime) -> tuple[SheetRow, Sheet]:
    sheet = reads.sheet(seat.run, now)
    for row in sheet.rows:
        if row.seat.pk == seat.pk:
            return row, sheet
    raise NotIssued("not_seated")


def _end(credential: Credential, word: Ended, why: Why, by: Any, now: datetime) -> Credential:
    """The public word goes to the paper, the true reason to the journal only."""
    credential.state, credential.ended_at = word.value, now
    credential.save(update_fields=["state", "ended_at"])
    note(by=by, deed=f"credentials.{word.value}", thing=credential, now=now, why=why.value)
    return credential


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


def _mail(papers: Iterable[Credential], by: Any, now: datetime, template: str = ISSUED) -> None:
    """One mail to each person with an address; for all others one to whoever booked, with all their links."""
    boxes: dict[tuple[str, int], list[Credential]] = defaultdict(list)
    for paper in papers:
        person, booking = paper.seat.person, paper.seat.booking
        boxes[person.email or booking.booker_email, booking.pk].append(paper)
    with time_to_undo(by=by, now=now):
        for (box, _booking), theirs in boxes.items():
            if not box:
                continue
            own = bool(theirs[0].seat.person.email)
            post(
                campus=theirs[0].campus, to=box, template=template, language=theirs[0].language,
                context={"papers": theirs, "own": own, "run": theirs[0].seat.run}, now=now, about=theirs[0],
            )  # fmt: skip
