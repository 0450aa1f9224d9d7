"""What the office has to do, in the order of its page; and what the Monday letter says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Section(StrEnum):
    """Under which heading of the office's board something stands; the order here is that of the page."""

    BACK = "back"  # can still be taken back, for minutes
    DECIDE = "decide"  # also a need that was left without an answer for too long
    US = "us"  # somebody waits for us
    MINIMUM = "minimum"
    MAIL = "mail"
    DUE = "due"
    THEM = "them"  # we wait for somebody
    OPEN = "open"


TODAY = frozenset({Section.DECIDE})  # what the headline counts, and so the only heading of its kind


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


@dataclass(frozen=True, slots=True)
class Passage:
    """What an app says of a week in the Monday letter: a heading and lines with their figures.

    Announced as ``week(since, now)``.
    """

    title: str
    lines: Sequence[str]
