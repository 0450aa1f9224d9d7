"""When a mail is tried again."""

from __future__ import annotations

from datetime import timedelta

MOST_TRIES = 12
IN_HAND = timedelta(minutes=5)  # longer than one talk with a mail server may last; then another worker may try


def pause_after(tries: int) -> timedelta:
    """Wait 1, 2, 4 … minutes, at most 6 hours: twelve tries span about two days."""
    return timedelta(minutes=min(2 ** max(tries - 1, 0), 360))
