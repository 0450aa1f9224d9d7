"""Bookings, made as people make them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from glascampus.commons.journal.rules import GUEST
from glascampus.stations.bookings.actions import book
from glascampus.stations.bookings.models import Booking
from glascampus.stations.bookings.rules import Given
from glascampus.stations.courses.models import Run
from tests.build.commons import NOW


def booking(run: Run, *names: str, kind: str = "private", now: datetime = NOW, **values: Any) -> Booking:
    """A booking for people named "Given Family"; their mailboxes follow from the names."""
    people = [
        Given(*name.split(" ", 1), email=f"{name.lower().replace(' ', '.')}@example.org")
        for name in names or ("Ada Muster",)
    ]
    values = {"booker_name": names[0] if names else "Ada Muster", "booker_email": people[0].email, **values}
    return book(run=run, kind=kind, people=people, by=GUEST, now=now, **values)
