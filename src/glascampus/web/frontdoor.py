"""Under which address a campus is reached, and what must be set before strangers may reach it. No Django."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

NEEDED = {
    "CAMPUS_HOSTS": "the names under which it answers",
    "CAMPUS_KEYS": "a directory for its keys, apart from the data",
    "CAMPUS_TRUSTED_PROXIES": "the proxy in front that speaks HTTPS",
}


def public_address(environ: Mapping[str, str]) -> str:
    """What links in mails begin with: ``https://`` and the first host behind a proxy, else the door it was started with."""
    first = environ.get("CAMPUS_HOSTS", "").partition(",")[0].strip()
    if first and environ.get("CAMPUS_TRUSTED_PROXIES"):
        return f"https://{first}"
    return environ.get("CAMPUS_ADDRESS", "").rstrip("/")


def is_here_only(address: str) -> bool:
    """Whether an address reaches this machine only."""
    host = urlsplit(address).hostname or "localhost"
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def refusal(environ: Mapping[str, str], *, is_demo: bool) -> str:
    """Why a real campus does not open its door to strangers yet, in one sentence; empty when it may."""
    address = environ.get("CAMPUS_ADDRESS", "")
    missing = [f"{name} ({what})" for name, what in NEEDED.items() if not environ.get(name)]
    if is_demo or is_here_only(address) or not missing:
        return ""
    return (
        f"A real campus opens to others only behind HTTPS: set {', '.join(missing)}, or start it with --host 127.0.0.1."
    )
