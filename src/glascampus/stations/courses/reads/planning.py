"""When rooms and people are taken: the office's calendar, and what stands in the way of new dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from glascampus.basics.reason import Reason
from glascampus.commons.people.models import Person
from glascampus.commons.sites.models import Room
from glascampus.engines.double_use import Meeting, Trouble, troubles
from glascampus.stations.courses.models import Run, Session
from glascampus.stations.courses.reads.runs import COMING_STATES, runs_seen_by
from glascampus.stations.courses.rules import Clash, Span, room_taken


def clashes(run: Run, times: Mapping[int, Span]) -> list[Clash]:
    """Where the room or a lecturer of a run is already taken by another run; two queries.

    ``times`` are the wanted times by the session's id.
    """
    spans = list(times.values())
    if not spans:
        return []
    others = Session.objects.select_related("run__course", "run__room", "room").prefetch_related("run__lecturers")
    others = others.filter(run__state__in=[Run.State.PLANNED, *COMING_STATES]).exclude(run=run.pk)
    near = others.filter(starts_at__lt=max(end for _s, end in spans), ends_at__gt=min(start for start, _e in spans))
    rooms = {s.pk: s.room_id or run.room_id for s in run.sessions.all()}
    teachers = {person.pk for person in run.lecturers.all()}
    found = []
    for other in near.order_by("starts_at", "pk"):
        met = [pk for pk, (start, end) in times.items() if start < other.ends_at and other.starts_at < end]
        room = other.room or other.run.room
        if room and any(rooms.get(pk) == room.pk for pk in met):
            found.append(Clash("room", str(room.name), other.run.code, other.starts_at, other.ends_at))
        busy = [p for p in other.run.lecturers.all() if p.pk in teachers] if met else []
        found += [Clash("lecturer", p.name, other.run.code, other.starts_at, other.ends_at) for p in busy]
    return found


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting in the office's calendar, with its room, who teaches, and what is wrong with it."""

    session: Session
    room: Room | None
    lecturers: tuple[Person, ...]
    troubles: tuple[Reason, ...] = ()

    def fits(self, *, site: int | None, room: int | None, person: int | None) -> bool:
        """Whether somebody who narrowed the calendar wants to see it."""
        return (
            (site is None or self.session.run.site_id == site)
            and (room is None or (self.room is not None and self.room.pk == room))
            and (person is None or any(one.pk == person for one in self.lecturers))
        )


def meetings_between(first: datetime, after: datetime, runs: QuerySet[Run]) -> QuerySet[Session]:
    """The meetings of some runs that lie in a time, in order; a cancelled run takes neither room nor lecturer."""
    live = runs.exclude(state=Run.State.CANCELLED).order_by()
    sessions = Session.objects.filter(run__in=live.values("pk"), starts_at__lt=after, ends_at__gt=first)
    return sessions.order_by("starts_at", "pk")


def planned_between(first: datetime, after: datetime, user: Any) -> list[Planned]:
    """The meetings that lie in a time, of runs that are not cancelled, in order and with what is wrong; two queries."""
    sessions = meetings_between(first, after, runs_seen_by(user))
    rows = [
        Planned(one, room_taken(mode=one.mode, own=one.room, of_run=one.run.room), tuple(one.run.lecturers.all()))
        for one in sessions.select_related(
            "run__course", "run__site", "run__room__site", "room__site"
        ).prefetch_related("run__lecturers")
    ]
    by_key = {row.session.pk: row for row in rows}
    wrong = troubles(_meeting(row) for row in rows)
    return [
        replace(row, troubles=tuple(_why(one, row, by_key) for one in wrong.get(row.session.pk, ()))) for row in rows
    ]


def _meeting(row: Planned) -> Meeting:
    return Meeting(
        row.session.pk, row.session.starts_at, row.session.ends_at, row.room.pk if row.room else None,
        row.room.seats if row.room else None, frozenset(one.pk for one in row.lecturers), row.session.run.capacity,
    )  # fmt: skip


def _why(trouble: Trouble, row: Planned, rows: Mapping[int, Planned]) -> Reason:
    """The same as a reason with the names that its sentence needs."""
    room = str(row.room.name) if row.room else ""
    if trouble.other is None:
        return Reason(
            "room_too_small", room=room, seats=row.room.seats if row.room else 0, capacity=row.session.run.capacity
        )
    other = str(rows[trouble.other].session.run.course.title)
    if trouble.person is None:
        return Reason("room_taken_twice", room=room, course=other)
    name = next(one.name for one in row.lecturers if one.pk == trouble.person)
    return Reason("lecturer_taken_twice", name=name, course=other)
