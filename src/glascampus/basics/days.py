"""How the house writes a day and a time of day. A day has a short way for lists and buttons, a long one for sentences, each with or without the weekday.

Short "11. Jan. 2027", long "11. Januar 2027"; in English "11 Jan 2027" and "11 January 2027". There is no third way on any page.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import lru_cache

from babel.dates import format_date, format_time

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.basics.text import language_of_reader, locale_of

PARTIAL = re.compile(r"(?<![\d-])[12]\d{3}-\d{2}(?:-\d{2})?(?![\d-])", re.ASCII)
MONTH_ONLY = len("2027-01")


def on(moment: date) -> date:
    """The campus day of a date or an aware datetime."""
    if isinstance(moment, datetime):
        return (moment.astimezone(CAMPUS_ZONE) if moment.tzinfo else moment).date()
    return moment


def short(moment: date | None, language: str = "") -> str:
    """Says "11. Jan. 2027", in English "11 Jan 2027"; "" for None."""
    return written(moment, "d. MMM y", "d MMM y", language)


def long(moment: date | None, language: str = "") -> str:
    """Says "11. Januar 2027", in English "11 January 2027"; "" for None."""
    return written(moment, "d. MMMM y", "d MMMM y", language)


def short_with_weekday(moment: date | None, language: str = "") -> str:
    """Says "Mo 11. Jan. 2027", in English "Mon 11 Jan 2027"; "" for None."""
    return written(moment, "ccc d. MMM y", "ccc d MMM y", language)


def long_with_weekday(moment: date | None, language: str = "") -> str:
    """Says "Montag, 11. Januar 2027", in English "Monday 11 January 2027"; "" for None."""
    return written(moment, "EEEE, d. MMMM y", "EEEE d MMMM y", language)


def month(moment: date | None, language: str = "") -> str:
    """Says "Januar 2027", in English "January 2027"; "" for None."""
    return written(moment, "LLLL y", "LLLL y", language)


def clock(moment: datetime | None, language: str = "") -> str:
    """Campus time of an aware datetime: "08:00 Uhr", in English "08:00"; "" for None."""
    if not moment:
        return ""
    return _timed(moment, "HH:mm" if _tongue(language) == "en" else "HH:mm 'Uhr'", language)


def clock_span(starts: datetime | time, ends: datetime | time, language: str = "") -> str:
    """Two times of a day as one phrase: "08:00 bis 15:30 Uhr", in English "08:00 to 15:30"."""
    to, after = ("to", "") if _tongue(language) == "en" else ("bis", " Uhr")
    begin, end = (_timed(moment, "HH:mm", language) for moment in (starts, ends))
    return f"{begin} {to} {end}{after}"


def _timed(moment: datetime | time, pattern: str, language: str) -> str:
    """A time of day by a pattern; that of a datetime as the campus's clocks show it."""
    if isinstance(moment, datetime):
        moment = (moment.astimezone(CAMPUS_ZONE) if moment.tzinfo else moment).time()
    return format_time(moment, pattern, locale=locale_of(_tongue(language)))


def _tongue(language: str) -> str:
    return (language or language_of_reader())[:2]


def typed(moment: date | None) -> str:
    """How somebody types a day into a search, "11.01.2027"; never shown."""
    return f"{on(moment):%d.%m.%Y}" if moment else ""


def dated(text: str, language: str = "") -> str:
    """A date as a source gives it, in words: "2020-02, 2020-03-09" becomes "Februar 2020; 9. März 2020".

    A year stays a year, and so does whatever is no date ("Frühjahr 2020"). Several with commas get semicolons.
    """
    parts = re.split(r"\s*[,;]\s*", text.strip())
    said = [PARTIAL.sub(lambda found: _partial(found[0], language), part) for part in parts]
    return "; ".join(said) if said != parts else text.strip()


def _partial(iso: str, language: str) -> str:
    try:
        day = date.fromisoformat((iso + "-01")[: len("2027-01-11")])
    except ValueError:  # no day of the calendar: as it was typed
        return iso
    return month(day, language) if len(iso) == MONTH_ONLY else long(day, language)


def written(moment: date | None, german: str, english: str, language: str = "") -> str:
    """A day by the pattern of the language, that of the reader where none is named; "" for None."""
    if not moment:
        return ""
    tongue = _tongue(language)
    return _formatted(on(moment), english if tongue == "en" else german, locale_of(tongue))


@lru_cache(maxsize=4096)  # a list repeats its days, and a day is written the same way forever
def _formatted(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=locale)
