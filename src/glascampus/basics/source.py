"""Where a fact was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Source:
    """A public source: its title, its address, and the day it was read."""

    title: str
    url: str = ""
    read_on: date | None = None
