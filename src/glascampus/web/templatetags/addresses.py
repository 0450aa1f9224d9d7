"""Where a page is, here and in the other language, and where a link leads. Every template has them without ``load``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import translate_url

from glascampus.basics.text import language_of_reader
from glascampus.web.menus import url_of

register = template.Library()


@register.simple_tag
def route(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a route, or "" when it is not built: ``{% route "web:model" as url %}{% if url %}...``."""
    return url_of(name, *args, **kwargs)


@register.simple_tag(takes_context=True)
def other_language_url(context: Context) -> str:
    """The address of this page in the other language, with its query; "" where the page has no twin."""
    request = context.get("request")
    if request is None:
        return ""
    other = translate_url(request.path, "de" if _english() else "en")
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
        or request.path.startswith(url_of("web:board"))
    ):
        return None
    root, page = f"{request.scheme}://{request.get_host()}", _page_of(request)
    own, other = f"{root}{request.path}{page}", f"{root}{twin}{page}"
    german, english = (other, own) if _english() else (own, other)
    return Addresses(own, (("de", german), ("en", english), ("x-default", german)), root)


def _english() -> bool:
    return language_of_reader().startswith("en")


def _page_of(request: HttpRequest) -> str:
    """Of a list only the number of its page makes another page; filters show parts of the same."""
    number = request.GET.get("seite", "")
    return f"?seite={number}" if number.isascii() and number.isdecimal() and number.strip("0") not in {"", "1"} else ""


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
