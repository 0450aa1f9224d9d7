"""What must hold of bookings, and what the worker ends by itself."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from glascampus.commons.roll.rules import Check, Fault, Tick
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.courses.models import Run


def checks() -> list[Check]:
    """Seats add up, nothing is oversold, money follows seats, seats belong to their booking."""
    return [Check("seats", _seats), Check("oversale", _oversale), Check("money", _money), Check("thread", _thread)]


def _seats() -> tuple[int, list[Fault]]:
    wrong = reads.recount()
    return Run.objects.count(), [
        Fault(f"courses.run:{r.code}", f"{r.taken} seats are taken, its seats add up to {n}") for r, n in wrong
    ]


def _oversale() -> tuple[int, list[Fault]]:
    runs = list(Run.objects.all())
    return len(runs), [
        Fault(f"courses.run:{r.code}", f"{r.taken} of {r.capacity} seats are taken")
        for r in runs
        if not 0 <= r.taken <= r.capacity
    ]


def _money() -> tuple[int, list[Fault]]:
    found, seen = [], 0
    for booking in Booking.objects.prefetch_related("seats"):
        seen += 1
        active = sum(seat.state != Seat.State.CANCELLED for seat in booking.seats.all())
        if booking.price_cents != booking.unit_price_cents * active:
            found.append(
                Fault(
                    f"bookings.booking:{booking.pk}",
                    f"costs {booking.price_cents} cents for {active} persons at {booking.unit_price_cents}",
                )
            )
    return seen, found


def _thread() -> tuple[int, list[Fault]]:
    strayed = [Fault(f"bookings.seat:{s.pk}", "is in another run than its booking") for s in reads.strayed_seats()]
    orphans = [Fault(f"bookings.booking:{b.pk}", "has no seat") for b in Booking.objects.filter(seats=None)]
    lost = Booking.objects.filter(~Q(run__in=Run.objects.all()))
    torn = [
        Fault(f"bookings.booking:{pk}", f"says {state}, its seats say {seats}")
        for pk, state, seats in reads.torn_bookings()
    ]
    return Seat.objects.count(), [
        *strayed,
        *orphans,
        *torn,
        *(Fault(f"bookings.booking:{b.pk}", "its run is missing") for b in lost),
    ]


def ticks() -> list[Tick]:
    """Offers and provisional bookings end by themselves."""
    return [
        Tick("bookings.end_offers", 5, lambda now: _everywhere(actions.end_offers, now)),
        Tick("bookings.offer_free", 15, lambda now: _everywhere(actions.offer_free, now)),
        Tick("bookings.match_withdrawals", 5, lambda now: _everywhere(actions.match_withdrawals, now)),
        Tick("bookings.end_provisional", 60, lambda now: _everywhere(actions.end_provisional, now)),
        Tick("bookings.remind", 60, lambda now: _everywhere(actions.remind, now)),
    ]


def _everywhere(do: object, now: datetime) -> int:
    from django_scopes import scope

    from glascampus.commons.campuses.models import Campus

    done = 0
    for campus in Campus.objects.all():
        with scope(campus=campus):
            done += do(now=now)  # type: ignore[operator]  # an action of this app
    return done
