"""When rooms and people are taken: the office's calendar, and what stands in the way of new dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from glascampus.basics.reason import Reason
from glascampus.commons.people.models import Person
from glascampus.commons.sites.models import Room
from glascampus.engines.double_use import Meeting, Trouble, troubles
from glascampus.stations.courses.models import Run, Session
from glascampus.stations.courses.reads.runs import runs_seen_by
from glascampus.stations.courses.rules import Clash, Span, room_taken


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

    def named(self, trouble: Trouble) -> str:
        """The room or the lecturer that is wanted twice."""
        if trouble.person is None:
            return str(self.room.name) if self.room else ""
        return next(one.name for one in self.lecturers if one.pk == trouble.person)


def meetings_between(first: datetime, after: datetime, runs: QuerySet[Run]) -> QuerySet[Session]:
    """The meetings of some runs that lie in a time, in order; a cancelled run takes neither room nor lecturer."""
    live = runs.exclude(state=Run.State.CANCELLED).order_by()
    sessions = Session.objects.filter(run__in=live.values("pk"), starts_at__lt=after, ends_at__gt=first)
    return sessions.order_by("starts_at", "pk")


def planned_between(first: datetime, after: datetime, user: Any) -> list[Planned]:
    """The meetings that lie in a time, of runs that are not cancelled, in order and with what is wrong; two queries."""
    rows = _planned(meetings_between(first, after, runs_seen_by(user)))
    wrong = troubles(_meeting(row) for row in rows.values())
    return [
        replace(row, troubles=tuple(_why(one, row, rows) for one in wrong.get(key, ()))) for key, row in rows.items()
    ]


def clashes(run: Run, times: Mapping[int, Span]) -> list[Clash]:
    """Which rooms and lecturers of a run another run has at the wanted times, the other's meetings in order; two queries.

    ``times`` are the wanted times by the session's id.
    """
    if not times:
        return []
    first, after = min(start for start, _end in times.values()), max(end for _start, end in times.values())
    still_to_come = Run.objects.exclude(pk=run.pk).exclude(state=Run.State.DONE)
    others = _planned(meetings_between(first, after, still_to_come))
    wrong = troubles([*_wanted(run, times), *map(_meeting, others.values())])
    found = [(row, trouble) for key, row in others.items() for trouble in wrong.get(key, ()) if trouble.other in times]
    return list(dict.fromkeys(_clash(row, trouble) for row, trouble in found))


def _planned(sessions: QuerySet[Session]) -> dict[int, Planned]:
    """Meetings with their room and who teaches, by their id; two queries."""
    found = sessions.select_related("run__course", "run__site", "run__room__site", "room__site")
    return {
        one.pk: Planned(
            one, room_taken(mode=one.mode, own=one.room, of_run=one.run.room), tuple(one.run.lecturers.all())
        )
        for one in found.prefetch_related("run__lecturers")
    }


def _wanted(run: Run, times: Mapping[int, Span]) -> Iterator[Meeting]:
    people = frozenset(person.pk for person in run.lecturers.all())
    for one in run.sessions.all():
        if span := times.get(one.pk):
            room = room_taken(mode=one.mode, own=one.room_id, of_run=run.room_id)
            yield Meeting(one.pk, *span, room, people=people)


def _clash(row: Planned, trouble: Trouble) -> Clash:
    what = "room" if trouble.person is None else "lecturer"
    return Clash(what, row.named(trouble), row.session.run.code, row.session.starts_at, row.session.ends_at)


def _meeting(row: Planned) -> Meeting:
    return Meeting(
        row.session.pk, row.session.starts_at, row.session.ends_at, row.room.pk if row.room else None,
        row.room.seats if row.room else None, frozenset(one.pk for one in row.lecturers), row.session.run.capacity,
    )  # fmt: skip


def _why(trouble: Trouble, row: Planned, rows: Mapping[int, Planned]) -> Reason:
    """The same as a reason with the names that its sentence needs."""
    name = row.named(trouble)
    if trouble.other is None:
        seats = row.room.seats if row.room else 0
        return Reason("room_too_small", room=name, seats=seats, capacity=row.session.run.capacity)
    other = str(rows[trouble.other].session.run.course.title)
    if trouble.person is None:
        return Reason("room_taken_twice", room=name, course=other)
    return Reason("lecturer_taken_twice", name=name, course=other)
