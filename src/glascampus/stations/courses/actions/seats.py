"""Taking seats of a run and giving them back."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import F

from glascampus.stations.courses.models import Run
from glascampus.stations.courses.rules import RunFull


def take_seats(*, run_id: int, number: int) -> None:
    """Take seats of a run, all or none, by one conditional UPDATE; part of the caller's deed.

    Raises:
        RunFull: fewer are free (``reason.numbers["free"]``); nothing was changed.
        ValueError: a negative number.
    """
    if number < 0:
        raise ValueError("seats are counted from 0")
    enough = Run.objects.filter(pk=run_id, taken__lte=F("capacity") - number)
    if number and not enough.update(taken=F("taken") + number):
        capacity, taken = Run.objects.values_list("capacity", "taken").get(pk=run_id)
        raise RunFull(free=capacity - taken)


# Django would compile this anew for every booking, which costs several times what the database takes for it
TAKE_AS_SEEN = """
    UPDATE courses_run SET taken = taken + %s
    WHERE id = %s AND taken + %s <= capacity AND state = %s AND price_cents = %s AND sequence = %s AND closes_at = %s AND starts_at = %s
"""


def take_seats_as_seen(*, run: Run, number: int) -> bool:
    """Take seats of ``run`` if it still is as it was read: same state, times, price and dates, and enough seats.

    The same UPDATE locks the row, so whoever gets True may rely on what was read before; False changed nothing.
    """
    if number <= 0 or run.starts_at is None:
        return False
    closes_at, starts_at = (
        connection.ops.adapt_datetimefield_value(moment) for moment in (run.closes_at, run.starts_at)
    )
    seen: list[Any] = [run.state, run.price_cents, run.sequence, closes_at, starts_at]
    with connection.cursor() as cursor:
        cursor.execute(TAKE_AS_SEEN, [number, run.pk, number, *seen])
        return bool(cursor.rowcount)


def give_seats_back(*, run_id: int, number: int) -> None:
    """Give seats back; part of the caller's deed.

    Raises:
        ValueError: more than were taken; nothing was changed.
    """
    if number < 0 or (
        number and not Run.objects.filter(pk=run_id, taken__gte=number).update(taken=F("taken") - number)
    ):
        raise ValueError("more seats given back than were taken")
