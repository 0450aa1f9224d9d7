"""The withdrawal button of §356a BGB: taken down word for word with a receipt at once; what it leads to follows a moment later.

Whether a booking matches is looked up by the worker, not by the page: so page, mail and time are the same for everybody, and nobody can
use the button to find out who has booked.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from glascampus.basics.clock import today
from glascampus.basics.tokens import fingerprint
from glascampus.commons.campuses.models import Campus
from glascampus.commons.campuses.reads import link_token
from glascampus.commons.journal.actions import note
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.legal.reads import rulebook
from glascampus.commons.outbox.actions import post
from glascampus.commons.roles.access import demand
from glascampus.commons.roles.actions import time_to_undo
from glascampus.stations.bookings import reads
from glascampus.stations.bookings.access import may_decide_runs
from glascampus.stations.bookings.actions.freeing import release
from glascampus.stations.bookings.actions.letters import tell
from glascampus.stations.bookings.actions.line import opened
from glascampus.stations.bookings.actions.moving_up import move_up
from glascampus.stations.bookings.models import Booking, Seat, Withdrawal
from glascampus.stations.bookings.rules import NothingToDecide

Outcome = Withdrawal.Outcome


def withdraw(
    *,
    campus: Campus,
    name: str,
    contract: str,
    part: str,
    email: str,
    language: str,
    form_key: str,
    by: Any,
    now: datetime,
) -> Withdrawal:
    """Take a withdrawal down and confirm it at once, whether a booking matches or not. The same form twice is one withdrawal.

    The receipt goes by mail, too, but only so often a day to one mailbox (a row of the rulebook): it may be a stranger's.
    """
    made = Withdrawal(
        campus=campus, name=name, contract=contract, part=part, email=email.lower(), language=language, form_key=form_key,
        received_at=now, code=secrets.token_hex(8),
    )  # fmt: skip
    made.link = fingerprint(link_token("withdrawal", made.code))
    try:
        return _take_down(made, by, now)
    except IntegrityError:
        return Withdrawal.objects.get(form_key=form_key)


@transaction.atomic
def _take_down(made: Withdrawal, by: Any, now: datetime) -> Withdrawal:
    before = reads.receipts_since(made.email, now - timedelta(days=1))
    made.save(force_insert=True)
    note(by=by, deed="bookings.withdrawal_received", thing=made, now=now)
    if before < rulebook(today(now)).whole("mail.most_items_per_mailbox_a_day"):
        post(
            campus=made.campus, to=made.email, template="bookings/mail/withdrawal_received.txt", now=now, about=made,
            context={"withdrawal": made, "token": reads.withdrawal_token(made)}, language=made.language,
        )  # fmt: skip
    return made


def match_withdrawals(*, now: datetime) -> int:
    """Look up what each new withdrawal means, each in its own transaction; returns how many."""
    waiting = list(Withdrawal.objects.filter(outcome=Outcome.RECEIVED).order_by("pk"))
    return sum(_match(withdrawal, now) for withdrawal in waiting)


@transaction.atomic
def _match(withdrawal: Withdrawal, now: datetime) -> bool:
    withdrawal = Withdrawal.objects.select_for_update().get(pk=withdrawal.pk)
    if withdrawal.outcome != Outcome.RECEIVED:
        return False
    booking, why = reads.withdrawn_booking(withdrawal)
    withdrawal.booking = booking
    withdrawal.why = why or (_why_not(withdrawal, booking, now) if booking else "")
    withdrawal.outcome = Outcome.OPEN if withdrawal.why else Outcome.WITHDRAWN
    withdrawal.save()
    if booking and not withdrawal.why:
        end_free(booking, now=now)
    note(by=SYSTEM, deed=f"bookings.withdrawal_{withdrawal.outcome}", thing=withdrawal, now=now, why=withdrawal.why,
         booking=booking.pk if booking else None)  # fmt: skip
    return True


def _why_not(withdrawal: Withdrawal, booking: Booking, now: datetime) -> str:
    """Why the office has to look first; "" where the contract ends by itself."""
    last = reads.withdrawable_to(booking)
    if booking.state == Booking.State.CANCELLED:
        return "cancelled_before"
    if last is None:
        return "no_consumer"
    if withdrawal.part:
        return "only_part"
    if booking.run.starts_at and booking.run.starts_at <= withdrawal.received_at:
        return "has_begun"
    return "too_late" if today(withdrawal.received_at) > last else ""


def end_free(booking: Booking, *, now: datetime) -> None:
    """Part of a deed: everybody in a booking gives the seat back at no cost, and the booker is told."""
    run = opened(booking, now=now)
    active = list(booking.seats.exclude(state=Seat.State.CANCELLED))
    if not active:
        move_up(run, now=now)
        return
    release(booking, active, now=now)
    tell(booking, "withdrawn", now=now, with_calendar=True, cancelled=True)
    offered = move_up(run, now=now)
    note(by=SYSTEM, deed="bookings.withdrawn", thing=booking, now=now, seats=[s.pk for s in active], offered=offered)


@transaction.atomic
def decide_withdrawal(*, withdrawal: Withdrawal, accepted: bool, by: Any, now: datetime) -> Withdrawal:
    """The office accepts (the booking it means ends at no cost) or declines; whoever withdrew is told.

    Raises:
        NotAllowed: not the office.
        NothingToDecide: it was decided already, or the worker has not looked yet.
    """
    demand(may_decide_runs(by))
    withdrawal = Withdrawal.objects.select_for_update().get(pk=withdrawal.pk)
    if withdrawal.outcome != Outcome.OPEN or withdrawal.decided_at:
        raise NothingToDecide
    withdrawal.outcome, withdrawal.decided_at = Outcome.ACCEPTED if accepted else Outcome.DECLINED, now
    withdrawal.save()
    note(by=by, deed=f"bookings.withdrawal_{withdrawal.outcome}", thing=withdrawal, now=now)
    with time_to_undo(by=by, now=now):
        if accepted and withdrawal.booking:
            end_free(withdrawal.booking, now=now)
        post(
            campus=withdrawal.campus, to=withdrawal.email, template="bookings/mail/withdrawal_decided.txt", now=now, about=withdrawal,
            context={"withdrawal": withdrawal, "accepted": accepted}, language=withdrawal.language,
        )  # fmt: skip
    return withdrawal


@transaction.atomic
def see_withdrawal(*, withdrawal: Withdrawal, by: Any, now: datetime) -> Withdrawal:
    """The office has seen a withdrawal that took effect by itself; it leaves the board.

    Raises:
        NotAllowed: not the office.
        NothingToDecide: it still waits for a decision, or was seen before.
    """
    demand(may_decide_runs(by))
    if not Withdrawal.objects.filter(pk=withdrawal.pk, outcome=Outcome.WITHDRAWN, decided_at=None).update(
        decided_at=now
    ):
        raise NothingToDecide
    note(by=by, deed="bookings.withdrawal_seen", thing=withdrawal, now=now)
    withdrawal.refresh_from_db()
    return withdrawal


def forget_withdrawals(*, email: str) -> int:
    """Part of ``people erase``, which writes the line: what was typed goes, the row and its outcome stay."""
    blank = {"name": "–", "email": "", "contract": "–", "part": ""}
    return Withdrawal.objects.filter(email__iexact=email).update(**blank)
