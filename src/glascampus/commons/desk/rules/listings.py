"""What a list of the office is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from glascampus.commons.desk.rules.columns import Column, Phrase
from glascampus.commons.desk.rules.deeds import Deed

LONGEST_SEARCH, MOST_WORDS = 80, 6


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow a list. With ``links`` its choices stand as links above it, else it is a field of the form.

    ``choices`` are (value, label) without the one for all; no choices: a text that is typed. ``start`` counts until
    somebody asks for something else; then ``all`` asks for everything.
    """

    key: str
    heading: Phrase
    narrow: Callable[[Any, str], Any]
    choices: Sequence[tuple[str, Phrase]] = ()
    links: bool = False
    start: str = ""

    def chosen(self, asked: str | None) -> str:
        """The value to narrow by, "" for all; what nobody offers is left alone."""
        if asked is None:
            return self.start
        if not self.choices:
            return plain(asked)
        if asked in {str(value) for value, _label in self.choices}:
            return asked
        return "" if asked in {"", "all"} else self.start


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of the office: all rows somebody may see, its columns, its filters, and its words.

    Args:
        name: what its file is called.
        number: "340 Buchungen"; ``part``: "12 von 340 Buchungen".
        search: narrows rows by words that were typed.
        order: key of the column it is sorted by at first, with ``-`` for downwards; "" leaves the rows as they come.
        gather: makes of the rows of a page what the columns show, with the queries it needs for all of them together.
        label: what a row is called, for its tick and its line in a preview; ``lang`` in which language, if not the page's.
        example: whether a row is invented; its first cell says so.
    """

    name: str
    title: Phrase
    rows: Any
    columns: Sequence[Column]
    number: Callable[[int], str]
    part: Callable[[int, int], str]
    filters: Sequence[Filter] = ()
    search: Callable[[Any, str], Any] | None = None
    search_label: Phrase = ""
    order: str = ""
    gather: Callable[[list[Any]], list[Any]] = list
    label: Callable[[Any], Phrase] = str
    lang: Callable[[Any], str] = lambda _row: ""
    example: Callable[[Any], bool] = lambda _row: False
    deeds: Sequence[Deed] = ()
    intro: Phrase = ""
    empty: Phrase = ""
    empty_link: tuple[str, Phrase] = ("", "")
    action: tuple[str, Phrase] = ("", "")
    also: Sequence[tuple[str, Phrase]] = ()


def plain(typed: str) -> str:
    """What was typed on one line, and not longer than anybody searches for."""
    return " ".join(typed.replace("\0", " ").split())[:LONGEST_SEARCH]
