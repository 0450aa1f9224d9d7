"""What a list of the office is made of, and what its address asks for. Pure: rows may be a queryset or a plain list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.basics.reason import Refusal

LONGEST_SEARCH, MOST_WORDS = 80, 6
MOST_AT_ONCE = 200  # rows of one deed: as many as somebody can look through before the button
KEY = re.compile(r"[0-9]{1,18}")
SEARCH, SORT, COLUMNS, PAGE, FILE, DEED, ROW, ALL = "q", "sort", "spalten", "seite", "als", "tat", "zeile", "alle"
Text = Any  # a text, or one that is translated when it is shown


class NothingTicked(Refusal):
    """A deed without a row."""

    code = "nothing_ticked"


class TooManyTicked(Refusal):
    """More rows than somebody can look through."""

    code = "too_many_ticked"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell; ``more`` is said to screen readers only, so that links in a list differ.

    ``lang`` names the language of words that are not the page's own.
    """

    text: Text
    url: str = ""
    tone: str = ""
    more: Text = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what the page shows of a row, what a file holds of it, and by what it is sorted.

    Args:
        show: text, ``Cell`` or a list of cells of a row.
        value: what a spreadsheet gets; the shown text unless given.
        sort: fields of the table, or a function of a row where the rows are a plain list; empty: cannot be sorted.
        shown: whether it is there before anybody chose.
        write: how a page writes the value: ``day``, ``moment``, ``euro`` (of cents), ``hours`` (of minutes).
        style: ``num`` for dates and figures that must not wrap, ``amount`` for figures on the right.
    """

    key: str
    heading: Text
    show: Callable[[Any], Any]
    value: Callable[[Any], object] | None = None
    sort: tuple[str, ...] | Callable[[Any], Any] = ()
    write: str = ""
    shown: bool = True
    style: str = ""

    def cells(self, row: Any) -> list[Cell]:
        """What the page shows, always as cells."""
        found = self.show(row)
        return [one if isinstance(one, Cell) else Cell(one) for one in (found if isinstance(found, list) else [found])]

    def in_file(self, row: Any) -> object:
        """What a spreadsheet gets; several cells are one text."""
        if self.value is not None:
            return self.value(row)
        texts = [cell.text for cell in self.cells(row)]
        if len(texts) == 1 and (self.write or isinstance(texts[0], int)):
            return _for_a_table(texts[0], self.write)
        return ", ".join(str(text) for text in texts)


def _for_a_table(value: Any, write: str) -> object:
    """Money in euros, time in hours, a day as a day: what a spreadsheet can add up."""
    if value is None or value == "":
        return None
    if write == "euro":
        return Decimal(value) / 100
    if write == "hours":
        return round(value / 60, 2)
    return value.astimezone(CAMPUS_ZONE).date() if write == "day" and isinstance(value, datetime) else value


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow a list. With ``links`` its choices stand as links above it, else it is a field of the form.

    ``choices`` are (value, label) without the one for all; no choices: a text that is typed. ``start`` counts until
    somebody asks for something else; then ``all`` asks for everything.
    """

    key: str
    heading: Text
    narrow: Callable[[Any, str], Any]
    choices: Sequence[tuple[str, Text]] = ()
    links: bool = False
    start: str = ""

    def chosen(self, asked: str | None) -> str:
        """The value to narrow by, "" for all; what nobody offers is left alone."""
        if asked is None:
            return self.start
        if not self.choices:
            return _plain(asked)
        if asked in {str(value) for value, _label in self.choices}:
            return asked
        return "" if asked in {"", "all"} else self.start


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done to several rows at once: first a preview of each row, then one transaction for each.

    Args:
        question: the heading of the preview, for so many rows.
        why_not: the sentence why this row cannot, or "".
        happens: what will become of a row that can.
        do: the action, called with the row, ``by``, ``now`` and what the form holds.
        said: the sentence afterwards, for so many rows.
        form: class of the form whose values ``do`` takes, if any; made by ``form(data)``.
    """

    key: str
    label: Text
    question: Callable[[int], str]
    why_not: Callable[[Any], Text]
    happens: Callable[[Any], Text]
    do: Callable[..., Any]
    said: Callable[[int], str]
    intro: Text = ""
    submit: Text = ""
    form: Callable[..., Any] | None = None


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
    title: Text
    rows: Any
    columns: Sequence[Column]
    number: Callable[[int], str]
    part: Callable[[int, int], str]
    filters: Sequence[Filter] = ()
    search: Callable[[Any, str], Any] | None = None
    search_label: Text = ""
    order: str = ""
    gather: Callable[[list[Any]], list[Any]] = list
    label: Callable[[Any], Text] = str
    lang: Callable[[Any], str] = lambda _row: ""
    example: Callable[[Any], bool] = lambda _row: False
    deeds: Sequence[Deed] = ()
    intro: Text = ""
    empty: Text = ""
    empty_link: tuple[str, Text] = ("", "")
    action: tuple[str, Text] = ("", "")
    also: Sequence[tuple[str, Text]] = ()


@dataclass(frozen=True, slots=True)
class View:
    """What of a list somebody wants to see, as its address says it."""

    words: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    columns: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether rows may be left out."""
        return bool(self.words) or any(self.chosen.values())


