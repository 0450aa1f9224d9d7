"""What an app may announce. Plain values and functions; who collects them knows no app by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from glascampus.basics.text import Text

NO_TEXT = Text()
CHECK_NAMES = ("seats", "oversale", "journal", "outbox", "money", "thread", "scope", "files", "keys")


@dataclass(frozen=True, slots=True)
class Fault:
    """A place in the stored data, and what is wrong there, in one sentence."""

    where: str
    says: str


@dataclass(frozen=True, slots=True)
class Check:
    """Part of ``verify``: ``look()`` gives how many things it saw and the faults among them.

    It is asked once for every campus, in its scope; one that looks at the ``whole`` installation only once, in none.
    """

    name: str
    look: Callable[[], tuple[int, list[Fault]]]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """Something the worker does again and again: at most every ``every_s`` seconds; returns how much it did."""

    name: str
    every_s: float
    do: Callable[[datetime], int]


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


@dataclass(frozen=True, slots=True)
class Findable:
    """Something one can search for; it says the same in every language, since one index serves all readers.

    Args:
        kind: a code; its name is the sentence ``found_<kind>``.
        title: how it is called.
        route: the name of its page; ``args`` and ``query`` (with "?" or "#") belong to the address.
        summary: the sentence shown below the title.
        more: further sentences of its page, shown where they are the reason why it was found.
        also: words one may say for it that are never shown.
        row: its number in its table.
    """

    kind: str
    title: Text
    route: str
    args: tuple[str | int, ...] = ()
    query: str = ""
    summary: Text = NO_TEXT
    more: tuple[Text, ...] = ()
    also: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """What an app says of a week in the Monday letter: a heading and lines with their figures.

    Announced as ``week(since, now)``.
    """

    title: str
    lines: Sequence[str]


class Section(StrEnum):
    """Under which heading of the office's board something stands; the order here is that of the page."""

    BACK = "back"  # can still be taken back, for minutes
    DECIDE = "decide"
    NEED = "need"  # without an answer for too long
    US = "us"  # somebody waits for us
    MINIMUM = "minimum"
    MAIL = "mail"
    DUE = "due"
    THEM = "them"  # we wait for somebody
    OPEN = "open"


TODAY = frozenset({Section.DECIDE, Section.NEED})  # what the headline counts


@dataclass(frozen=True, slots=True)
class BoardItem:
    """One thing the office has to do: a sentence, the reason in figures, and the button."""

    title: str
    detail: str
    url: str
    button: str
    urgency: int = 0
    post: bool = False  # one tap does it: the button posts to ``url`` instead of leading there
    section: Section = Section.US


@dataclass(frozen=True, slots=True)
class Board:
    """All items by section, in the order of the page and the most urgent first; sections without an item are left out."""

    sections: Mapping[Section, Sequence[BoardItem]]

    @property
    def today(self) -> Sequence[BoardItem]:
        """What must be decided today."""
        return [item for section, items in self.sections.items() if section in TODAY for item in items]


def arranged(items: Iterable[BoardItem]) -> Board:
    """The board of some items; of two equally urgent ones the first announced comes first."""
    found: dict[Section, list[BoardItem]] = {section: [] for section in Section}
    for item in sorted(items, key=lambda one: -one.urgency):
        found[item.section].append(item)
    return Board({section: some for section, some in found.items() if some})
