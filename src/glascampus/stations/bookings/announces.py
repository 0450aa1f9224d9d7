"""What bookings add to the lists of the house."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from glascampus.basics.clock import today
from glascampus.commons.roll.reads import say
from glascampus.commons.roll.rules import BoardItem, Check, Erased, Fault, Keep, Personal, Tick
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.rules import Way
from glascampus.stations.courses.models import Run

DECIDE_WITHIN = timedelta(days=14)


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
        Tick("bookings.end_provisional", 60, lambda now: _everywhere(actions.end_provisional, now)),
    ]


def _everywhere(do: object, now: datetime) -> int:
    from django_scopes import scope

    from glascampus.commons.campuses.models import Campus

    done = 0
    for campus in Campus.objects.all():
        with scope(campus=campus):
            done += do(now=now)  # type: ignore[operator]  # an action of this app
    return done


def retention() -> list[Keep]:
    """Bookings stay as long as the books."""
    return [
        Keep("bookings.Booking", "who ordered what at which price", 2920, personal=True),
        Keep("bookings.Seat", "who sits where", 2920, personal=True),
        Keep("bookings.LineEvent", "why a freed seat went to whom", 2920, personal=False),
    ]


def personal() -> list[Personal]:
    """Found by the booker's or the person's address."""
    return [Personal("bookings", _export, _erase)]


def _export(email: str) -> dict[str, list[dict[str, object]]]:
    booked = Booking.objects.filter(booker_email__iexact=email)
    seats = Seat.objects.filter(person__email__iexact=email)
    return {
        "bookings.booking": [
            dict(row)
            for row in booked.values(
                "code",
                "run__code",
                "booker_name",
                "booker_email",
                "organisation_name",
                "address",
                "state",
                "price_cents",
                "booked_at",
            )
        ],
        "bookings.seat": [
            dict(row) for row in seats.values("run__code", "state", "person__given_name", "person__family_name")
        ],
    }


def _erase(email: str, now: datetime) -> Erased:
    return actions.forget(email=email, now=now)


def board(now: datetime) -> list[BoardItem]:
    """Runs on which the office must decide soon."""
    soon = reads.runs_to_decide(now).filter(decide_on__lte=today(now) + DECIDE_WITHIN).order_by("decide_on")
    runs = list(soon)
    ways = reads.ways([run.pk for run in runs])
    return [_item(run, ways.get(run.pk) or Way(minimum=run.minimum), now) for run in runs]


def _item(run: Run, way: Way, now: datetime) -> BoardItem:
    left = (run.decide_on - today(now)).days if run.decide_on else 0
    detail = _("%(way)s Entscheidung bis %(day)s.") % {
        "way": say(way.reason),
        "day": run.decide_on.strftime("%d.%m.%Y") if run.decide_on else "",
    }
    title = _("„%(course)s“: findet es statt?") % {"course": run.course.title}
    return BoardItem(
        title, detail, reverse("bookings:office_run", args=[run.code]), _("Entscheiden"), urgency=100 - left
    )
