"""What holds for bookings: who may still book, who is the same person, who moves up, how far a run is from its minimum."""

from __future__ import annotations

import hashlib
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from glascampus.basics.clock import CAMPUS_ZONE
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
    external_id: str = ""


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
    named = [organisation, given.given_name, given.family_name, given.external_id or external_id]
    words = [given.email] if given.email else named
    normal = "\n".join(" ".join(word.split()).casefold() for word in words)
    return hashlib.sha256(normal.encode()).hexdigest()


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


def person_of(line: str) -> Given:
    """Read "Vorname Nachname, mail@example.org"; the last word of the name is the family name."""
    name, _, email = line.partition(",")
    return person_named(name, email)


def person_named(name: str, email: str = "") -> Given:
    """The last word of a name is the family name; a single word is a given name."""
    words = name.split()
    return Given(" ".join(words[:-1]) or " ".join(words), words[-1] if len(words) > 1 else "", email.strip().lower())


# Asking again before go or no-go

CERTAIN, LIKELY, OPEN_QUESTION = 0.9, 0.7, 0.4  # bands of plain words, not of law


def chance_percent(*, outcome: str, provisional: bool, rates: Mapping[str, int]) -> int:
    """How likely somebody comes, in percent; ``rates`` has sure, unsure, unasked and provisional.

    Whoever says no does not come. Whoever waits for funding is never surer than the funding.
    """
    said = {"sure": rates["sure"], "unsure": rates["unsure"], "no": 0}.get(outcome, rates["unasked"])
    return min(said, rates["provisional"]) if provisional else said


def how_sure(*, low: int, high: int, reached: float, need: int) -> Reason:
    """The estimate in plain words, with its interval."""
    bands = [(CERTAIN, "start_certain"), (LIKELY, "start_likely"), (OPEN_QUESTION, "start_unsure")]
    code = next((code for least, code in bands if reached >= least), "start_unlikely")
    return Reason(code, low=low, high=high, need=need, percent=round(100 * reached))


# Provisional bookings and reminders

REMINDS_BEFORE_END = timedelta(days=3)
REMINDS_AT = time(9, 0)
WEEK_BEFORE, DAY_BEFORE = timedelta(days=7), timedelta(days=1)


def provisional_end(*, days: int, on: date, closes_on: date) -> date | None:
    """Until when seats are held for a funding decision: ``days`` from today, not past the closing day; None: never."""
    return min(on + timedelta(days=days), closes_on) if days > 0 and closes_on >= on else None


def reminder_due(*, starts_at: datetime, booked_at: datetime, now: datetime) -> str | None:
    """Which reminder of a run is due now: "week", "day" or None.

    From nine o'clock on the campus seven days and one day before. Whoever booked after that moment needs none, and once
    the day before has begun, the week's is not sent any more.
    """
    starts_on = starts_at.astimezone(CAMPUS_ZONE).date()
    week, day = (datetime.combine(starts_on - before, REMINDS_AT, CAMPUS_ZONE) for before in (WEEK_BEFORE, DAY_BEFORE))
    if not week <= now < starts_at:
        return None
    kind, moment = ("day", day) if now >= day else ("week", week)
    return kind if booked_at < moment else None


# Ten minutes to undo

UNDO_LASTS = timedelta(minutes=10)


class UndoTooLate(Refusal):
    """A deed cannot be taken back any more; the code says why."""

    code = "undo_over"


class MoveAnswered(Refusal):
    """The booker has answered to the new dates already."""

    code = "move_answered"


class NobodyToAsk(Refusal):
    """Nobody has a seat in the run."""

    code = "nobody_to_ask"


Stand = Mapping[str, Any]  # "seat.12" -> ["seated", None]: what a deed may change; a missing key: there is no such row


def differences(before: Stand, after: Stand) -> dict[str, list[Any]]:
    """What a deed changed: key -> [value before, value after], None where there was no such row."""
    keys = sorted({*before, *after})
    return {key: [before.get(key), after.get(key)] for key in keys if before.get(key) != after.get(key)}


def in_the_way(changes: Mapping[str, Sequence[Any]], current: Stand) -> list[str]:
    """Keys that are not any more as the deed left them: then it cannot be taken back."""
    return [key for key, (_before, after) in changes.items() if current.get(key) != after]


# Withdrawing and cancelling (R9)


