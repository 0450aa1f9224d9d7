"""The figures by name, and what is computed from plain rows: shares, firms that were answered, quarters, bars."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


class Unit(StrEnum):
    """What a figure counts in."""

    COUNT = "count"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Spec:
    """A figure: its station on the thread, its unit, and the office's list behind it (name of a route)."""

    code: str
    station: str
    unit: Unit = Unit.COUNT
    list_route: str = ""


SPECS: Sequence[Spec] = (
    Spec("topics", "need", list_route="needs:office_topics"),
    Spec("firms_asked", "need", list_route="needs:office_statements"),
    Spec("modules", "curriculum", list_route="curriculum:office_modules"),
    Spec("gaps", "curriculum", list_route="curriculum:office_modules"),
    Spec("courses", "course", list_route="courses:office_courses"),
    Spec("runs_held", "course", list_route="courses:office_runs"),
    Spec("share_held", "course", Unit.PERCENT, "courses:office_runs"),
    Spec("seats_booked", "booking", list_route="bookings:office_bookings"),
    Spec("fill_rate", "booking", Unit.PERCENT, "courses:office_runs"),
    Spec("credentials", "credential", list_route="credentials:office_credentials"),
    Spec("people_attended", "impact", list_route="courses:office_runs"),
    Spec("firms_answered", "impact", list_route="needs:office_statements"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A confirmed statement: the key of its firm, its topic, and when it was made."""

    firm: str
    topic: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Quarter:
    """Seats booked and people who came, in the runs that began in one quarter; the widths are for the picture."""

    year: int
    quarter: int
    booked: int
    attended: int
    booked_width: str = "0%"
    attended_width: str = "0%"


def share_percent(part: int, whole: int) -> int | None:
    """Whole percent, rounded half up; nothing of nothing is no share."""
    return (200 * part + whole) // (2 * whole) if whole else None


def firms_by_topic(asked: Iterable[Asked]) -> dict[int | None, set[str]]:
    """The different firms behind each topic; None holds what is joined to no topic yet."""
    found: dict[int | None, set[str]] = defaultdict(set)
    for one in asked:
        if one.firm:
            found[one.topic].add(one.firm)
    return dict(found)


def answered(asked: Iterable[Asked], taught: Mapping[int, Sequence[datetime]]) -> list[Asked]:
    """Statements that led to people in a room: after they were made, somebody attended a run that answers their topic.

    ``taught`` maps a topic to the beginnings of its runs with attendance.
    """
    return [
        one for one in asked if one.topic is not None and any(start > one.at for start in taught.get(one.topic, ()))
    ]


def quarters(runs: Iterable[tuple[datetime, int, int]], *, most: int = 8) -> list[Quarter]:
    """(start, booked, attended) of runs summed by quarter of campus time, oldest first, the newest ``most``."""
    booked: Counter[tuple[int, int]] = Counter()
    attended: Counter[tuple[int, int]] = Counter()
    for starts_at, seats, people in runs:
        local = starts_at.astimezone(BERLIN)
        key = (local.year, (local.month + 2) // 3)
        booked[key] += seats
        attended[key] += people
    keys = sorted(booked)[-most:]
    longest = max((max(booked[key], attended[key]) for key in keys), default=0)
    return [
        Quarter(*key, booked[key], attended[key], _width(booked[key], longest), _width(attended[key], longest))
        for key in keys
    ]


def _width(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "0%"


# By quarter, for funders

Key = tuple[int, int]  # (year, quarter)
Counts = dict[str, Counter[Key]]
MEASURES: Mapping[str, str] = {  # measure: its station on the thread, in the order of the thread
    "needs_stated": "need", "firms_stated": "need", "modules_made": "curriculum", "courses_made": "course", "runs_held": "course",
    "runs_cancelled": "course", "seats_booked": "booking", "papers": "credential", "certificates": "credential",
    "people_attended": "impact", "hours_attended": "impact",
}  # fmt: skip
EXACT = frozenset({"modules_made", "courses_made", "runs_held", "runs_cancelled"})  # things, not people
USUAL_SPAN = 4


def quarter_of(at: datetime) -> Key:
    """The quarter of campus time in which a moment lies."""
    local = at.astimezone(BERLIN)
    return local.year, (local.month + 2) // 3


def empty_counts() -> Counts:
    """A count of nothing for each measure."""
    return {code: Counter() for code in MEASURES}


def quarters_from(counts: Counts, now: datetime) -> tuple[Key, ...]:
    """Every quarter from the first that holds anything to the present one."""
    last = quarter_of(now)
    first = min((key for counter in counts.values() for key, n in counter.items() if n), default=last)
    span = range(min(_index(first), _index(last)), _index(last) + 1)
    return tuple((index // 4, index % 4 + 1) for index in span)


def chosen(choice: Sequence[Key], first: Key | None, last: Key | None) -> tuple[Key, ...]:
    """The quarters of ``choice`` from ``first`` to ``last``, whichever is earlier; by default the last four. Never empty."""
    begin, end = sorted((first or (9999, 4), last or (9999, 4)))
    if first is None or last is None:
        begin = first or last or choice[max(len(choice) - USUAL_SPAN, 0)]
        end = last or choice[-1]
    return tuple(key for key in choice if begin <= key <= end) or (choice[-1],)


def quarter_named(text: str) -> Key | None:
    """Read "2027-1"; anything else is None."""
    year, _, quarter = text.partition("-")
    plain = len(year) == 4 and year.isascii() and year.isdigit() and quarter in {"1", "2", "3", "4"}  # noqa: PLR2004
    return (int(year), int(quarter)) if plain else None


def _index(key: Key) -> int:
    return key[0] * 4 + key[1] - 1
