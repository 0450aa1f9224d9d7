"""Days and times as people type them."""

from __future__ import annotations

import re
from datetime import date, time

DAY_TYPED = re.compile(
    r"(?:\w{2,10}\.?,? )?(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})|(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?"
)
TIME_TYPED = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::00)?(?: ?uhr| ?h)?", re.IGNORECASE)


def day_typed(text: str) -> date | None:
    """A day like "12.3.2027", "Fr, 12.03.27" or "2027-03-12"; None for anything else."""
    found = DAY_TYPED.fullmatch(text.strip())
    if found is None:
        return None
    day, month, year = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))  # noqa: PLR2004 -- two digits
    except ValueError:
        return None


def time_typed(text: str) -> time | None:
    """A time like "8", "08:00", "8.30 Uhr"; None for anything else."""
    found = TIME_TYPED.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        return None