class ScaleWrong(Refusal):
    """A cancellation scale that makes no sense."""

    code = "scale_wrong"


class NothingToDecide(Refusal):
    """A fee was waived already, or a withdrawal decided."""

    code = "nothing_to_decide"


@dataclass(frozen=True, slots=True)
class FeeStep:
    """Until ``days`` days before the run begins, cancelling costs ``percent`` of the price; after the last step it costs all of it."""

    days: int
    percent: int


@dataclass(frozen=True, slots=True)
class FeeDue:
    """What cancelling costs, and on what that rests."""

    cents: int = 0
    percent: int = 0
    days_left: int = 0


FREE_UNTIL_START = (FeeStep(0, 0),)  # where the office has set nothing, cancelling is free until the run begins
WHOLE = 100
FRIDAY = 5


def scale_of(steps: Sequence[FeeStep]) -> tuple[FeeStep, ...]:
    """The steps from the earliest day to the latest.

    Raises:
        ScaleWrong: no step, a day twice, a percentage outside 0 to 100, or cancelling later would cost less.
    """
    ordered = tuple(sorted(steps, key=lambda step: -step.days))
    percents = [step.percent for step in ordered]
    falls = any(later < earlier for earlier, later in pairwise(percents))
    if not ordered or falls or len({step.days for step in ordered}) < len(ordered):
        raise ScaleWrong
    if min(step.days for step in ordered) < 0 or not 0 <= min(percents) <= max(percents) <= WHOLE:
        raise ScaleWrong
    return ordered


def fee_due(price_cents: int, steps: Sequence[FeeStep], days_left: int) -> FeeDue:
    """What cancelling seats worth ``price_cents`` costs ``days_left`` calendar days before the run begins.

    Cents are rounded down, in favour of whoever cancels. ``steps`` come from ``scale_of``.
    """
    percent = next((step.percent for step in steps if days_left >= step.days), WHOLE)
    return FeeDue(price_cents * percent // WHOLE, percent, days_left)


def withdrawable_until(*, agreed_on: date, days: int, months_uninformed: int = 0) -> date:
    """The last day on which a consumer can withdraw; a Saturday or Sunday moves it to Monday (§193 BGB; holidays are left to the office).

    Args:
        agreed_on: the day of the contract, which does not count itself (§187 BGB).
        days: the period (§355 BGB).
        months_uninformed: how much longer it lasts because no withdrawal text was shown (§356 Abs. 3 BGB).
    """
    month = agreed_on.month - 1 + months_uninformed
    year = agreed_on.year + month // 12
    day = min(agreed_on.day, monthrange(year, month % 12 + 1)[1])
    last = date(year, month % 12 + 1, day) + timedelta(days=days)
    weekday = last.isoweekday()
    return last + timedelta(days=8 - weekday if weekday > FRIDAY else 0)


CODE = re.compile(r"(?<![0-9a-f])[0-9a-f]{16}(?![0-9a-f])", re.ASCII)


def codes_in(text: str) -> list[str]:
    """Codes of bookings that somebody typed or copied with other words."""
    return CODE.findall(text.lower())[:5]


def same_words(one: str, other: str) -> bool:
    """Case and spaces do not matter."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold() != ""


TAX_FREE, TAX_INCLUDED = "ustg_4_21", "included"


def tax_code(rule: str, percent: int) -> str:
    """What a booking remembers of its tax: "ustg_4_21", or "included_19"."""
    return f"{TAX_INCLUDED}_{percent}" if rule == TAX_INCLUDED else rule


def tax_within(price_cents: int, code: str) -> tuple[int, int]:
    """(cents of tax within a price, percent), rounded half up; nothing where the price is exempt."""
    name, _, percent = code.rpartition("_")
    if name != TAX_INCLUDED or not percent.isdecimal():
        return 0, 0
    rate = int(percent)
    return (2 * price_cents * rate + WHOLE + rate) // (2 * (WHOLE + rate)), rate


def tax_reason(code: str) -> Reason | None:
    """The sentence that stands beside a price: the tax is in it, or why there is none. Nothing where a price says nothing."""
    name, _, percent = code.rpartition("_")
    if name == TAX_INCLUDED and percent.isdecimal():
        return Reason("tax_included", percent=int(percent))
    return Reason("tax_exempt_4_21") if code == TAX_FREE else None
