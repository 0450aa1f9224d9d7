"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from glascampus.commons.roles.reads import kinds_of
from glascampus.web.peers import is_loopback
from glascampus.web.tour import is_invited, stop_of


def house(request: HttpRequest) -> dict[str, Any]:
    """The campus, whether it is the demo, and what the reader is here."""
    campus = getattr(request, "campus", None)
    user = getattr(request, "user", None)
    demo = bool(campus and campus.is_demo)
    stop = stop_of(request) if demo else None
    return {
        "campus": campus,
        "demo": demo,
        "tour_stop": stop,
        "tour_invites": demo and stop is None and is_invited(request),
        "demo_post": bool(campus and campus.is_demo and is_loopback(request)),
        "roles": kinds_of(user) if campus and user is not None else frozenset(),
    }
