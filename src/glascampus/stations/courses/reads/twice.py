"""Coming meetings that want the same room or the same lecturer: what the board says, and where the calendar leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from glascampus.basics.text import Text
from glascampus.commons.people.models import Person
from glascampus.engines.double_use import Meeting, Trouble, troubles
from glascampus.stations.courses.models import Run
from glascampus.stations.courses.reads.planning import meetings_between
from glascampus.stations.courses.rules import LOOKS_AHEAD, room_taken

# One query without objects: half a year of a large campus is a thousand meetings, and the board needs two of them.
COLUMNS = (
    "pk", "starts_at", "ends_at", "mode", "run__course__title_de", "run__course__title_en",
    "room", "room__name_de", "room__name_en", "run__room", "run__room__name_de", "run__room__name_en",
    "run__lecturers", "run__lecturers__given_name", "run__lecturers__family_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TakenTwice:
    """Two meetings that want the same: from when on, of which courses, and the names of the room and the lecturers."""

    starts_at: datetime
    courses: tuple[Text, Text]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Use:
    """A meeting with the names of what it takes."""

    meeting: Meeting
    course: Text
    room: Text | None
    lecturers: Mapping[int, tuple[str, str]]

    def named(self, trouble: Trouble) -> str:
        if trouble.person is None:
            return str(self.room)
        given, family = self.lecturers[trouble.person]
        return Person(given_name=given, family_name=family).name


def taken_twice(since: datetime) -> list[TakenTwice]:
    """Pairs of meetings after a moment that want the same, drafts too, the nearest first; one query."""
    rows = meetings_between(since, since + LOOKS_AHEAD, Run.objects.all()).values(*COLUMNS)
    uses = {key: _use(list(some)) for key, some in groupby(rows, itemgetter("pk"))}
    pairs: dict[tuple[int, int], list[Trouble]] = {}
    for key, wrong in troubles(use.meeting for use in uses.values()).items():
        for trouble in wrong:
            if trouble.other is not None and key < trouble.other:  # each of the two names the other
                pairs.setdefault((key, trouble.other), []).append(trouble)
    return sorted((_pair(uses[one], uses[other], why) for (one, other), why in pairs.items()), key=_when)


def _when(pair: TakenTwice) -> datetime:
    return pair.starts_at


def _pair(one: _Use, other: _Use, why: Iterable[Trouble]) -> TakenTwice:
    first, second = sorted((one, other), key=lambda use: (use.meeting.starts_at, use.meeting.key))
    names = tuple(one.named(trouble) for trouble in why)
    return TakenTwice(second.meeting.starts_at, (first.course, second.course), names)


def _use(rows: list[dict[str, Any]]) -> _Use:
    """The rows of a meeting differ in the lecturer only."""
    row = rows[0]
    room = room_taken(mode=row["mode"], own=_room(row, "room"), of_run=_room(row, "run__room"))
    lecturers = {each["run__lecturers"]: (each["run__lecturers__given_name"], each["run__lecturers__family_name"])
                 for each in rows if each["run__lecturers"]}  # fmt: skip
    meeting = Meeting(
        row["pk"], row["starts_at"], row["ends_at"], room[0] if room else None, people=frozenset(lecturers)
    )
    course = Text(row["run__course__title_de"], row["run__course__title_en"])
    return _Use(meeting, course, room[1] if room else None, lecturers)


def _room(row: Mapping[str, Any], at: str) -> tuple[int, Text] | None:
    return (row[at], Text(row[f"{at}__name_de"], row[f"{at}__name_en"])) if row[at] else None
