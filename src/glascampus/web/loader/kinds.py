"""What may stand in a field: each kind looks at a value and says what is wrong with it, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import urlsplit

Kind = Callable[[object], str | None]
LONGEST_LINK = 400
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FILE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.(jpg|png)")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
DATED = re.compile(r"[12]\d{3}(-\d{2}(-\d{2})?)?")


def text(most: int = 10_000) -> Kind:
    """Words that are not empty, at most ``most`` characters."""

    def look(value: object) -> str | None:
        if not isinstance(value, str):
            return "must be a text in quotes"
        if not value.strip():
            return "is empty"
        return None if len(value.strip()) <= most else f"is longer than {most} characters"

    return look


def slug(most: int = 60) -> Kind:
    """Small letters, digits and single hyphens."""

    def look(value: object) -> str | None:
        if not isinstance(value, str) or not SLUG.fullmatch(value):
            return "must be small letters, digits and hyphens"
        return None if len(value) <= most else f"is longer than {most} characters"

    return look


def whole(least: int, most: int) -> Kind:
    """A whole number between two others, both included."""

    def look(value: object) -> str | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return "must be a whole number"
        return None if least <= value <= most else f"must be between {least} and {most}"

    return look


def yes_no(value: object) -> str | None:
    """True or false."""
    return None if isinstance(value, bool) else "must be true or false"


def one_of(*words: str) -> Kind:
    """One of a few words."""

    def look(value: object) -> str | None:
        return None if value in words else f"must be one of {', '.join(words)}"

    return look


def list_of(kind: Kind) -> Kind:
    """A list, each entry of one kind."""

    def look(value: object) -> str | None:
        if not isinstance(value, list):
            return "must be a list in brackets"
        return next((f"holds {one!r}, which {says}" for one in value if (says := kind(one))), None)

    return look


def dated(value: object) -> str | None:
    """A year, a month or a day that the calendar has: 2019, 2019-07, 2019-07-05."""
    if not isinstance(value, str) or not DATED.fullmatch(value):
        return "must be a date like 2019, 2019-07 or 2019-07-05"
    try:
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return "is not a day of the calendar"
    return None


def clock(value: object) -> str | None:
    """A time of day like 08:00."""
    good = isinstance(value, str) and CLOCK.fullmatch(value)
    return None if good else "must be a time like 08:00"


def file_name(value: object) -> str | None:
    """A picture in the folder ``pictures`` of the campus, never a way out of it."""
    good = isinstance(value, str) and FILE.fullmatch(value)
    return None if good else "must be the name of a picture like furnace.jpg or panes.png"


def link(value: object) -> str | None:
    """A public address."""
    if not isinstance(value, str) or urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname:
        return "must be an address that begins with https:// or http://"
    return None if len(value) <= LONGEST_LINK else f"is longer than {LONGEST_LINK} characters"


def link_or_nothing(value: object) -> str | None:
    """A public address, or an empty text where there is none."""
    return None if value == "" else link(value)


def source(value: object) -> str | None:
    """Where something was read: an address, or a title of several words."""
    words = text(LONGEST_LINK)(value)
    return words or (None if " " in str(value) else link(value))
