"""Where pages are that may not be built yet."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def url_of(route: str, *args: str) -> str:
    """The address of a route, or "" while it is not built."""
    try:
        return reverse(route, args=args)
    except NoReverseMatch:
        return ""
