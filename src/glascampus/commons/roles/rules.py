"""How long doors stay open."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

LINK_LASTS = timedelta(minutes=15)
INVITATION_LASTS = timedelta(days=7)
MOST_LINKS, LINKS_PER = 5, timedelta(hours=1)
LINK_KEPT = timedelta(days=30)
STAFF_SESSION, OTHER_SESSION = timedelta(hours=12), timedelta(days=30)


def session_lasts(kinds: Collection[str]) -> timedelta:
    """How long one stays signed in: a working day for the office, a month for everyone else."""
    return STAFF_SESSION if "office" in kinds else OTHER_SESSION


def may_have_another(links: int) -> bool:
    """Whether a mailbox that was sent so many links within the last hour gets one more."""
    return links < MOST_LINKS
