"""Which meetings want the same room or the same person at the same time, and which rooms are too small."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting: when, in which room with how many seats (None: in none), with whom, and for how many."""

    key: int
    starts_at: datetime
    ends_at: datetime
    room: int | None = None
    room_seats: int | None = None
    people: frozenset[int] = frozenset()
    capacity: int = 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a meeting: "room" or "person" with the other meeting's key (and the person), or "small"."""

    kind: str
    other: int | None = None
    person: int | None = None


def troubles(meetings: Iterable[Meeting]) -> Mapping[int, list[Trouble]]:
    """What is wrong, by the key of each meeting with whom something is; a meeting that ends when the next begins is in order.

    Returns:
        Both meetings of a pair name each other; the earlier one is looked at first. Meetings without trouble are left out.

    Raises:
        ValueError: a meeting does not end after it begins.

    Cost: O(n log n + p) time for n meetings with p pairs at the same time, O(n + p) memory.
    """
    found: dict[int, list[Trouble]] = {}
    running: list[Meeting] = []
    for meeting in sorted(meetings, key=lambda one: (one.starts_at, one.key)):
        if meeting.ends_at <= meeting.starts_at:
            raise ValueError(f"meeting {meeting.key} does not end after it begins")
        if meeting.room_seats is not None and meeting.room_seats < meeting.capacity:
            found.setdefault(meeting.key, []).append(Trouble("small"))
        running = [other for other in running if other.ends_at > meeting.starts_at]
        for other in running:
            for kind, person in _shared(meeting, other):
                found.setdefault(other.key, []).append(Trouble(kind, meeting.key, person))
                found.setdefault(meeting.key, []).append(Trouble(kind, other.key, person))
        running.append(meeting)
    return found


def _shared(one: Meeting, other: Meeting) -> Iterable[tuple[str, int | None]]:
    """What two meetings at the same time both want."""
    if one.room is not None and one.room == other.room:
        yield "room", None
    yield from (("person", person) for person in sorted(one.people & other.people))
