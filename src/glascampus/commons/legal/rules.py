"""When a row's time is over, and what a text version is recognised by."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta

from glascampus.basics.clock import CAMPUS_ZONE, today
from glascampus.basics.reason import Refusal
from glascampus.basics.rulebook import Rulebook, Value
from glascampus.commons.roll.rules import Keep


class RuleNotKept(Refusal):
    """A row of the rulebook that cannot be: another kind of value, an unknown key, two rows on one day."""


class AnswerNotSent(Refusal):
    """There is nothing to answer with, or it was answered already."""


def sha256(text: str) -> str:
    """What a text as shown is recognised by."""
    return hashlib.sha256(text.encode()).hexdigest()


def limit_of(keep: Keep, rulebook: Rulebook) -> tuple[int, str] | None:
    """(how many, "days" or "years"), or None while the campus lives; a rulebook row wins over the announced days."""
    if keep.rule:
        return rulebook.whole(keep.rule), keep.rule.rpartition("_")[2]
    return None if keep.days is None else (keep.days, "days")


def ended_before(keep: Keep, rulebook: Rulebook, now: datetime) -> datetime | None:
    """Rows whose purpose ended before this moment are past their time; None: never.

    Days count back from the campus's midnight. Years count from the end of the calendar year (§147 Abs. 4 AO): what ended at any
    time in 2018 and stays 8 years goes on 1 January 2027.
    """
    limit = limit_of(keep, rulebook)
    if limit is None:
        return None
    number, unit = limit
    day = today(now)
    first = date(max(day.year - number, 1), 1, 1) if unit == "years" else day - timedelta(days=number)
    return datetime.combine(first, time(), CAMPUS_ZONE)


def read_value(typed: str, like: Value) -> Value:
    """What the office typed, as the same kind of value as the shipped row.

    Raises:
        RuleNotKept: it is none.
    """
    typed = typed.strip()
    try:
        if isinstance(like, bool):
            return {"ja": True, "yes": True, "true": True, "nein": False, "no": False, "false": False}[typed.lower()]
        if isinstance(like, int):
            return _whole(typed)
        if isinstance(like, date):
            return date.fromisoformat(typed)
        if isinstance(like, tuple):
            return tuple(part.strip() for part in typed.split(",") if part.strip())
    except (KeyError, ValueError):
        raise RuleNotKept("rule_value_wrong", field="value") from None
    return typed


def _whole(typed: str) -> int:
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 12 else -1  # noqa: PLR2004  a billion euros in cents
    if number < 0:
        raise ValueError(typed)
    return number


def stored(value: Value) -> object:
    """The value as JSON keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def restored(value: object, like: Value | None) -> Value:
    """The value as the rulebook wants it."""
    if isinstance(value, list):
        return tuple(str(part) for part in value)
    if isinstance(like, date) and isinstance(value, str):
        return date.fromisoformat(value)
    return value if isinstance(value, bool | int | str) else str(value)
