"""Where the menus lead. An entry appears as soon as its route exists; nothing links to a page that is not built."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from glascampus.basics.text import language_of_reader

Named = tuple[str, str | Promise]  # name of the route, what the entry says

PUBLIC: Sequence[Named] = (
    ("web:catalogue", _("Kurse")),
    ("web:dates", _("Termine")),
    ("web:needs", _("Bedarf")),
    ("web:curriculum", _("Curriculum")),
    ("web:impact", _("Wirkung")),
    ("web:partners", _("Partner")),
    ("web:news", _("Aktuelles")),
)
OFFICE: Sequence[Named] = (
    ("web:board", _("Heute")),
    ("needs:office_statements", _("Meldungen")),
    ("needs:office_topics", _("Themen")),
    ("curriculum:office_modules", _("Module")),
    ("courses:office_courses", _("Kurse")),
    ("courses:office_runs", _("Durchgänge")),
    ("bookings:office_bookings", _("Buchungen")),
    ("credentials:office_credentials", _("Nachweise")),
    ("web:office_mail", _("Post")),
    ("web:access", _("Zugänge")),
    ("web:office_about", _("Über uns")),
    ("web:office_pages", _("Seiten")),
    ("web:office_texts", _("Texte und Regeln")),
)
FOOT: Sequence[Named] = (
    ("web:search", _("Suchen")),
    ("web:imprint", _("Impressum")),
    ("web:privacy", _("Datenschutz")),
    ("web:accessibility", _("Barrierefreiheit")),
    ("bookings:withdraw", _("Vertrag widerrufen")),
    ("web:model", _("Campusmodell")),
    ("web:youth", _("Jugend")),
)
JUMPS: Mapping[str, str] = {  # after "g", in the office
    "h": "web:board", "m": "needs:office_statements", "t": "needs:office_topics", "c": "curriculum:office_modules", "k": "courses:office_courses",
    "d": "courses:office_runs", "b": "bookings:office_bookings", "n": "credentials:office_credentials", "p": "web:office_mail",
}  # fmt: skip
BELOW: Mapping[str, Sequence[str]] = {
    "courses:office_runs": ("web:calendar",),
    "web:office_mail": ("web:mail_texts",),
    "web:access": ("web:tokens", "web:erasures"),
    "web:office_about": ("web:fact_new", "web:organisations", "web:site_new", "web:room_new", "web:people", "intake:take_in"),
    "web:office_texts": (
        "web:office_rules", "web:privacy_record", "web:office_feedback", "bookings:office_fees", "bookings:office_withdrawals",
    ),
}  # fmt: skip  # pages that one reaches from an entry although their addresses do not begin with its own
OWN_PAGES: Mapping[str, Named] = {
    "office": ("web:board", _("Büro")),
    "company": ("web:company", _("Mein Betrieb")),
    "lecturer": ("web:teaching", _("Lehre")),
    "participant": ("web:mine", _("Meine Kurse")),
    "funder": ("web:funder", _("Zahlen")),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a menu; ``here`` is true on its page and on the pages below it."""

    url: str
    label: str
    here: bool


def url_of(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a route, or "" while it is not built."""
    if not (args or kwargs):
        return _fixed(name, language_of_reader())
    return _found(name, args, kwargs)


@lru_cache(maxsize=512)
def _fixed(name: str, language: str) -> str:
    """Addresses without a part that varies stay while the process lives; a page of the office asks for forty."""
    return _found(name, (), {})


def _found(name: str, args: Sequence[Any], kwargs: dict[str, Any]) -> str:
    try:
        return reverse(name, args=args or None, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""


def entries(named: Iterable[Named], path: str) -> list[Entry]:
    """The entries that lead somewhere; the one that holds ``path`` is here: the longest beginning of an address wins."""
    found = [(name, url, str(label)) for name, label in named if (url := url_of(name))]
    urls = [url for _name, url, _label in found]
    near = {
        begin: url for name, url, _label in found for begin in _beginnings(name, url, urls) if path.startswith(begin)
    }
    here = path if path in urls else near.get(max(near, key=len, default=""))
    return [Entry(url, label, here=url == here) for _name, url, label in found]


def jumps() -> list[tuple[str, Entry]]:
    """(letter, where it leads) for the keys of the office, in the order of its menu."""
    letters = {route: letter for letter, route in JUMPS.items()}
    return [
        (letters[name], Entry(url_of(name), str(label), here=False))
        for name, label in OFFICE
        if name in letters and url_of(name)
    ]


def _beginnings(name: str, url: str, urls: Iterable[str]) -> list[str]:
    """How the addresses of an entry's pages begin; one that all others begin with, too, stands for itself only."""
    own = [] if any(other.startswith(url) for other in urls if other != url) else [url]
    return own + [begin.removesuffix("neu/") for route in BELOW.get(name, ()) if (begin := url_of(route))]
