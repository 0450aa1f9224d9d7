"""Who is at the other end of the line."""

from __future__ import annotations

from ipaddress import ip_address

from django.http import HttpRequest

FORWARDING = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
    "HTTP_VIA",
)


def is_loopback(request: HttpRequest) -> bool:
    """True only for a peer on this machine that no proxy forwarded."""
    if any(name in request.META for name in FORWARDING):  # an empty one was forwarded, too
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
