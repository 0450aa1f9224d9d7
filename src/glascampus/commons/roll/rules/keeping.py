"""What an app keeps, how long, and how it gives out and forgets what it knows of a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Keep:
    """What a table is for, and how long its rows stay once their purpose has ended. The record of processing is made from it.

    Args:
        days: how long; ``None`` while the campus lives, unless ``rule`` names a row of the rulebook (its unit is days or years,
            years count from the end of the calendar year) which then decides.
        basis: on what the processing rests: contract, duty, consent, interest or task (Art. 6 DSGVO).
        recipients: who gets to see it, as codes.
        past: the rows whose purpose ended before a moment; the worker ends them once a day, in batches.
        end: what ending means; rows are deleted unless an action of the app is named: ``end(rows, now)`` returns how many.
        goes_with: the table whose end takes these rows along.
    """

    model: str
    purpose: str | Any
    days: int | None
    personal: bool = False
    basis: str = ""
    recipients: tuple[str, ...] = ("office",)
    rule: str = ""
    past: Callable[[datetime], Any] | None = None
    end: Callable[[Any, datetime], int] | None = None
    goes_with: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays of a person after erasure, why, and until when."""

    what: str
    why: str
    until: date | None


@dataclass(slots=True)
class Erased:
    """How many rows of which table forgot a person, and what was kept."""

    rows: dict[str, int] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Personal:
    """How an app gives out and forgets what it knows of a person, found by e-mail address (lower case).

    ``export(email)`` gives a mapping of table name to rows; ``erase(email, now)`` removes or blanks inside the caller's
    transaction. A dry run is a real run that is rolled back.
    """

    name: str
    export: Callable[[str], Mapping[str, Sequence[Mapping[str, object]]]]
    erase: Callable[[str, datetime], Erased]
