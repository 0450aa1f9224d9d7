"""Actors and the chain. A line holds ids and codes, never names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it, when it was not a signed-in user: the campus itself, a guest, or the holder of a link."""

    kind: str
    id: int | None = None

    is_authenticated = False


SYSTEM = Actor("system")
GUEST = Actor("guest")


def chained(previous: str, line: Mapping[str, object]) -> str:
    """SHA-256 over the hash before and the line as canonical JSON."""
    body = json.dumps(line, sort_keys=True, separators=(",", ":"), default=str, ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()
