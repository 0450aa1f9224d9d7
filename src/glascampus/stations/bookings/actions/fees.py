"""What a cancellation costs: charged as it was shown, waived by the office, from a scale that is data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.actions import note
from glascampus.commons.roles.access import demand
from glascampus.stations.bookings import reads
from glascampus.stations.bookings.access import may_decide_runs
from glascampus.stations.bookings.models import Booking, Fee, FeeScale, Seat
from glascampus.stations.bookings.rules import FeeStep, NothingToDecide, scale_of
from glascampus.stations.courses.models import Run


def charge(booking: Booking, seats: Sequence[Seat], *, now: datetime) -> Fee | None:
    """Part of a cancellation, before the seats are released: note the fee that the page has shown; no row where nothing is owed."""
    due = reads.fee_for(booking, seats, now)
    if not due.cents:
        return None
    firm = sum(seat.state == Seat.State.SEATED for seat in seats)
    return Fee.objects.create(
        campus_id=booking.campus_id, booking=booking, seats=firm, price_cents=booking.unit_price_cents * firm,
        percent=due.percent, cents=due.cents, days_left=due.days_left, charged_at=now,
    )  # fmt: skip


@transaction.atomic
def waive_fee(*, fee: Fee, by: Any, now: datetime) -> Fee:
    """The office lets a fee go; the row stays and says so.

    Raises:
        NotAllowed: not the office.
        NothingToDecide: it was waived already.
    """
    demand(may_decide_runs(by))
    if not Fee.objects.filter(pk=fee.pk, waived_at=None).update(waived_at=now):
        raise NothingToDecide
    note(by=by, deed="bookings.fee_waived", thing=fee, now=now, cents=fee.cents)
    fee.refresh_from_db()
    return fee


@transaction.atomic
def keep_scale(
    *, campus: Campus, run: Run | None, steps: Sequence[FeeStep], valid_from: date, by: Any, now: datetime,
    example: bool = False,
) -> FeeScale:  # fmt: skip
    """A cancellation scale from a day on, for one run or for all. Bookings made before keep the scale they were made under.

    Raises:
        NotAllowed: not the office.
        ScaleWrong: later cancelling would cost less, or a step makes no sense.
    """
    demand(may_decide_runs(by))
    scale = FeeScale(
        campus=campus, run=run, valid_from=valid_from, made_at=now, example=example,
        steps=[[step.days, step.percent] for step in scale_of(steps)],
    )  # fmt: skip
    scale.full_clean()
    scale.save()
    note(by=by, deed="bookings.fee_scale_kept", thing=scale, now=now)
    return scale
