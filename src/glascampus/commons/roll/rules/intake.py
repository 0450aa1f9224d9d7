"""Lists that come in from a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from glascampus.basics.reason import Reason


@dataclass(frozen=True, slots=True)
class IntakeColumn:
    """A column of a list: its name, the words people put above it, how long its texts may be, whether it must be filled."""

    name: str
    label: str | Any
    headings: frozenset[str]
    longest: int
    required: bool = False


def intake_column(name: str, label: str | Any, headings: str, longest: int, *, required: bool = False) -> IntakeColumn:
    """A column whose headings are written with bars between them; capitals do not matter."""
    return IntakeColumn(name, label, frozenset(headings.split("|")), longest, required)


@dataclass(frozen=True, slots=True)
class Taking:
    """A list on its way in: where, by whom, when, for which thing, and what was typed beside it."""

    campus: Any
    by: Any
    now: datetime
    about: Any = None
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Look:
    """What will become of a row: its faults as (column, reason), whether it is there already, or a sentence of its own."""

    faults: list[tuple[str, Reason]] = field(default_factory=list)
    known: bool = False
    says: str | Any = ""


Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class IntakeKind:
    """What a list from a spreadsheet may hold. Each app announces its kinds as ``intake_kinds``.

    Args:
        same: two rows with the same key mean the same.
        look: a look for each row that has all it must have, in their order; a fixed number of queries for all of them.
        make: makes things of the good rows and returns what ``unmake`` needs to take each back; part of the caller's transaction.
        unmake: takes one thing back; raises ``Refusal`` where something leans on it.
        about: the thing a list belongs to, by what the address says and as far as somebody may see it.
        named: what that thing is called; ``back``: its page.
        listed: the route of the office's list that shows these things.
        refuses: why no list can be taken in just now.
        form: a form with what else must be typed; its values are ``Taking.more``.
    """

    key: str
    label: str | Any
    columns: Sequence[IntakeColumn]
    same: Callable[[Row, Taking], str]
    look: Callable[[Sequence[Row], Taking], list[Look]]
    make: Callable[[Sequence[Row], Taking], list[int]]
    unmake: Callable[[int, Any, datetime], None]
    intro: str | Any = ""
    undo: str | Any = ""
    about: Callable[[Any, str], Any] | None = None
    named: Callable[[Any], str] = str
    back: Callable[[Any], tuple[str, str]] | None = None
    listed: str = ""
    refuses: Callable[[Taking], Reason | None] = lambda _taking: None
    form: type[Any] | None = None
