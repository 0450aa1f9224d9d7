"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from glascampus.commons.roles.reads import kinds_of
from glascampus.web.peers import is_loopback


def house(request: HttpRequest) -> dict[str, Any]:
    """The campus, whether it is the demo, and what the reader is here."""
    campus = getattr(request, "campus", None)
    user = getattr(request, "user", None)
    return {
        "campus": campus,
        "demo": bool(campus and campus.is_demo),
        "demo_post": bool(campus and campus.is_demo and is_loopback(request)),
        "roles": kinds_of(user) if campus and user is not None else frozenset(),
    }
