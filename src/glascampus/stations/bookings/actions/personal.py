"""Forgetting who booked and who sat; what must stay is said."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from glascampus.basics.clock import today
from glascampus.commons.people.actions import blank
from glascampus.commons.people.models import Person
from glascampus.commons.roll.rules import Erased, Kept
from glascampus.stations.bookings.actions.withdrawal import forget_withdrawals
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.courses.actions import give_seats_back


def forget(*, email: str, now: datetime) -> Erased:
    """Part of ``people erase``, which writes the line.

    Whoever only waits leaves the line. Bookings with a seat in a run to come stay until the run is over, since somebody
    is expected; all others keep their numbers and lose their words.
    """
    mine = Booking.objects.filter(booker_email__iexact=email)
    _leave_the_line(mine, now)
    coming = mine.filter(run__ends_at__gt=now, state__in=[Booking.State.BINDING, Booking.State.PROVISIONAL])
    kept = [
        Kept(
            "bookings.booking.booker_name, booker_email, booker_phone, organisation_name, address",
            "a seat in a run to come is booked; cancel it first",
            today(b.run.ends_at),
        )
        for b in coming.select_related("run")
    ]
    over = list(mine.exclude(pk__in=[b.pk for b in coming]).values_list("pk", flat=True))
    alone = list(Booking.objects.filter(pk__in=over).exclude(kind=Booking.Kind.COMPANY).values_list("pk", flat=True))
    own = Q(person__email__iexact=email) & ~Q(booking__in=coming.values("pk"))
    seats = list(Seat.objects.filter(own | Q(booking__in=alone)))  # before the persons lose their address
    blank(persons=Person.objects.filter(pk__in=Seat.objects.filter(booking__in=alone).values("person")), now=now)
    rows = Booking.objects.filter(pk__in=over).update(
        booker_name="–",
        booker_email="",
        booker_phone="",
        organisation_name="",
        organisation=None,
        address="",
        erased_at=now,
    )
    for seat in seats:
        seat.who = secrets.token_hex(32)
    Seat.objects.bulk_update(seats, ["who"])
    withdrawn = forget_withdrawals(email=email)
    return Erased({"bookings.booking": rows, "bookings.seat": len(seats), "bookings.withdrawal": withdrawn}, kept)


def _leave_the_line(mine: QuerySet[Booking], now: datetime) -> None:
    waiting = list(mine.filter(state=Booking.State.WAITING).values_list("pk", flat=True))
    line = Seat.objects.filter(booking__in=waiting)
    for run, held in line.filter(state=Seat.State.OFFERED).values_list("run").annotate(n=Count("pk")).order_by():
        give_seats_back(run_id=run, number=held)
    line.update(state=Seat.State.CANCELLED, until=None, changed_at=now)
    Booking.objects.filter(pk__in=waiting).update(state=Booking.State.CANCELLED, cancelled_at=now, price_cents=0)
