"""Closing a run: all who earned a paper get one; one more when evidence came late."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.basics.reason import Refusal
from glascampus.commons.journal.actions import note
from glascampus.commons.roles.access import demand
from glascampus.stations.bookings.models import Seat
from glascampus.stations.courses.actions import mark_done
from glascampus.stations.courses.models import Run
from glascampus.stations.credentials import access, reads
from glascampus.stations.credentials.actions.papers import (
    NotIssued,
    course_facts,
    give,
    mail_papers,
    measured,
    not_earned,
    row_of,
    store,
)
from glascampus.stations.credentials.models import Credential


class NotClosed(Refusal):
    """The run could not be closed; nothing was changed."""


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
    facts = course_facts(run)
    made = [
        store(row, {**facts, **measured(row)}, by, now) for row in sheet.rows if row.kind and row.seat.pk not in valid
    ]
    note(by=by, deed="credentials.run_closed", thing=run, now=now, issued=len(made), seats=len(sheet.rows))
    mail_papers(made, by, now)
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
    row, sheet = row_of(seat, now)
    if seat.run.state != Run.State.DONE:
        raise NotIssued("run_still_open")
    if Credential.objects.filter(seat=seat, state=Credential.State.VALID).exists():
        raise NotIssued("has_credential")
    if not row.kind:
        raise not_earned(row)
    made = give(row, sheet, by, now)
    mail_papers([made], by, now)
    return made
