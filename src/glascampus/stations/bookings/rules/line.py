"""Who moves up, and until when an offer lasts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

OFFER_LASTS = timedelta(hours=48)


def offer_until(*, now: datetime, closes_at: datetime, starts_at: datetime | None) -> datetime:
    """An offer lasts two days, but not past the closing time; after that, not past the beginning."""
    end = closes_at if now < closes_at else starts_at or closes_at
    return max(min(now + OFFER_LASTS, end), now)


@dataclass(frozen=True, slots=True)
class Group:
    """Persons of one booking who wait; ``split``: as many as possible may go, the others stay in line."""

    booking: int
    size: int
    split: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One look at one group: ``free`` seats were there, it wants ``wants`` and gets ``gets``; ``code`` says why."""

    booking: int
    free: int
    wants: int
    gets: int
    code: str

    @property
    def look(self) -> tuple[str, int, int]:
        """What is written down of it: the same look is written once."""
        return self.code, self.free, self.wants


FITS, IN_PART, TOO_LARGE = "first_who_fits", "as_many_as_fit", "group_too_large"


@dataclass(frozen=True, slots=True)
class Overdue:
    """Bookings of one run whose offer or provisional time is over, by id."""

    offers: tuple[int, ...] = ()
    held: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.offers or self.held)


def turns(free: int, groups: Iterable[Group]) -> list[Turn]:
    """Go along the line once, from its head, until no seat is left.

    A group stays together unless it said otherwise; one that is too large is passed over and keeps its place.

    Args:
        free: seats nobody has.
        groups: those who wait, the longest waiting first.

    Returns:
        A turn for every group that was looked at, in order. Cost: O(n), less when ``groups`` comes bit by bit.
    """
    found: list[Turn] = []
    for group in groups:
        if free <= 0:
            break
        if not group.size:
            continue
        gets = group.size if group.size <= free else free if group.split else 0
        code = TOO_LARGE if not gets else FITS if gets == group.size else IN_PART
        found.append(Turn(group.booking, free, group.size, gets, code))
        free -= gets
    return found


def sits(wanted: int, free: int, *, split: bool) -> int:
    """How many of ``wanted`` persons get a seat at once: all or none, or with ``split`` those who fit."""
    if wanted <= free:
        return wanted
    return max(free, 0) if split else 0
