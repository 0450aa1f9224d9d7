"""How the campus writes money, days, hours and reasons, where its menus lead, and its small pictures. Every template has them without ``load``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from babel.dates import format_time
from babel.numbers import format_currency, format_decimal
from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from glascampus.basics import days
from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.engines.markdown import first_of, html_of
from glascampus.web.handbook import help_address, help_title
from glascampus.web.help_places import OFFICE_ELSE, PLACE_OF
from glascampus.web.menus import FOOT, OFFICE, OWN_PAGES, PUBLIC, Entry, entries, jumps, url_of
from glascampus.web.pictures import Bar, Rung, bar_of, rungs_of

register = template.Library()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a list page with the heading of its column, which a phone shows beside it."""

    heading: str
    text: Any
    url: str = ""
    tone: str = ""


# Numbers, money and time, written as the language of the page writes them


def _locale() -> str:
    return days.LOCALES.get((get_language() or "de")[:2], "de_DE")


def _german() -> bool:
    return _locale() == "de_DE"


@register.filter
def euro(cents: int | None) -> str:
    """Cents as money: "490,00 €", in English "€490.00"; nothing for None."""
    if not isinstance(cents, int):
        return ""
    return _money(cents, _locale())


@lru_cache(maxsize=1024)
def _money(cents: int, locale: str) -> str:
    return format_currency(Decimal(cents) / 100, "EUR", locale=locale)


@register.filter
def number(value: float | Decimal | None) -> str:
    """A number with the separators of the language: "1.240,5", in English "1,240.5"; nothing for None."""
    return "" if value is None or value == "" else format_decimal(value, locale=_locale())


@register.filter
def percent(value: int | None) -> str:
    """A share: "63 %", in English "63%"; nothing for None."""
    return "" if value is None else gettext("%(percent)s %%") % {"percent": value}


@register.filter
def day(moment: date | None) -> str:
    """A day as a list shows it: "Mo 11. Jan. 2027", in English "Mon 11 Jan 2027"."""
    return days.written(moment, "ccc d. MMM y", "ccc d MMM y")


@register.filter
def day_short(moment: date | None) -> str:
    """Where the year is plain: "11. Jan.", in English "11 Jan"."""
    return days.written(moment, "d. MMM", "d MMM")


@register.filter
def day_plain(moment: date | None) -> str:
    """Where the day of the week says nothing: "12. Dez. 2023", in English "12 Dec 2023"."""
    return days.short(moment)


@register.filter
def day_long(moment: date | None) -> str:
    """A day in full: "Montag, 11. Januar 2027", in English "Monday 11 January 2027"."""
    return days.written(moment, "EEEE, d. MMMM y", "EEEE d MMMM y")


@register.filter
def dated(text: str | None) -> str:
    """A date as a source gives it, in words: "2020-02, 2020-03-09" becomes "Februar 2020; 9. März 2020"."""
    return days.dated(text or "")


@register.filter
def weekday(moment: date | None) -> str:
    """The short name of a weekday: "Mo", in English "Mon"."""
    return days.written(moment, "ccc", "ccc")


@register.filter
def month_name(moment: date | None) -> str:
    """A month: "März 2027"."""
    return days.month(moment)


@register.filter
def clock(moment: datetime | None) -> str:
    """Campus time of an aware datetime: "08:00 Uhr", in English "08:00"."""
    if not moment:
        return ""
    local = moment.astimezone(CAMPUS_ZONE) if moment.tzinfo else moment
    return format_time(local.timetz().replace(tzinfo=None), "HH:mm 'Uhr'" if _german() else "HH:mm", locale=_locale())


@register.filter
def period(starts: date | None, ends: date | None = None) -> str:
    """Two days as one phrase: "2. bis 3. Feb. 2027", "30. März bis 2. Apr. 2027"; one day alone as ``day`` writes it."""
    if not starts or not ends or days.on(starts) == days.on(ends):
        return day(starts)
    first, last = days.on(starts), days.on(ends)
    if (first.year, first.month) == (last.year, last.month):
        begin = days.written(first, "d.", "d")
    elif first.year == last.year:
        begin = day_short(first)
    else:
        begin = days.short(first)
    return gettext("%(begin)s bis %(end)s") % {"begin": begin, "end": days.short(last)}


