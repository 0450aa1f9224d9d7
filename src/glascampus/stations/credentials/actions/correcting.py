"""A paper that says something wrong is replaced; of one person, or of a whole run."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.commons.journal.actions import note
from glascampus.commons.people.actions import keep_person
from glascampus.commons.roles.access import demand
from glascampus.stations.bookings.models import Seat
from glascampus.stations.courses.models import Run
from glascampus.stations.credentials import access, reads
from glascampus.stations.credentials.actions.attendance import NotNoted, note_result, tap
from glascampus.stations.credentials.actions.papers import (
    ISSUED,
    REISSUED,
    WITHDRAWN,
    NotIssued,
    end,
    give,
    mail_papers,
    measured,
    row_of,
    store,
    valid_paper,
)
from glascampus.stations.credentials.models import Credential
from glascampus.stations.credentials.reads import Change
from glascampus.stations.credentials.rules import REPLACING, REVOKING, Ended, Why, public_word


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
    old = valid_paper(credential)
    person = old.seat.person
    names = (person.given_name if given_name is None else given_name, family_name)
    names = (names[0], person.family_name if names[1] is None else names[1])
    if (person.given_name, person.family_name) != names:
        keep_person(person=person, by=by, now=now, given_name=names[0], family_name=names[1])
    _correct_evidence(old.seat, present, passed, by, now)
    row, _ = row_of(old.seat, now)
    change = reads.change_of(old, row)
    if change is None:
        raise NotIssued("nothing_changes")
    made = _carry_out(change, why, by, now)
    mail_papers([made], by, now, template=REISSUED if made.state == Credential.State.VALID else WITHDRAWN)
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
        made = give(change.row, sheet, by, now) if change.paper is None else _carry_out(change, why, by, now)
        done[change.deed].append(made)
    counts = {deed: len(papers) for deed, papers in done.items()}
    note(by=by, deed="credentials.run_corrected", thing=run, now=now, why=why.value, **counts)
    for deed, template in (("issue", ISSUED), ("replace", REISSUED), ("withdraw", WITHDRAWN)):
        mail_papers(done[deed], by, now, template=template)
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
        return end(old, public_word(why) if why in REVOKING else Ended.MISTAKE, why, by, now)
    end(old, Ended.REPLACED, why, by, now)
    return store(change.row, {**old.content, **measured(change.row)}, by, now, replaces=old)
