"""Writing the meetings of a run; its span follows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from glascampus.commons.journal.actions import keep, remove
from glascampus.commons.roles.access import demand
from glascampus.stations.courses import rules
from glascampus.stations.courses.access import may_change_runs
from glascampus.stations.courses.models import Run, Session
from glascampus.stations.courses.rules import RunRefused, SessionsOverlap


@transaction.atomic
def keep_session(*, session: Session, by: Any, now: datetime, **values: Any) -> Session:
    """Store a new or changed meeting; the run's span follows, calendars learn of it by a higher sequence.

    Raises:
        SessionsOverlap: another meeting of the run is at that time.
        RunRefused: it has no length, or it would begin before the booking ends.
    """
    demand(may_change_runs(by))
    run = Run.objects.select_for_update().get(pk=session.run_id)
    deed = "courses.session_changed" if session.pk else "courses.session_made"
    others = list(run.sessions.exclude(pk=session.pk).values_list("starts_at", "ends_at"))
    wanted = (values.get("starts_at", session.starts_at), values.get("ends_at", session.ends_at))
    rules.check_times([wanted], wanted[0])
    if rules.overlap([*others, wanted]):
        raise SessionsOverlap(field="starts_at")
    if rules.timetable([*others, wanted]).starts_at < run.closes_at:  # type: ignore[operator]  # there is at least one
        raise RunRefused("closes_after_start", field="starts_at")
    keep(thing=session, by=by, now=now, deed=deed, values=values)
    follow(run)
    return session


@transaction.atomic
def remove_session(*, session: Session, by: Any, now: datetime) -> None:
    """Delete a meeting of a run.

    Raises:
        RunRefused: people can book the run, and this is its only meeting.
    """
    demand(may_change_runs(by))
    run = Run.objects.select_for_update().get(pk=session.run_id)
    if run.state != rules.PLANNED and run.sessions.count() == 1:
        raise RunRefused("last_session")
    remove(thing=session, by=by, now=now, deed="courses.session_removed")
    follow(run)


def follow(run: Run) -> None:
    """The run's span is its sessions' span; an UPDATE, so that no other column is written back."""
    times = rules.timetable(run.sessions.values_list("starts_at", "ends_at"))
    Run.objects.filter(pk=run.pk).update(starts_at=times.starts_at, ends_at=times.ends_at, sequence=F("sequence") + 1)
    run.refresh_from_db(fields=["starts_at", "ends_at", "sequence"])