@register.filter
def hours(minutes: int | None) -> str:
    """Minutes in words: "8 Stunden", "1,5 Stunden", below an hour "45 Minuten"."""
    if not isinstance(minutes, int):
        return ""
    if 0 < minutes < 60:  # noqa: PLR2004 -- minutes of an hour
        return ngettext("%(count)s Minute", "%(count)s Minuten", minutes) % {"count": minutes}
    count = timedelta(minutes=minutes) / timedelta(hours=1)
    return ngettext("%(count)s Stunde", "%(count)s Stunden", 1 if count == 1 else 2) % {
        "count": number(round(count, 2))
    }


@register.filter
def written(value: Any, how: str) -> Any:
    """A value of a list in words: ``how`` is ``day``, ``moment``, ``euro``, ``hours``, or "" for as it is; nothing is a dash."""
    if value is None or value == "":
        return "–"
    if isinstance(value, str) or not how:
        return value
    if how == "moment":
        return f"{day(value)}, {clock(value)}"
    ways: dict[str, Callable[[Any], str]] = {"day": day, "euro": euro, "hours": hours}
    return ways[how](value)


@register.filter
def say(reason: Any) -> str:
    """The sentence of a ``basics.reason.Reason``, in the language of the page; nothing for None."""
    from glascampus.commons.roll.reads import say as spoken  # reads need tables; a page without reasons needs none

    return "" if not reason else spoken(reason)


