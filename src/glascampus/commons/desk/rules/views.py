"""What of a list somebody wants to see, as its address says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from glascampus.commons.desk.rules.listings import Listing, plain

SEARCH, SORT, COLUMNS, PAGE, FILE, DEED, ROW, ALL = "q", "sort", "spalten", "seite", "als", "tat", "zeile", "alle"


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
    words = plain(_last(asked, SEARCH) or "") if listing.search else ""
    return View(words, chosen, _sort_of(listing, _last(asked, SORT) or ""), shown)


def _last(asked: Mapping[str, Sequence[str]], key: str) -> str | None:
    values = asked.get(key) or ()
    return values[-1] if values else None


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
