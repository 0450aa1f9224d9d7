"""What the rulebook says about funding a course: no, not yet because, or perhaps, and what would change it (R5, R6, R7). Never a promise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from glascampus.basics.money import Money
from glascampus.basics.reason import Reason
from glascampus.basics.rulebook import Row, Rulebook, RuleMissing

NO, NOT_YET, PERHAPS, UNKNOWN = "no", "not_yet", "perhaps", "unknown"
AGENCY, GRANT, LEAVE = "sgb3_82", "sab", "qualifizierungszeit_sn"


@dataclass(frozen=True, slots=True)
class Asked:
    """A course on certain days, as far as funding looks at it."""

    minutes: int
    days: int
    price_cents: int
    mandatory: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What one instrument says; ``change`` is what would turn it, ``rows`` are the rules it rests on."""

    instrument: str
    verdict: str
    reason: Reason
    change: Reason | None = None
    rows: tuple[Row, ...] = ()

    @property
    def checked_on(self) -> date | None:
        """When the rules were last looked at; the oldest of them counts."""
        return min((row.checked_on for row in self.rows), default=None)

    @property
    def source(self) -> Row | None:
        """Where the first of them was read."""
        return next(iter(self.rows), None)


def funding(asked: Asked, book: Rulebook) -> list[Answer]:
    """One answer per instrument, by the rules of ``book``'s day (the day the course begins)."""
    looks = ((AGENCY, _agency), (GRANT, _grant), (LEAVE, _leave))
    return [_or_unknown(instrument, look, asked, book) for instrument, look in looks]


def _or_unknown(instrument: str, look: Callable[[Asked, Rulebook], Answer], asked: Asked, book: Rulebook) -> Answer:
    try:
        return look(asked, book)
    except RuleMissing:
        return Answer(instrument, UNKNOWN, Reason("fund_unknown"))


def _agency(asked: Asked, book: Rulebook) -> Answer:
    """The employment agency pays for long training of employees, never for what the law demands anyway."""
    mandatory, least = book.row("sgb3_82.mandatory_training_excluded"), book.row("sgb3_82.min_hours_exclusive")
    if asked.mandatory and book.holds(mandatory.key):
        return Answer(AGENCY, NO, Reason("fund_mandatory"), None, (mandatory,))
    need = book.whole(least.key)
    if asked.minutes <= need * 60:
        numbers = {"have": _hours(asked.minutes), "need": need}
        return Answer(AGENCY, NO, Reason("fund_hours", **numbers), Reason("fund_stack", need=need), (least,))
    approval = book.row("sgb3_82.approval_required")
    change = Reason(
        "fund_people",
        since=book.whole("sgb3_82.min_years_since_degree"),
        between=book.whole("sgb3_82.min_years_between_trainings"),
    )
    if book.holds(approval.key):
        return Answer(AGENCY, NOT_YET, Reason("fund_approval", have=_hours(asked.minutes)), change, (least, approval))
    return Answer(AGENCY, PERHAPS, Reason("fund_hours_reached", have=_hours(asked.minutes)), change, (least,))


def _grant(asked: Asked, book: Rulebook) -> Answer:
    """The Saxon bank gives part of the fee while it takes applications, from a certain fee on."""
    is_open, least = book.row("sab.applications_open"), book.row("sab.min_course_cents")
    need, have = book.whole(least.key), asked.price_cents
    numbers = {"need": Money(need), "have": Money(have)}
    enough = have >= need
    if not book.holds(is_open.key):
        change = Reason("fund_grant_again", **numbers) if enough else Reason("fund_grant_again_price", **numbers)
        return Answer(GRANT, NOT_YET if enough else NO, Reason("fund_grant_suspended"), change, (is_open, least))
    if not enough:
        return Answer(GRANT, NO, Reason("fund_grant_price", **numbers), None, (least, is_open))
    share = book.row("sab.share_percent")
    reason = Reason("fund_grant_open", share=book.whole(share.key))
    binding_first = book.holds("sab.binding_registration_before_application")
    return Answer(
        GRANT, PERHAPS, reason, None if binding_first else Reason("fund_grant_first"), (is_open, share, least)
    )


def _leave(asked: Asked, book: Rulebook) -> Answer:
    """Paid days for training in Saxony, once the law is in force."""
    key = "qualifizierungszeit_sn.paid_days_per_year"
    try:
        paid = book.row(key)
    except RuleMissing:
        coming = book.coming(key)
        if coming is None:
            raise
        return Answer(LEAVE, NOT_YET, Reason("fund_leave_from", day=coming.valid_from), None, (coming,))
    numbers = {
        "paid": book.whole(key),
        "have": asked.days,
        "months": book.whole("qualifizierungszeit_sn.min_employed_months"),
    }
    small, refund = (
        book.whole(f"qualifizierungszeit_sn.small_employer_{name}") for name in ("limit_people", "refund_cents_per_day")
    )
    change = Reason("fund_leave_small", people=small, refund=Money(refund))
    return Answer(LEAVE, NOT_YET, Reason("fund_leave_days", **numbers), change, (paid,))


def _hours(minutes: int) -> int | Decimal:
    """Hours with two decimals at most, as the course's own page says them; a missing minute never makes a whole hour."""
    return round(Decimal(minutes) / 60, 2) if minutes % 60 else minutes // 60
