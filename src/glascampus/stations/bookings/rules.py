"""What holds for bookings: who may still book, who is the same person, who moves up, how far a run is from its minimum."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from glascampus.basics.reason import Reason, Refusal

OFFER_LASTS = timedelta(hours=48)
MOST_PEOPLE = 50


class BookingClosed(Refusal):
    """Past the closing time, or the run is not offered."""

    code = "booking_closed"


class AlreadyBooked(Refusal):
    """One of them already sits, waits or is held in this run."""

    code = "already_booked"


class WrongPeople(Refusal):
    """Too many, nobody, or several where one books alone."""


class NothingOffered(Refusal):
    """There is no offer any more."""

    code = "nothing_offered"


class TooLate(Refusal):
    """The run has begun."""

    code = "too_late_to_cancel"


@dataclass(frozen=True, slots=True)
class Given:
    """A person as somebody typed the name."""

    given_name: str
    family_name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """How far a run is: binding and reserved persons, those who wait, and how many it needs."""

    binding: int = 0
    reserved: int = 0
    waiting: int = 0
    minimum: int = 1

    @property
    def reason(self) -> Reason:
        """The same as a sentence."""
        return way_to_minimum(binding=self.binding, reserved=self.reserved, minimum=self.minimum)


@dataclass(frozen=True, slots=True)
class LadderCounts:
    """The upper rungs of the ladder of demand, in persons."""

    reserved: int = 0
    confirmed: int = 0
    booked: int = 0


def way_to_minimum(*, binding: int, reserved: int, minimum: int) -> Reason:
    """How far a run is from its minimum; only confirmed people count, the reserved are named beside them."""
    if binding >= minimum:
        return Reason("minimum_reached", have=binding, need=minimum)
    return Reason("minimum_open", have=binding, need=minimum, reserved=reserved)


def who(given: Given, organisation: str, external_id: str = "") -> str:
    """Whether two seats are for the same person: SHA-256 of the e-mail address, or of organisation, names and id.

    Case and outer spaces do not matter. Source: contracts.md, "Same person".
    """
    words = [given.email] if given.email else [organisation, given.given_name, given.family_name, external_id]
    normal = "\n".join(" ".join(word.split()).casefold() for word in words)
    return hashlib.sha256(normal.encode()).hexdigest()


def offer_until(*, now: datetime, closes_at: datetime, starts_at: datetime | None) -> datetime:
    """An offer lasts two days, but not past the closing time; after that, not past the beginning."""
    end = closes_at if now < closes_at else starts_at or closes_at
    return max(min(now + OFFER_LASTS, end), now)


def next_to_offer(free: int, groups: Sequence[tuple[int, int]]) -> int | None:
    """The first waiting group that fits whole into ``free`` seats.

    Args:
        free: seats nobody has.
        groups: (booking id, persons) in the order of waiting; groups stay together.

    Returns:
        The booking's id, or None when none fits.
    """
    return next((booking for booking, size in groups if 0 < size <= free), None)


def person_of(line: str) -> Given:
    """Read "Vorname Nachname, mail@example.org"; the last word of the name is the family name."""
    name, _, email = line.partition(",")
    return person_named(name, email)


def person_named(name: str, email: str = "") -> Given:
    """The last word of a name is the family name; a single word is a given name."""
    words = name.split()
    return Given(" ".join(words[:-1]) or " ".join(words), words[-1] if len(words) > 1 else "", email.strip().lower())
