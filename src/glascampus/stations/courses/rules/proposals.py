"""What is proposed before somebody decides: when booking closes, a code, an order of dates."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, timedelta

CLOSES_BEFORE, DECIDES_BEFORE = timedelta(days=14), timedelta(days=21)


def default_close(starts_at: datetime, now: datetime) -> datetime:
    """Two weeks before the start; for a run that comes sooner, its start."""
    wanted = starts_at - CLOSES_BEFORE
    return wanted if wanted > now else starts_at


def propose_code(slug: str, on: date, known: Collection[str]) -> str:
    """A code nobody has: beginning of the course's slug, year and month, then a letter (after z: two)."""
    stem = re.sub(r"-[^-]*$", "", slug[:17]) if len(slug) > 16 else slug  # noqa: PLR2004  leaves room for the rest
    letters = "abcdefghijklmnopqrstuvwxyz"
    ends = [*letters, *(a + b for a in letters for b in letters)]
    return next(code for end in ends if (code := f"{stem.strip('-')}-{on:%Y-%m}-{end}") not in known)


def order_for_company(*, missed: int, enough: bool, starts_at: datetime) -> tuple[int, bool, datetime]:
    """Dates that fit the shifts come first, then those with seats for everybody, then the next one."""
    return missed, not enough, starts_at
