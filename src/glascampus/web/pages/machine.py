"""Pages for machines: health, robots, sitemap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from django.views.decorators.cache import never_cache
from django_scopes import scopes_disabled

from glascampus import __version__
from glascampus.basics.text import LANGUAGES
from glascampus.commons.machines.reads import token_by_text
from glascampus.commons.roll.reads import announced
from glascampus.web.health import examine
from glascampus.web.peers import is_loopback

HIDDEN = (
    "/buero/",
    "/anmelden/",
    "/buchung/",
    "/bedarf/stand/",
    "/bedarf/bestaetigen/",
    "/anwesenheit/",
    "/nachweis/",
    "/demo/",
    "/konto/",
    "/mein/",
    "/betrieb/",
    "/lehre/",
    "/foerderer/",
    "/einrichten/",
)
OWN_PAGES = (
    "home",
    "catalogue",
    "dates",
    "needs",
    "curriculum",
    "impact",
    "partners",
    "model",
    "youth",
    "news",
    "imprint",
    "privacy",
    "accessibility",
)


@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Whether the campus works; details only for this machine and for programs with a token."""
    state = examine()
    shown: dict[str, Any] = {"status": state.pop("status")}
    if is_loopback(request) or _brings_a_token(request):
        shown.update(state, version=__version__)
    return JsonResponse(shown, status=503 if shown["status"] == "down" else 200)


def _brings_a_token(request: HttpRequest) -> bool:
    """``Authorization: Bearer`` with a token in force, of any campus here; while the database is away nobody's is known."""
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not text.strip():
        return False
    try:
        with scopes_disabled():
            return token_by_text(text.strip()) is not None
    except Error:
        return False


def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read."""
    lines = ["User-agent: *", *[f"Disallow: {prefix}{path}" for prefix in ("", "/en") for path in HIDDEN]]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def sitemap(request: HttpRequest) -> HttpResponse:
    """All public pages, each in both languages, each once; with the day of its last change where an app knows it."""
    pages: list[tuple[Any, ...]] = [*((f"web:{name}", {}) for name in OWN_PAGES), *announced("sitemap")]
    urls: dict[str, str] = {}
    for name, kwargs, *day in pages:
        changed = f"<lastmod>{day[0].isoformat()}</lastmod>" if day else ""
        urls |= {url: changed or urls.get(url, "") for url in _addresses(request, name, kwargs)}
    found = "".join(f"<url><loc>{url}</loc>{changed}</url>" for url, changed in urls.items())
    body = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{found}</urlset>'
    return HttpResponse(body, content_type="application/xml")


def _addresses(request: HttpRequest, name: str, kwargs: dict[str, Any]) -> Iterator[str]:
    for language in LANGUAGES:
        with translation.override(language):
            yield escape(request.build_absolute_uri(reverse(name, kwargs=kwargs)))
