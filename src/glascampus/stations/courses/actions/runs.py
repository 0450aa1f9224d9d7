"""Writing runs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.basics.clock import today
from glascampus.commons.journal.actions import keep, remove
from glascampus.commons.roles.access import demand
from glascampus.stations.courses import rules
from glascampus.stations.courses.access import may_change_runs
from glascampus.stations.courses.actions.sessions import follow
from glascampus.stations.courses.models import Run, Session
from glascampus.stations.courses.reads import codes
from glascampus.stations.courses.rules import CapacityTooSmall, RunRefused

FOLLOWS_BY_ITSELF = ("taken", "state", "sequence", "starts_at", "ends_at", "closed_at")


@transaction.atomic
def keep_run(*, run: Run, by: Any, now: datetime, session: Session | None = None, **values: Any) -> Run:
    """Store a new or changed run. ``taken``, ``state`` and the span are not set here.

    ``session`` is the first meeting of a new run, not stored yet; with it ``closes_at`` and ``code`` may be left open.

    Raises:
        NotAllowed: not the office.
        CapacityTooSmall: more seats are taken than the run would have.
        RunRefused: the booking ends after the run began, or the minimum is above the capacity.
    """
    demand(may_change_runs(by))
    spans = [(session.starts_at, session.ends_at)] if session else []
    if run.pk:
        run.refresh_from_db(fields=FOLLOWS_BY_ITSELF, from_queryset=Run.objects.select_for_update())
        spans = list(run.sessions.values_list("starts_at", "ends_at"))
    _set(run, values, spans, now)
    _must_fit(run, spans)
    deed = "courses.run_changed" if run.pk else "courses.run_made"
    keep(thing=run, by=by, now=now, deed=deed, values={k: v for k, v in values.items() if k == "lecturers"})
    if session:
        session.run, session.campus = run, run.campus
        session.full_clean()
        session.save()
        follow(run)
    return run


def _set(run: Run, values: dict[str, Any], spans: list[rules.Span], now: datetime) -> None:
    for name, value in values.items():
        if name != "lecturers":
            setattr(run, name, value)
    first = rules.timetable(spans).starts_at
    if not run.pk:
        run.made_at = now
    if getattr(run, "closes_at", None) is None:
        run.closes_at = rules.default_close(first, now) if first else now
    run.code = run.code or rules.propose_code(run.course.slug, today(first or now), codes())


def _must_fit(run: Run, spans: list[rules.Span]) -> None:
    if run.capacity < run.taken:
        raise CapacityTooSmall(field="capacity", taken=run.taken)
    if run.minimum > run.capacity:
        raise RunRefused("minimum_above_capacity", field="minimum")
    if run.room is not None and run.site is not None and run.room.site_id != run.site.pk:
        raise RunRefused("room_elsewhere", field="room")
    rules.check_times(spans, run.closes_at)


@transaction.atomic
def remove_run(*, run: Run, by: Any, now: datetime) -> None:
    """Delete a run that nobody ever booked."""
    demand(may_change_runs(by))
    remove(thing=run, by=by, now=now, deed="courses.run_removed")
