"""What an app may announce. Plain values and functions; who collects them knows no app by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from glascampus.basics.reason import Reason
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


# Lists that come in from a spreadsheet


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
    refuses: Callable[[Taking], Reason | None] = lambda _taking: None
    form: type[Any] | None = None
