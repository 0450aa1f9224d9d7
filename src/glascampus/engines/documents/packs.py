"""The papers of a run in one PDF: attendance lists to sign, door sign, name badges, leaflet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal, TypeVar

from glascampus.basics import days
from glascampus.engines.documents.press import press, printable, qr_svg
from glascampus.engines.documents.words import words_of

ROWS, COLUMNS, BADGES = 12, 5, 8  # names and sessions on a list, badges on a sheet
WHYS, OUTCOMES = 5, 8  # as many as fit the leaflet
ENDLESS = re.compile(r"\S{25,}")
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackSession:
    """One meeting, in the campus's own time."""

    starts_at: datetime
    ends_at: datetime
    room: str = ""
    online: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PackData:
    """What the papers of a run say; texts are in ``language`` already. ``list_url`` is what the list's QR code holds."""

    language: Literal["de", "en"]
    campus_name: str
    course_title: str
    run_code: str
    place: str
    address: str
    sessions: tuple[PackSession, ...]
    people: tuple[str, ...]
    list_url: str
    course_url: str
    made_on: date
    step_free: bool = False
    why: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    bring: str = ""
    way: str = ""
    contact: str = ""
    example: bool = False


def paper_pack(data: PackData) -> bytes:
    """All papers of the run; the same data gives the same bytes.

    Lists have ``ROWS`` lines and up to ``COLUMNS`` sessions a sheet, the last sheet is filled up with empty lines for those
    who come unannounced; badges are ``BADGES`` a sheet, empty ones where a sheet is not full.

    Raises:
        DocumentsMissing: typst is not installed.

    Cost: about 60 ms for 60 people.
    """
    at = datetime.combine(data.made_on, datetime.min.time(), UTC)
    return press("pack.typ", _values(data), at)


def _values(data: PackData) -> dict[str, object]:
    words = words_of(data.language)
    sheets = _sheets(data)
    online = bool(data.sessions) and all(session.online for session in data.sessions)  # nobody has to get anywhere
    return {
        "language": data.language,
        "words": words,
        "title": printable(f"{words['pack']}: {data.course_title}"),
        "campus": printable(data.campus_name),
        "course": _breaking(data.course_title),
        "run": printable(data.run_code),
        "place": words["online"] if online else _breaking(data.place),
        "address": "" if online else _breaking(data.address),
        "step_free": data.step_free and not online,
        "online": online,
        "example": words["example"] if data.example else "",
        "dates": [_date(session, data) for session in data.sessions],
        "rooms": [] if online else list(dict.fromkeys(_breaking(s.room) for s in data.sessions if s.room)),
        "room": _room(data, words["room"]),
        "sheets": [{**sheet, "says": words["sheet"].format(n=n, of=len(sheets))} for n, sheet in enumerate(sheets, 1)],
        "badges": _full([_breaking(name) for name in data.people], BADGES, ""),
        "why": [_breaking(why) for why in data.why[:WHYS]],
        "outcomes": [_breaking(outcome) for outcome in data.outcomes[:OUTCOMES]],
        "bring": [_breaking(line) for line in data.bring.splitlines() if line.strip()],
        "way": [_breaking(line) for line in data.way.splitlines() if line.strip()],
        "contact": _breaking(data.contact),
        "course_url": data.course_url,
        "list_qr": qr_svg(data.list_url),
        "course_qr": qr_svg(data.course_url),
    }


def _room(data: PackData, label: str) -> str:
    """The first room, called a room unless its name says so."""
    room = next((_breaking(session.room) for session in data.sessions if session.room), "")
    return room if label.casefold() in room.casefold() else f"{label} {room}"


def _sheets(data: PackData) -> list[dict[str, object]]:
    """A sheet for each twelve names and five sessions; nobody at all still gives one with empty lines."""
    names = _full([_breaking(name) for name in data.people], ROWS, "")
    held = [_column(session, data.language) for session in data.sessions]
    return [
        {"first": first * ROWS + 1, "names": some, "columns": columns}
        for first, some in enumerate(_parts(names, ROWS))
        for columns in _parts(held, COLUMNS) or [[]]
    ]


def _full(items: list[Item], size: int, filling: Item) -> list[Item]:
    """``items``, filled up to whole sheets of ``size``, at least one."""
    return items + [filling] * (-len(items) % size if items else size)


def _parts(items: Sequence[Item], size: int) -> list[list[Item]]:
    return [list(items[at : at + size]) for at in range(0, len(items), size)]


def _column(session: PackSession, language: str) -> list[str]:
    """Weekday and day, then the time."""
    return [days.short_with_weekday(session.starts_at.date(), language), _time(session, language)]


def _date(session: PackSession, data: PackData) -> dict[str, str]:
    where = words_of(data.language)["online"] if session.online else _breaking(session.room)
    return {
        "day": days.long_with_weekday(session.starts_at.date(), data.language),
        "time": _time(session, data.language),
        "where": where,
    }


def _time(session: PackSession, language: str) -> str:
    return days.clock_span(session.starts_at, session.ends_at, language)


def _breaking(words: str) -> str:
    """A word without end may break after every eighth letter; where its letters meet, nothing is drawn."""
    return ENDLESS.sub(lambda found: "\u200b".join(_pieces(found[0])), printable(words))


def _pieces(word: str) -> list[str]:
    return [word[at : at + 8] for at in range(0, len(word), 8)]
