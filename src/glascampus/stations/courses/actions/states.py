"""Bringing a run from one state to the next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from glascampus.commons.journal.actions import note
from glascampus.commons.roles.access import demand
from glascampus.stations.courses import rules
from glascampus.stations.courses.access import may_change_runs
from glascampus.stations.courses.models import Course, Run
from glascampus.stations.courses.rules import NotReady, WrongState


@transaction.atomic
def open_run(*, run: Run, by: Any, now: datetime) -> Run:
    """Offer a planned run for booking.

    Raises:
        NotReady: no session yet, or the course is a draft.
        WrongState: it is not planned.
    """
    demand(may_change_runs(by))
    if not run.sessions.exists():
        raise NotReady
    if run.course.state != Course.State.PUBLISHED:
        raise NotReady("course_not_published")
    _become(run, Run.State.OPEN)
    note(by=by, deed="courses.run_opened", thing=run, now=now)
    return run


@transaction.atomic
def plan_run(*, run: Run, by: Any, now: datetime) -> Run:
    """Take an open run without bookings back into planning.

    Raises:
        WrongState: somebody has booked already, or it is not open.
    """
    demand(may_change_runs(by))
    if Run.objects.select_for_update().get(pk=run.pk).taken:
        raise WrongState("run_has_bookings")
    _become(run, Run.State.PLANNED)
    note(by=by, deed="courses.run_planned", thing=run, now=now)
    return run


def mark_confirmed(*, run: Run, by: Any, now: datetime) -> None:
    """It takes place. Part of the caller's deed, which asks access, writes the line and tells everybody."""
    _become(run, Run.State.CONFIRMED)


def mark_cancelled(*, run: Run, by: Any, now: datetime) -> None:
    """It does not take place. Part of the caller's deed, which asks access, writes the line and tells everybody."""
    _become(run, Run.State.CANCELLED, sequence=F("sequence") + 1)


def mark_done(*, run: Run, by: Any, now: datetime) -> None:
    """It is over and closed. Part of the caller's deed, which asks access and writes the line."""
    _become(run, Run.State.DONE, closed_at=now)


def mark_undone(*, run: Run, state: str) -> None:
    """Back to the state before a deed that was taken back within its ten minutes; part of the caller's deed.

    The sequence still grows: a calendar that subscribes may have fetched the deed meanwhile.
    """
    Run.objects.filter(pk=run.pk).update(state=state, sequence=F("sequence") + 1)
    run.refresh_from_db(fields=["state", "sequence"])


def _become(run: Run, wanted: str, **more: Any) -> None:
    """Change the state only from a state the database holds: two at once cannot both win."""
    allowed = [state for state in Run.State.values if rules.may_become(state, wanted)]
    if not Run.objects.filter(pk=run.pk, state__in=allowed).update(state=wanted, **more):
        raise WrongState
    run.refresh_from_db(fields=["state", *more])
