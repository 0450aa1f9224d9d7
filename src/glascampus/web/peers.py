"""Who is at the other end of the line."""

from __future__ import annotations

import os
from functools import cache
from ipaddress import ip_address, ip_network

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


def stranger_at(request: HttpRequest) -> str:
    """The address from which somebody asks; "" for this machine itself.

    Behind trusted proxies it is the last one in ``X-Forwarded-For`` that is no trusted proxy; what stands before it
    could have been written by anybody.
    """
    if is_loopback(request):
        return ""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if _is_trusted(peer) else [peer]
    found = next((hop for hop in reversed(hops) if hop.strip() and not _is_trusted(hop)), peer)
    return found.strip() if _is_address(found) else "0.0.0.0"  # noqa: S104 -- all whose address nobody can tell, together  # nosec B104


@cache
def _trusted(named: str) -> tuple[object, ...]:
    """The networks named in ``CAMPUS_TRUSTED_PROXIES``; words that are no address name none."""
    words = [word.strip() for word in named.split(",")]
    return tuple(ip_network(word, strict=False) for word in words if _is_address(word.partition("/")[0]))


def _is_trusted(hop: str) -> bool:
    """A proxy on this machine is trusted once proxies are named at all."""
    named = os.environ.get("CAMPUS_TRUSTED_PROXIES", "")
    if not named or not _is_address(hop):
        return False
    address = ip_address(hop.strip())
    return address.is_loopback or any(address in network for network in _trusted(named))  # type: ignore[operator]


def _is_address(word: str) -> bool:
    try:
        ip_address(word.strip())
    except ValueError:
        return False
    return True
