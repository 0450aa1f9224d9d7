"""Runs as everyone may see them, and their meetings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Prefetch, QuerySet

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.commons.people.reads import mailbox_of
from glascampus.commons.roles.access import is_office
from glascampus.stations.courses.models import Course, Move, Run, Session

SHOWN_STATES = [Run.State.OPEN, Run.State.CONFIRMED, Run.State.CANCELLED, Run.State.DONE]
COMING_STATES = [Run.State.OPEN, Run.State.CONFIRMED]


def runs_seen_by(user: Any) -> QuerySet[Run]:
    """Everyone sees runs that were offered, of published courses; the office sees planned ones, too."""
    runs = Run.objects.select_related("course", "site", "room")
    return runs if is_office(user) else runs.filter(state__in=SHOWN_STATES, course__state="published")


def run_by_code(code: str, user: Any) -> Run | None:
    """A run by its public code."""
    return runs_seen_by(user).prefetch_related("sessions__room", "lecturers").filter(code=code).first()


def shown_run(code: str) -> Run | None:
    """A run everyone may see, by its code; one query."""
    return runs_seen_by(None).filter(code=code).first()


def runs_of(course: Course, user: Any) -> QuerySet[Run]:
    """All runs of one course that ``user`` sees, with sessions and lecturers."""
    return (
        runs_seen_by(user).filter(course=course).prefetch_related("sessions", "lecturers").order_by("starts_at", "pk")
    )


def upcoming_runs(now: datetime, user: Any) -> QuerySet[Run]:
    """Runs still to begin that can take place, the next one first."""
    return runs_seen_by(user).filter(state__in=COMING_STATES, starts_at__gt=now).order_by("starts_at", "pk")


def upcoming_runs_of(course_ids: Iterable[int], now: datetime) -> QuerySet[Run]:
    """Coming runs of some courses."""
    runs = Run.objects.select_related("course", "site", "room").filter(course__in=list(course_ids))
    return runs.filter(state__in=COMING_STATES, starts_at__gt=now).order_by("starts_at", "pk")


def runs_between(first: datetime, after: datetime, user: Any) -> QuerySet[Run]:
    """Runs that take place, or took place, and reach into a time."""
    runs = runs_seen_by(user).filter(state__in=[*COMING_STATES, Run.State.DONE])
    return runs.filter(starts_at__lt=after, ends_at__gt=first).order_by("starts_at", "pk")


def runs_for_calendar(user: Any, now: datetime) -> QuerySet[Run]:
    """Coming runs with their sessions, for calendars and ``kurse.json``."""
    return upcoming_runs(now, user).prefetch_related(Prefetch("sessions", Session.objects.order_by("starts_at")))


def runs_taught_by(user: Any) -> QuerySet[Run]:
    """Runs in which the office put the person with this mailbox as lecturer; planned and cancelled ones, too."""
    mail = mailbox_of(user)
    teaches = Run.lecturers.through.objects.filter(person__email__iexact=mail, person__erased_at=None)
    runs = Run.objects.select_related("course", "site", "room")
    return runs.filter(pk__in=teaches.values("run")) if mail else runs.none()


def sessions_of(run: Run) -> QuerySet[Session]:
    """The meetings of a run in order."""
    return run.sessions.select_related("room").order_by("starts_at")


def met_in(runs: QuerySet[Any, Any] | Iterable[int]) -> QuerySet[Session]:
    """The meetings of some runs in order, with course and place at hand."""
    sessions = Session.objects.select_related("run__course", "run__site", "run__room", "room__site")
    return sessions.filter(run__in=runs).order_by("starts_at", "pk")


def moves_of(run: Run) -> QuerySet[Move]:
    """When a run's dates were moved, and what they were before; the first move first."""
    return run.moves.order_by("moved_at", "pk")


def last_start(now: datetime) -> datetime | None:
    """When the last of the coming runs begins."""
    found: datetime | None = Run.objects.filter(state__in=COMING_STATES, starts_at__gt=now).aggregate(
        at=Max("starts_at")
    )["at"]
    return found


def start_months(now: datetime, user: Any) -> list[date]:
    """The first days of the months in which coming runs begin."""
    months = upcoming_runs(now, user).order_by().datetimes("starts_at", "month", tzinfo=CAMPUS_ZONE)
    return [month.date() for month in months]


def codes() -> list[str]:
    """All run codes there are, of any campus, since codes are unique in the whole database."""
    return list(Run._base_manager.values_list("code", flat=True))
