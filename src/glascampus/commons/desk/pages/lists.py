"""One page for every list of the office: narrowed, sorted, with chosen columns, as a file, and deeds on several rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glascampus.basics.clock import today
from glascampus.commons.desk.pages.deeds import deed_asked, deed_page
from glascampus.commons.desk.reads import number_of, rows_of
from glascampus.commons.desk.rules import (
    COLUMNS,
    FILE,
    PAGE,
    SEARCH,
    SORT,
    Cell,
    Column,
    Listing,
    View,
    address_of,
    view_of,
)
from glascampus.engines import tables

ON_A_PAGE = 50
FILES = {
    "csv": (tables.csv, "text/csv; charset=utf-8"),
    "xlsx": (tables.xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@dataclass(frozen=True, slots=True)
class Head:
    """A heading: the link that sorts by it, and how the list is sorted by it now."""

    column: Column
    url: str
    sorted: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as the page shows it; ``key`` is what its tick says."""

    key: str
    label: Any
    cells: list[tuple[Column, list[Cell]]]
    example: bool
    lang: str = ""


def listed(request: HttpRequest, listing: Listing, template: str = "desk/list.html", **context: Any) -> HttpResponse:
    """The list as its address asks for it; what the address says wrongly is left alone."""
    view = view_of(listing, {key: request.GET.getlist(key) for key in request.GET})
    if deed := deed_asked(request, listing):
        return deed_page(request, listing, view, deed)
    kind = request.GET.get(FILE, "")
    if kind in FILES:
        return _file(listing, view, kind)
    page = Paginator(rows_of(listing, view), ON_A_PAGE).get_page(request.GET.get(PAGE, "")[:9])
    return render(request, template, {**_page(listing, view, page), **context})


def _page(listing: Listing, view: View, page: Any) -> dict[str, Any]:
    columns = [c for c in listing.columns if c.key in view.columns]
    number = page.paginator.count
    of = number_of(listing.rows) if view.is_narrowed else number
    return {
        "listing": listing, "view": view, "page": page, "number": number, "of": of,
        "said": listing.part(number, of) if of and view.is_narrowed else listing.number(number),
        "heads": [Head(c, _sort_url(listing, view, c), _sorted(view, c)) for c in columns],
        "rows": [
            ShownRow(str(getattr(row, "pk", "")), listing.label(row), [(c, c.cells(row)) for c in columns], listing.example(row), listing.lang(row))
            for row in listing.gather(list(page.object_list))
        ],
        "tabs": [(one, _tabs(listing, view, one)) for one in listing.filters if one.links],
        "fields": [(one, view.chosen[one.key]) for one in listing.filters if not one.links],
        "kept": _kept(listing, view), "carried": address_of(listing, view),
        "files": [(name, _url(listing, view, **{FILE: key})) for key, name in (("csv", "CSV"), ("xlsx", "Excel"))],
        "sorts": [c for c in listing.columns if c.sort], "has_search": listing.search is not None, "narrow": _is_narrowed(listing, view), "reset": _all(listing),
    }  # fmt: skip


def _is_narrowed(listing: Listing, view: View) -> bool:
    """Whether the fields of the form narrow, so that there is something to clear."""
    typed = any(view.chosen[one.key] for one in listing.filters if not one.links)
    return bool(view.words) or typed


def _url(listing: Listing, view: View, **other: str) -> str:
    return f"?{urlencode(address_of(listing, view, **other))}"


def _with(view: View, **changes: Any) -> View:
    return View(**{name: changes.get(name, getattr(view, name)) for name in ("words", "chosen", "sort", "columns")})


def _sort_url(listing: Listing, view: View, column: Column) -> str:
    """The other way round where it is sorted by this column already."""
    if not column.sort:
        return ""
    other = f"-{column.key}" if view.sort == column.key else column.key
    return _url(listing, _with(view, sort=other))


def _sorted(view: View, column: Column) -> str:
    if view.sort.removeprefix("-") != column.key:
        return ""
    return "descending" if view.sort.startswith("-") else "ascending"


def _tabs(listing: Listing, view: View, one: Any) -> list[tuple[Any, str, bool]]:
    """The choices of a filter as links, all of them first; where something counts at the start, all come last."""
    choices = [*one.choices, ("", _("alle"))] if one.start else [("", _("alle")), *one.choices]
    return [
        (label, _url(listing, _with(view, chosen={**view.chosen, one.key: value})), view.chosen[one.key] == value)
        for value, label in choices
    ]


def _kept(listing: Listing, view: View) -> dict[str, list[tuple[str, str]]]:
    """What each of the two forms carries along besides its own fields."""
    pairs = address_of(listing, view)
    typed = {SEARCH, *(one.key for one in listing.filters if not one.links)}
    return {
        "find": [pair for pair in pairs if pair[0] not in typed],
        "look": [pair for pair in pairs if pair[0] not in {SORT, COLUMNS}],
    }


def _all(listing: Listing) -> str:
    """The address that shows everything."""
    return f"?{urlencode([(one.key, 'all') for one in listing.filters if one.start])}"


def _file(listing: Listing, view: View, kind: str) -> HttpResponse:
    """All rows of the view with the columns that are shown."""
    write, content_type = FILES[kind]
    columns = [c for c in listing.columns if c.key in view.columns]
    rows = ([_plain(c.in_file(row)) for c in columns] for row in listing.gather(list(rows_of(listing, view))))
    more: dict[str, Any] = {"title": str(listing.title)} if kind == "xlsx" else {}
    body = write(rows, [str(c.heading) for c in columns], language=get_language() or "de", **more)
    name = f"{listing.name}-{today()}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(body, content_type=content_type, headers=headers)


def _plain(value: object) -> object:
    """Texts that are translated when shown are translated now."""
    from django.utils.functional import Promise

    return str(value) if isinstance(value, Promise) else value
