"""Kostenübersicht: what a course costs for some people, on one page to forward. It says plainly that it binds nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from glascampus.basics import days
from glascampus.engines.documents.packs import ENDLESS, PackSession
from glascampus.engines.documents.press import press, printable, qr_svg
from glascampus.engines.documents.words import words_of

MOST_SESSIONS = 12  # as many as stay readable; the others are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteData:
    """What the paper says; texts and money are in ``language`` already. ``for_whom`` is typed and kept nowhere."""

    language: Literal["de", "en"]
    campus_name: str
    course_title: str
    place: str
    sessions: tuple[PackSession, ...]
    people: int
    price: str
    total: str
    tax: str
    start: str
    closes_on: date
    cancelling: tuple[str, ...]
    book_url: str
    made_on: date
    for_whom: str = ""
    contact: str = ""
    example: bool = False


def quote(data: QuoteData) -> bytes:
    """The costs on one A4 page; the same data gives the same bytes.

    Raises:
        DocumentsMissing: typst is not installed.

    Cost: about 50 ms.
    """
    return press("quote.typ", _values(data), datetime.combine(data.made_on, datetime.min.time(), UTC))


def _values(data: QuoteData) -> dict[str, object]:
    words, language = words_of(data.language), data.language
    made, closes = days.long(data.made_on, language), days.long(data.closes_on, language)
    facts = [
        (words["quote_people"], str(data.people)), (words["quote_each"], data.price), (words["quote_tax"], data.tax),
        (words["quote_start"], data.start), (words["quote_close"], words["quote_until"].format(day=closes)),
        (words["quote_where"], data.place),
    ]  # fmt: skip
    return {
        "language": language,
        "words": words,
        "title": printable(f"{words['quote']}: {data.course_title}"),
        "campus": printable(data.campus_name),
        "course": _breaking(data.course_title),
        "for_whom": words["quote_for"].format(name=_breaking(data.for_whom)) if data.for_whom else "",
        "facts": [[name, _breaking(value)] for name, value in facts if value],
        "total": data.total,
        "dates": [_date(session, language) for session in data.sessions[:MOST_SESSIONS]],
        "more": max(len(data.sessions) - MOST_SESSIONS, 0),
        "cancelling": [_breaking(line) for line in data.cancelling],
        "as_of": words["quote_as_of"].format(day=made, close=closes),
        "book_url": data.book_url,
        "qr": qr_svg(data.book_url),
        "contact": _breaking(data.contact),
        "example": words["example"] if data.example else "",
    }


def _date(session: PackSession, language: str) -> str:
    clock = days.clock_span(session.starts_at, session.ends_at, language)
    where = f", {words_of(language)['online']}" if session.online else ""
    return f"{days.long_with_weekday(session.starts_at.date(), language)}, {clock}{where}"


def _breaking(words: str) -> str:
    """A word without end may break anywhere; where its letters meet, nothing is drawn."""
    return ENDLESS.sub(lambda found: "\u200b".join(found[0]), printable(words))