@register.filter
def marks(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """A text in pieces (``engines.search.marks``), the words that were looked for as ``<mark>``."""
    return format_html_join("", "{}{}{}", ((OPENS[found], text, CLOSES[found]) for text, found in pieces))


OPENS, CLOSES = ({False: "", True: mark_safe(tag)} for tag in ("<mark>", "</mark>"))  # nosec


# Where one can go


@register.simple_tag
def route(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a route, or "" when it is not built: ``{% route "web:model" as url %}{% if url %}...``."""
    try:
        return reverse(name, args=args or None, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def other_language_url(context: Context) -> str:
    """The address of this page in the other language, with its query; "" where the page has no twin."""
    request = context.get("request")
    if request is None:
        return ""
    other = translate_url(request.path, "en" if _german() else "de")
    query = request.META.get("QUERY_STRING", "")
    return "" if other == request.path else f"{other}?{query}" if query else other


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a public page is: its own address, the same page in each language, and the root of them all."""

    own: str
    languages: Sequence[tuple[str, str]]
    root: str


@register.simple_tag(takes_context=True)
def addresses(context: Context) -> Addresses | None:
    """The full addresses of a public page; None for pages of the office, private links and pages that are not there."""
    request = context.get("request")
    found = getattr(request, "resolver_match", None)
    twin = other_language_url(context).partition("?")[0]
    if (
        request is None
        or found is None
        or not twin
        or "token" in found.kwargs
        or _path(context).startswith(url_of("web:board"))
    ):
        return None
    root, page = f"{request.scheme}://{request.get_host()}", _page_of(request)
    own, other = f"{root}{request.path}{page}", f"{root}{twin}{page}"
    german, english = (own, other) if _german() else (other, own)
    return Addresses(own, (("de", german), ("en", english), ("x-default", german)), root)


def _page_of(request: HttpRequest) -> str:
    """Of a list only the number of its page makes another page; filters show parts of the same."""
    number = request.GET.get("seite", "")
    return f"?seite={number}" if number.isascii() and number.isdecimal() and number.strip("0") not in {"", "1"} else ""


@register.simple_tag(takes_context=True)
def menu(context: Context) -> list[Entry]:
    """The main menu as entries that lead somewhere: the office's below ``web:board``, else the public one.

    A page about a thing of another station names that thing's page as ``belongs_to``.
    """
    return entries(OFFICE if in_office(context) else PUBLIC, str(context.get("belongs_to") or _path(context)))


@register.simple_tag(takes_context=True)
def foot_menu(context: Context) -> list[Entry]:
    """Imprint, privacy, accessibility, model: those that are built."""
    return entries(FOOT, _path(context))


@register.simple_tag(takes_context=True)
def own_pages(context: Context) -> list[Entry]:
    """The pages of the reader's own roles (``roles`` of the context): those that are built and where one is not already."""
    roles = context.get("roles") or ()
    return [e for e in entries([OWN_PAGES[role] for role in OWN_PAGES if role in roles], _path(context)) if not e.here]


@register.simple_tag
def jump_keys() -> list[tuple[str, Entry]]:
    """The letters that lead somewhere after "g"."""
    return jumps()


@register.simple_tag(takes_context=True)
def in_office(context: Context) -> bool:
    """Does this page lie below the office's board, and is the reader of the office? Others see 403 there, under their own menu."""
    board = url_of("web:board")
    return bool(board) and _path(context).startswith(board) and "office" in (context.get("roles") or ())


@register.inclusion_tag("web/_help.html", takes_context=True)
def help_link(context: Context) -> dict[str, str]:
    """A link to the part of the handbook that is about this page; where none is, to its contents."""
    request = context.get("request")
    found = getattr(request, "resolver_match", None)
    place = PLACE_OF.get(found.view_name, "") if found else ""
    if not place and in_office(context):
        place = OFFICE_ELSE
    return {"url": help_address(place), "about": help_title(place)}


def _path(context: Context) -> str:
    request: HttpRequest | None = context.get("request")
    return request.path if request is not None else ""


# Small pictures and lists


@register.inclusion_tag("web/_bar.html")
def bar(
    *, firm: int, need: int, reserved: int = 0, until: date | None = None, quiet: bool = False
) -> dict[str, Bar | str | bool]:
    """How far something is: ``firm`` full, ``reserved`` dashed, ``need`` as a mark; ``quiet`` keeps the sentence for screen readers only."""
    parts = [gettext("%(count)s fest") % {"count": firm}]
    if reserved:
        parts.append(gettext("%(count)s vorgemerkt") % {"count": reserved})
    needed = gettext("%(count)s nötig bis %(day)s") if until else gettext("%(count)s nötig")
    parts.append(needed % {"count": need, "day": day_short(until)})
    return {"bar": bar_of(firm=firm, reserved=reserved, need=need), "text": ", ".join(parts), "quiet": quiet}


@register.inclusion_tag("web/_ladder.html")
def ladder(steps: Iterable[Sequence[Any]], caption: str = "") -> dict[str, list[Rung] | str]:
    """Picture and table of the ladder of demand; ``steps`` are (label, value or None, shown text[, firm])."""
    rungs = rungs_of(steps)
    return {"rungs": rungs, "height": f"{len(rungs) * 3.4:.1f}em", "caption": caption}


@register.filter
def cells(row: Iterable[Any], columns: Sequence[str]) -> list[Cell]:
    """The cells of a row beside the headings of their columns; a cell is a text or (text, url[, tone])."""
    return [
        Cell(heading, *(cell if isinstance(cell, tuple) else (cell,)))
        for heading, cell in zip(columns, row, strict=True)
    ]


@register.filter
def outward(address: str) -> str:
    """A web address that leads out of the campus; whatever is none (``javascript:``) leads nowhere, even if the table holds it."""
    return address if address.startswith(("https://", "http://")) else ""


@register.filter
def host(address: str) -> str:
    """Who speaks at a web address: "www.mdr.de"."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


# Words of the office


@register.filter(is_safe=True)
def markdown(words: Any) -> SafeString:
    """Markdown of the office as clean HTML below the heading of the page; the engine lets nothing through that is not on its list."""
    return mark_safe(html_of(str(words)))  # nosec


@register.filter(is_safe=True)
def markdown_low(words: Any) -> SafeString:
    """The same where it stands below an ``h3``, as in a preview."""
    return mark_safe(html_of(str(words), below=3))  # nosec


@register.filter
def first_words(words: Any) -> str:
    """The first paragraph of Markdown as plain words, for descriptions."""
    return first_of(str(words))


@register.simple_block_tag
def words(content: str) -> str:
    """What a block says as plain words, to stand in several places: ``{% words as title %}{% block title %}{% endblock %}{% endwords %}``."""
    return " ".join(unescape(content).split())
