"""When a mail is tried again."""

from __future__ import annotations

from datetime import timedelta

MOST_TRIES = 12


def pause_after(tries: int) -> timedelta:
    """Wait 1, 2, 4 … minutes, at most 6 hours: twelve tries span about two days."""
    return timedelta(minutes=min(2 ** max(tries - 1, 0), 360))
