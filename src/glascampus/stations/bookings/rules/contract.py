"""What cancelling costs, until when one withdraws (R9), what a price says of its tax (R10)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from glascampus.basics.reason import Reason, Refusal


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


def told(steps: Sequence[FeeStep]) -> list[Reason]:
    """A scale in sentences, from the earliest day to the latest; ``steps`` come from ``scale_of``."""
    said = [_until(step) for step in steps]
    return said if steps[-1].percent == WHOLE else [*said, Reason("fee_after")]


def _until(step: FeeStep) -> Reason:
    if not step.days:
        return Reason("fee_until_start", percent=step.percent) if step.percent else Reason("fee_free_until_start")
    if step.days == 1:
        return Reason("fee_until_day", percent=step.percent) if step.percent else Reason("fee_free_until_day")
    if not step.percent:
        return Reason("fee_free_until", days=step.days)
    return Reason("fee_until", days=step.days, percent=step.percent)


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


def tax_reason(code: str | None) -> Reason | None:
    """The sentence that stands beside a price: the tax is in it, or why there is none. Nothing where a price says nothing.

    ``code`` None: no rule of that day is known, and that is said.
    """
    if code is None:
        return Reason("tax_unknown")
    name, _, percent = code.rpartition("_")
    if name == TAX_INCLUDED and percent.isdecimal():
        return Reason("tax_included", percent=int(percent))
    return Reason("tax_exempt_4_21") if code == TAX_FREE else None
