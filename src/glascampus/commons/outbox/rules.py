"""When a mail is tried again."""

from __future__ import annotations

from datetime import timedelta

from glascampus.basics.reason import Refusal

MOST_TRIES = 12
IN_HAND = timedelta(minutes=5)  # longer than one talk with a mail server may last; then another worker may try
TO_UNDO = timedelta(minutes=10)  # how long the office can take a deed's mails back
CLOCKS_APART = timedelta(minutes=1)  # two machines' clocks; a mail written later than that is of a clock turned back


def pause_after(tries: int) -> timedelta:
    """Wait 1, 2, 4 … minutes, at most 6 hours: twelve tries span about two days."""
    return timedelta(minutes=min(2 ** max(tries - 1, 0), 360))


class AlreadySent(Refusal):
    """A mail that was to be taken back is on its way or has arrived; ``gone`` says how many. Nothing was taken back."""

    code = "already_sent"