def view_of(listing: Listing, asked: Mapping[str, Sequence[str]]) -> View:
    """What the values of an address ask for; a value nobody offers counts as not said."""
    known = {column.key for column in listing.columns}
    wanted = set(asked.get(COLUMNS, ())) & known
    shown = tuple(c.key for c in listing.columns if (c.key in wanted if wanted else c.shown))
    chosen = {one.key: one.chosen(_last(asked, one.key)) for one in listing.filters}
    words = _plain(_last(asked, SEARCH) or "") if listing.search else ""
    return View(words, chosen, _sort_of(listing, _last(asked, SORT) or ""), shown)


def _last(asked: Mapping[str, Sequence[str]], key: str) -> str | None:
    values = asked.get(key) or ()
    return values[-1] if values else None


def _plain(typed: str) -> str:
    return " ".join(typed.replace("\0", " ").split())[:LONGEST_SEARCH]


def _sort_of(listing: Listing, asked: str) -> str:
    sortable = {column.key for column in listing.columns if column.sort}
    return asked if asked.removeprefix("-") in sortable else listing.order


def address_of(listing: Listing, view: View, **other: str) -> list[tuple[str, str]]:
    """The view as pairs of an address, without what counts anyway; ``other`` pairs come last."""
    pairs = [(SEARCH, view.words)] if view.words else []
    for one in listing.filters:
        value = view.chosen[one.key]
        if value != one.start:
            pairs.append((one.key, value or "all"))
    if view.sort != listing.order:
        pairs.append((SORT, view.sort))
    if view.columns != view_of(listing, {}).columns:
        pairs += [(COLUMNS, key) for key in view.columns]
    return pairs + list(other.items())


def narrowed(listing: Listing, view: View) -> Any:
    """The rows of a view, not yet sorted."""
    rows = listing.rows
    for one in listing.filters:
        if value := view.chosen[one.key]:
            rows = one.narrow(rows, value)
    return listing.search(rows, view.words) if listing.search and view.words else rows


def sorted_rows(rows: Iterable[Any], by: Callable[[Any], Any], *, down: bool) -> list[Any]:
    """A plain list in order; rows without a value come last either way, capitals do not matter."""
    keyed = [(by(row), row) for row in rows]
    known = [(key.casefold() if isinstance(key, str) else key, row) for key, row in keyed if key is not None]
    unknown = [row for key, row in keyed if key is None]
    return [row for _key, row in sorted(known, key=lambda pair: pair[0], reverse=down)] + unknown


def keys_of(asked: Iterable[str]) -> list[int]:
    """The ticked rows, each once; whatever is no key is left out."""
    return list(dict.fromkeys(int(key) for key in asked if KEY.fullmatch(key)))
