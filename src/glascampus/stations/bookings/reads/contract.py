"""What a contract says: fees, tax, withdrawing, and the texts that were shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from glascampus.basics.clock import today
from glascampus.basics.rulebook import RuleMissing
from glascampus.basics.tokens import fingerprint
from glascampus.commons.campuses.reads import kept, link_token
from glascampus.commons.journal.reads import lines_about
from glascampus.commons.legal.reads import rulebook, text_as_shown
from glascampus.commons.roles.access import is_office
from glascampus.stations.bookings.models import Booking, Fee, FeeScale, Seat, Withdrawal
from glascampus.stations.bookings.reads.changes import move_asked
from glascampus.stations.bookings.rules import (
    FREE_UNTIL_START,
    FeeDue,
    FeeStep,
    codes_in,
    fee_due,
    same_words,
    scale_of,
    tax_code,
    withdrawable_until,
)
from glascampus.stations.courses.models import Run


def steps_of(run: Run, on: date) -> tuple[FeeStep, ...]:
    """The cancellation scale that held for a run on a day: its own, or the campus's; free until the beginning where neither is set."""
    rows = FeeScale.objects.filter(Q(run=run) | Q(run=None), valid_from__lte=on).order_by("valid_from", "pk")
    found = list(rows)
    own = [scale for scale in found if scale.run_id]
    scale = (own or found)[-1] if found else None
    return scale_of([FeeStep(*step) for step in scale.steps]) if scale else FREE_UNTIL_START


def scales(run: Run | None) -> QuerySet[FeeScale]:
    """The scales of a run, or those of the campus, newest first."""
    return FeeScale.objects.filter(run=run)


def agreed_at(booking: Booking) -> datetime:
    """When the contract was made: with the booking, or later when an offered seat was taken or a reserved one became firm."""
    later = lines_about(booking).filter(deed__in=["bookings.offer_accepted", "bookings.made_binding"]).last()
    return max(booking.booked_at, later.at) if later else booking.booked_at


def withdrawable_to(booking: Booking) -> date | None:
    """The last day on which the booker can withdraw without a reason; None for whoever is no consumer (R9)."""
    if booking.kind != Booking.Kind.PRIVATE:
        return None
    agreed = today(agreed_at(booking))
    rules = rulebook(agreed)
    informed = any(version["kind"] == "withdrawal" for version in booking.shown)
    longer = 0 if informed else rules.whole("consumers.withdrawal_months_uninformed")
    return withdrawable_until(agreed_on=agreed, days=rules.whole("consumers.withdrawal_days"), months_uninformed=longer)


def fee_for(booking: Booking, seats: Iterable[Seat], now: datetime) -> FeeDue:
    """What cancelling ``seats`` costs at ``now``: the same figure on the page before the click and in the deed.

    Nothing for seats that are not firm, within a consumer's period of withdrawal, and when the dates moved after the booking.
    """
    run, firm = booking.run, sum(seat.state == Seat.State.SEATED for seat in seats)
    if booking.state != Booking.State.BINDING or not firm or not run.starts_at or run.state == Run.State.CANCELLED:
        return FeeDue()
    last = withdrawable_to(booking)
    if (last and today(now) <= last) or move_asked(booking):
        return FeeDue()
    left = (today(run.starts_at) - today(now)).days
    return fee_due(booking.unit_price_cents * firm, steps_of(run, today(booking.booked_at)), left)


def fees_seen_by(user: Any) -> QuerySet[Fee]:
    """What cancellations cost, for the office."""
    fees = Fee.objects.select_related("booking__run__course")
    return fees if is_office(user) else fees.none()


def withdrawals_seen_by(user: Any) -> QuerySet[Withdrawal]:
    """Contracts withdrawn, for the office."""
    found = Withdrawal.objects.select_related("booking__run__course")
    return found if is_office(user) else found.none()


def withdrawal_by_token(token: str) -> Withdrawal | None:
    """The receipt behind its private link."""
    return Withdrawal.objects.filter(link=fingerprint(token)).first()


def withdrawal_token(withdrawal: Withdrawal) -> str:
    """The receipt's private link, made again."""
    return link_token("withdrawal", withdrawal.code)


def withdrawals_to_see() -> QuerySet[Withdrawal]:
    """Withdrawals that the office has not looked at yet, oldest first."""
    return Withdrawal.objects.select_related("booking__run__course").filter(decided_at=None).order_by("received_at")


def receipts_since(email: str, since: datetime) -> int:
    """How many withdrawals came with this mailbox since a moment: a receipt goes out for the first ones only."""
    return Withdrawal.objects.filter(email__iexact=email, received_at__gt=since).count()


def withdrawn_booking(withdrawal: Withdrawal) -> tuple[Booking | None, str]:
    """The booking that a withdrawal means, and otherwise why there is none: ("no_match", or "several").

    A code is enough: it is random and only the booker has it. Without one, name and mailbox must be those of the booking.
    """
    bookings = Booking.objects.select_related("run__course", "run__site", "campus").filter(erased_at=None)
    if named := list(bookings.filter(code__in=codes_in(withdrawal.contract))[:2]):
        return (named[0], "") if len(named) == 1 else (None, "several")
    theirs = [
        booking
        for booking in bookings.filter(booker_email__iexact=withdrawal.email).exclude(state=Booking.State.CANCELLED)
        if same_words(booking.booker_name, withdrawal.name)
    ]
    if len(theirs) > 1:
        typed = withdrawal.contract.casefold()
        theirs = [b for b in theirs if any(word.casefold() in typed for word in _names_of(b.run))] or theirs
    return (theirs[0], "") if len(theirs) == 1 else (None, "several" if theirs else "no_match")


def _names_of(run: Run) -> list[str]:
    return [name for name in (run.code, run.course.title_de, run.course.title_en) if name]


@kept
def tax_code_on(day: date) -> str | None:
    """What a booking of that day remembers of its tax, by the rulebook (R10); None where it has no row for that day."""
    rules = rulebook(day)
    try:
        return tax_code(rules.text("vat.course_fees"), rules.whole("vat.standard_rate_percent"))
    except RuleMissing:
        return None


def withdrawal_text(booking: Booking) -> str:
    """The withdrawal text as whoever booked was shown it; "" for companies."""
    return text_as_shown(booking.shown, "withdrawal") if booking.kind == Booking.Kind.PRIVATE else ""
