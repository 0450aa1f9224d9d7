"""Bookings whose time is over: gone with their seats and people, or without words where a paper still leans on a seat."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import PROTECT, RESTRICT, QuerySet

from glascampus.commons.people.models import Person
from glascampus.commons.roll.reads import unused
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.courses.actions import give_seats_back

TAKEN = (Seat.State.SEATED, Seat.State.OFFERED)


def end_bookings(rows: QuerySet[Booking], now: datetime) -> int:
    """Part of the daily end of what is past, which writes the line. Returns how many bookings were ended one way or the other.

    A booking of whose seats a paper or an attendance list still needs one keeps its numbers and loses the booker's words; the people in
    it stay until the paper goes.
    """
    pks = list(rows.values_list("pk", flat=True))
    held = Seat.objects.filter(booking__in=pks).exclude(pk__in=unused(Seat.objects.all()).values("pk"))
    stays = set(held.values_list("booking", flat=True))
    _take_words(Booking.objects.filter(pk__in=stays), now)
    _remove([pk for pk in pks if pk not in stays], now)
    return len(pks)


def _take_words(rows: QuerySet[Booking], now: datetime) -> None:
    rows.update(
        booker_name="–", booker_email="", booker_phone="", organisation_name="", organisation=None, address="", terms="",
        erased_at=now,
    )  # fmt: skip


def _remove(pks: list[int], now: datetime) -> None:
    seats = Seat.objects.filter(booking__in=pks)
    people = list(seats.values_list("person", flat=True))
    for run in list(seats.filter(state__in=TAKEN).values_list("run", flat=True)):
        give_seats_back(run_id=run, number=1)
    for model, column in _leaning():
        model._base_manager.filter(**{f"{column}__in": pks}).delete()
    seats.delete()
    Booking.objects.filter(pk__in=pks).delete()
    unused(Person.objects.filter(pk__in=people, teaches=False)).delete()


def _leaning() -> list[tuple[Any, str]]:
    """Tables of this app that hold a booking fast, and their column; seats go after the rest."""
    found = []
    for relation in Booking._meta.get_fields(include_hidden=True):
        holds = getattr(relation, "on_delete", None) in {PROTECT, RESTRICT}
        ours = holds and relation.related_model._meta.app_label == "bookings"  # type: ignore[union-attr]
        if relation.auto_created and ours and relation.related_model is not Seat:
            found.append((relation.related_model, relation.field.name))  # type: ignore[union-attr]
    return found
