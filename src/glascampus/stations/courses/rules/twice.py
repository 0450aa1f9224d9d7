"""What is taken twice: which room a meeting takes, how far the office looks ahead, and where a clash stands on the board."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

from glascampus.commons.roll.rules import Section

Place = TypeVar("Place")
LIVE = "live"
# Half a year is what a campus plans at a time. A clash further away is one between plans that still move, and the board,
# which is opened every morning, must not read years.
LOOKS_AHEAD = timedelta(weeks=26)
SOON_DAYS = 14  # until then rooms and people can be changed without telling anybody twice


def room_taken(*, mode: str, own: Place | None, of_run: Place | None) -> Place | None:
    """The room a meeting takes: its own before that of its run; a live one takes none."""
    return None if mode == LIVE else own or of_run


def clash_section(days_left: int) -> Section:
    """Never for today: the office may know better, and a clash it lives with would be called a decision each morning."""
    return Section.DUE if days_left <= SOON_DAYS else Section.OPEN
