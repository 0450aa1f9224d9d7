"""The waiting line: offers, answers to them, and holds that end by themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.basics.clock import today
from glascampus.commons.journal.actions import note
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.roles.access import demand
from glascampus.stations.bookings import reads
from glascampus.stations.bookings.access import may_change_booking
from glascampus.stations.bookings.actions.letters import tell
from glascampus.stations.bookings.models import Booking, LineEvent, Seat
from glascampus.stations.bookings.rules import NothingOffered, Overdue, Turn, offer_until, turns
from glascampus.stations.courses.actions import give_seats_back, take_seats
from glascampus.stations.courses.models import Run

Answer = LineEvent.Answer


def locked(run_id: int) -> Run:
    """The run with its row locked until the deed ends; all deeds on seats lock it first, so none waits crosswise.

    ``no_key``: bookings that were just written and now want their seats refer to the row, and need not be waited for.
    """
    return (
        Run.objects.select_for_update(of=("self",), no_key=True)
        .select_related("course", "site", "campus")
        .get(pk=run_id)
    )


def opened(booking: Booking, *, now: datetime) -> Run:
    """Part of a deed: lock the run, end what is overdue in it, and read the booking as it then stands.

    The deed ends with ``move_up``, which offers on what it and the ended holds freed: once, since two looks in one moment
    would write the same mail twice to a group that is split, or offer a seat to whoever is just leaving.
    """
    run = locked(booking.run_id)
    settle(run, now=now)
    booking.refresh_from_db()
    booking.run = run
    return run


def settle(run: Run, *, now: datetime, overdue: Overdue | None = None) -> Overdue:
    """Part of a deed that ends with ``move_up``: end offers and provisional bookings of ``run`` whose time is over.

    The caller holds the run's row. So no hold outlives its time in any deed, whether a worker runs or not.
    """
    over = reads.overdue(run, now) if overdue is None else overdue
    if not over:
        return over
    for booking in Booking.objects.select_related("campus").filter(pk__in=[*over.offers, *over.held]).order_by("pk"):
        booking.run = run
        if booking.pk not in over.held:
            _end_offer(booking, answer=Answer.ENDED, now=now)
            note(by=SYSTEM, deed="bookings.offer_ended", thing=booking, now=now)
        else:
            active = list(booking.seats.exclude(state=Seat.State.CANCELLED))
            release(booking, active, now=now)
            tell(booking, "cancelled", now=now, with_calendar=True, cancelled=True, left=len(active))
            note(by=SYSTEM, deed="bookings.hold_ended", thing=booking, now=now, seats=[s.pk for s in active])
    return over


def release(booking: Booking, seats: Sequence[Seat], *, now: datetime) -> None:
    """Part of a deed: cancel seats, give back those that were taken, and let price and state of the booking follow."""
    taken = sum(seat.state in reads.TAKEN for seat in seats)
    Seat.objects.filter(pk__in=[seat.pk for seat in seats]).update(
        state=Seat.State.CANCELLED, until=None, changed_at=now
    )
    give_seats_back(run_id=booking.run_id, number=taken)
    if (
        any(s.state == Seat.State.OFFERED for s in seats)
        and not booking.seats.filter(state=Seat.State.OFFERED).exists()
    ):
        _answer(booking, Answer.CANCELLED, now=now)
    _follow(booking, now=now)


def _follow(booking: Booking, *, now: datetime) -> None:
    """Price and state follow the seats: without a seat a booking waits, without a person it is cancelled."""
    states = list(booking.seats.exclude(state=Seat.State.CANCELLED).values_list("state", flat=True))
    booking.price_cents = booking.unit_price_cents * len(states)
    if not states:
        booking.state, booking.cancelled_at = Booking.State.CANCELLED, now
    elif Seat.State.SEATED not in states:
        booking.state = Booking.State.WAITING
    booking.save(update_fields=["price_cents", "state", "cancelled_at"])


def _answer(booking: Booking, answer: str, *, now: datetime) -> None:
    """Write down what became of its open offers; a group that is split may hold two, and they end one after the other."""
    open_offers = LineEvent.objects.filter(booking=booking, seats__gt=0, answer="")
    if answer == Answer.ENDED:
        open_offers = open_offers.filter(until__lte=now)
    open_offers.update(answer=answer, answered_at=now)


def move_up(run: Run, *, now: datetime) -> list[int]:
    """Part of a deed that freed seats: offer them along the line, and write down who was passed over and why.

    The caller holds the run's row. Returns the ids of the bookings that got an offer.
    """
    run.refresh_from_db(fields=["taken", "capacity", "state"])
    if run.state not in {Run.State.OPEN, Run.State.CONFIRMED} or (run.starts_at and now >= run.starts_at):
        return []
    if run.free <= 0:
        return []
    found = turns(run.free, reads.waiting_groups(run))
    until = offer_until(now=now, closes_at=run.closes_at, starts_at=run.starts_at)
    _write_down(run, found, until, now=now)
    offered = [turn for turn in found if turn.gets]
    for turn in offered:
        _offer(turn, run, until, now=now)
    return [turn.booking for turn in offered]


def _write_down(run: Run, found: Sequence[Turn], until: datetime, *, now: datetime) -> None:
    """A row per turn; the same look at a group that is still too large is written once."""
    told = reads.last_looks([turn.booking for turn in found if not turn.gets])
    LineEvent.objects.bulk_create(
        LineEvent(
            campus_id=run.campus_id, run=run, booking_id=turn.booking, at=now, code=turn.code, free=turn.free,
            wants=turn.wants, seats=turn.gets, until=until if turn.gets else None,
        )
        for turn in found
        if turn.gets or told.get(turn.booking) != (turn.code, turn.free, turn.wants)
    )  # fmt: skip


def _offer(turn: Turn, run: Run, until: datetime, *, now: datetime) -> None:
    """Hold seats for those of a booking who wait, with a deadline, and write to them."""
    booking = Booking.objects.select_related("campus").get(pk=turn.booking)
    booking.run = run
    first = list(booking.seats.filter(state=Seat.State.WAITING).values_list("pk", flat=True)[: turn.gets])
    Seat.objects.filter(pk__in=first).update(state=Seat.State.OFFERED, until=until, changed_at=now)
    take_seats(run_id=run.pk, number=len(first))
    tell(booking, "offered", now=now, until=until, number=len(first))


def accept_offer(*, booking: Booking, by: Any, now: datetime) -> Booking:
    """Take the offered seats; taking them again changes nothing.

    Raises:
        NothingOffered: no offer, or its time is over.
    """
    demand(may_change_booking(by, booking))
    if not done_in_line(_sit_down, booking, by=by, now=now):
        raise NothingOffered
    return booking


@transaction.atomic
def done_in_line(deed: Callable[..., bool], booking: Booking, *, by: Any, now: datetime) -> bool:
    """Whether ``deed`` went through; before it overdue holds end, after it the line moves up once.

    A refusal is to be raised after this has committed: holds that were overdue stay ended.
    """
    run = opened(booking, now=now)
    done = deed(booking, by=by, now=now)
    move_up(run, now=now)
    return done


def _sit_down(booking: Booking, *, by: Any, now: datetime) -> bool:
    offers = booking.seats.filter(state=Seat.State.OFFERED, until__gt=now)
    if not offers.update(state=Seat.State.SEATED, until=None, changed_at=now):
        return reads.last_answer(booking) in {Answer.ACCEPTED, None} and booking.state in reads.SITS
    if booking.state == Booking.State.WAITING:
        held = booking.provisional_until and booking.provisional_until >= today(now)
        booking.state = Booking.State.PROVISIONAL if held else Booking.State.BINDING
        booking.save(update_fields=["state"])
    _answer(booking, Answer.ACCEPTED, now=now)
    note(by=by, deed="bookings.offer_accepted", thing=booking, now=now)
    waiting = booking.seats.filter(state=Seat.State.WAITING).count()
    tell(booking, "moved_up", now=now, with_calendar=True, waiting=waiting)
    return True


def decline_offer(*, booking: Booking, by: Any, now: datetime) -> Booking:
    """Leave the offered seats to the next in line.

    Raises:
        NothingOffered: there is no offer.
    """
    demand(may_change_booking(by, booking))
    if not _decline(booking, by=by, now=now):
        raise NothingOffered
    return booking


@transaction.atomic
def _decline(booking: Booking, *, by: Any, now: datetime) -> bool:
    run = opened(booking, now=now)
    number = _end_offer(booking, answer=Answer.DECLINED, now=now)
    offered = move_up(run, now=now)
    if number:
        note(by=by, deed="bookings.offer_declined", thing=booking, now=now, offered=offered)
    return bool(number)


def _end_offer(booking: Booking, *, answer: str, now: datetime) -> int:
    """Give the offered seats back (those whose time is over, or all of them) and tell; returns how many there were."""
    offers = booking.seats.filter(state=Seat.State.OFFERED)
    if answer == Answer.ENDED:
        offers = offers.filter(until__lte=now)
    number = offers.update(state=Seat.State.CANCELLED, until=None, changed_at=now)
    if not number:
        return 0
    give_seats_back(run_id=booking.run_id, number=number)
    _answer(booking, answer, now=now)
    _follow(booking, now=now)
    tell(booking, "offer_ended" if answer == Answer.ENDED else "cancelled", now=now, left=number)
    return number


def end_offers(*, now: datetime) -> int:
    """Give on every offer whose time is over, a transaction per run; returns how many."""
    return sum(len(settle_run(run_id, now=now).offers) for run_id in reads.runs_with_overdue_offers(now))


def end_provisional(*, now: datetime) -> int:
    """Cancel provisional bookings whose day has passed, a transaction per run; returns how many."""
    return sum(len(settle_run(run_id, now=now).held) for run_id in reads.runs_with_overdue_holds(now))


@transaction.atomic
def settle_run(run_id: int, *, now: datetime) -> Overdue:
    """End what is overdue in one run, and offer its seats on."""
    run = locked(run_id)
    over = settle(run, now=now)
    move_up(run, now=now)
    return over


def offer_free(*, now: datetime) -> int:
    """Offer seats that became free otherwise (the office added some) to those who wait; returns how many offers."""
    done = 0
    for run_id in reads.runs_with_room_and_line(now):
        with transaction.atomic():
            run = locked(run_id)
            offered = move_up(run, now=now)
            if offered:
                note(by=SYSTEM, deed="bookings.offered", thing=run, now=now, offered=offered)
            done += len(offered)
    return done
