"""Holds whose time is over, and what a booking must know of a run under its lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import CharField, Q, QuerySet, Value

from glascampus.basics.clock import today
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.reads.looks import waiting_groups
from glascampus.stations.bookings.reads.seats import TAKEN
from glascampus.stations.bookings.rules import Overdue, turns
from glascampus.stations.courses.models import Run


def _overdue_offers(run_id: int, now: datetime) -> QuerySet[Seat]:
    return Seat.objects.filter(run=run_id, state=Seat.State.OFFERED, until__lte=now)


def _overdue_holds(run: Run, now: datetime) -> QuerySet[Booking]:
    """Only before the beginning: whoever came then is not put out any more."""
    held = Booking.objects.filter(run=run, state=Booking.State.PROVISIONAL, provisional_until__lt=today(now))
    return held.none() if has_begun(run, now) else held


@dataclass(frozen=True, slots=True)
class Before:
    """What a booking must know, as it stands under the run's lock."""

    made: int | None
    known: frozenset[str]
    overdue: Overdue
    somebody_waits: bool

    def __bool__(self) -> bool:
        """Something of it matters to a booking that wants free seats."""
        return bool(self.made or self.known or self.overdue or self.somebody_waits)


# Django would compile this anew for every booking, which costs a fifth of its processor time; each part has an index
BEFORE_BOOKING = """
    SELECT 'known', who, booking_id FROM bookings_seat
        WHERE run_id = %s AND NOT (state = 'cancelled') AND who IN ({}) AND NOT (booking_id = %s)
    UNION ALL SELECT 'offer', '', booking_id FROM bookings_seat WHERE run_id = %s AND state = 'offered' AND until <= %s
    UNION ALL SELECT 'held', '', id FROM bookings_booking
        WHERE run_id = %s AND state = 'provisional' AND provisional_until < %s
    UNION ALL SELECT 'line', '', %s WHERE EXISTS (SELECT 1 FROM bookings_seat WHERE run_id = %s AND state = 'waiting')
    UNION ALL SELECT 'made', '', id FROM bookings_booking
        WHERE campus_id = %s AND form_key = %s AND NOT (form_key = '') AND NOT (id = %s)
"""


def before_booking(run: Run, keys: Sequence[str], form_key: str, now: datetime, *, but: int = 0) -> Before:
    """The booking this form made already, who of ``keys`` is in the run, what is overdue, and whether there is a line.

    One statement, whatever number of bookings the run has; the booking ``but`` does not count.
    """
    moment = connection.ops.adapt_datetimefield_value(now)
    day = connection.ops.adapt_datefield_value(today(now))
    here = run.pk
    with connection.cursor() as cursor:
        cursor.execute(
            BEFORE_BOOKING.format(", ".join(["%s"] * len(keys))),
            [here, *keys, but, here, moment, here, day, here, here, run.campus_id, form_key, but],
        )
        found = cursor.fetchall()

    def ids(kind: str) -> tuple[int, ...]:
        return tuple(sorted({row[2] for row in found if row[0] == kind}))

    return Before(
        made=next(iter(ids("made")), None),
        known=frozenset(row[1] for row in found if row[0] == "known"),
        overdue=Overdue(ids("offer"), () if has_begun(run, now) else ids("held")),
        somebody_waits=bool(ids("line")),
    )


def has_begun(run: Run, now: datetime) -> bool:
    """Its first meeting has begun."""
    return bool(run.starts_at and now >= run.starts_at)


def overdue(run: Run, now: datetime) -> Overdue:
    """Bookings of a run whose offer or provisional time is over."""
    offers = _overdue_offers(run.pk, now).order_by().values_list(Value("offer", CharField()), "booking")
    held = _overdue_holds(run, now).order_by().values_list(Value("held", CharField()), "pk")
    found = set(offers.union(held, all=True))
    return Overdue(*(tuple(sorted(pk for kind, pk in found if kind == wanted)) for wanted in ("offer", "held")))


def free_now(run: Run, now: datetime) -> int:
    """Free seats as a reader may count on them: holds whose time is over count as free, less what the line will get."""
    over = overdue(run, now)
    if not over:
        return run.free
    gone = Seat.objects.filter(run=run, booking__in=[*over.offers, *over.held])
    freed = gone.filter(Q(state="offered", until__lte=now) | Q(state__in=TAKEN, booking__in=over.held)).count()
    line = (group for group in waiting_groups(run) if group.booking not in over.held)
    return run.free + freed - sum(turn.gets for turn in turns(run.free + freed, line))


def runs_with_overdue_offers(now: datetime) -> list[int]:
    """Runs in which an offer's time is over."""
    rows = Seat.objects.filter(state=Seat.State.OFFERED, until__lte=now)
    return list(rows.order_by("run").values_list("run", flat=True).distinct())


def runs_with_overdue_holds(now: datetime) -> list[int]:
    """Runs to come in which a provisional booking's day has passed."""
    rows = Booking.objects.filter(
        state=Booking.State.PROVISIONAL, provisional_until__lt=today(now), run__starts_at__gt=now
    )
    return list(rows.order_by("run").values_list("run", flat=True).distinct())
