"""Reminders before a run and before a provisional booking ends, each exactly once."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from glascampus.basics.clock import CAMPUS_ZONE, today
from glascampus.commons.journal.actions import note
from glascampus.commons.journal.rules import SYSTEM
from glascampus.stations.bookings import reads
from glascampus.stations.bookings.actions.letters import tell
from glascampus.stations.bookings.models import Booking, Reminder
from glascampus.stations.bookings.rules import REMINDS_BEFORE_END, reminder_due

LETTERS = {"week": "remind_week", "day": "remind_day", "provisional": "remind_provisional"}


def remind(*, now: datetime) -> int:
    """Write every reminder that is due and was not written yet, each in its own transaction; returns how many."""
    done = sum(_remind_of_run(booking, now) for booking in reads.reminded_of_runs(now))
    last = today(now) + REMINDS_BEFORE_END
    return done + sum(_remind_of_end(booking, now) for booking in reads.provisional_ending(today(now), last))


def _remind_of_run(booking: Booking, now: datetime) -> int:
    starts_at = booking.run.starts_at
    kind = starts_at and reminder_due(starts_at=starts_at, booked_at=booking.booked_at, now=now)
    if not kind or starts_at is None:
        return 0
    return _once(booking, kind, starts_at.astimezone(CAMPUS_ZONE).date(), now)


def _remind_of_end(booking: Booking, now: datetime) -> int:
    """Whoever held seats for three days or less was told the day a moment ago."""
    until = booking.provisional_until
    if until is None or today(booking.booked_at) + REMINDS_BEFORE_END >= until:
        return 0
    return _once(booking, Reminder.Kind.PROVISIONAL, until, now)


def _once(booking: Booking, kind: str, about_on: date, now: datetime) -> int:
    """The row and the mail in one transaction: of two workers the second breaks the constraint, and nothing is written."""
    try:
        with transaction.atomic():
            Reminder.objects.create(
                campus_id=booking.campus_id, booking=booking, kind=kind, about_on=about_on, made_at=now
            )
            tell(booking, LETTERS[kind], now=now)
            note(by=SYSTEM, deed=f"bookings.reminded_{kind}", thing=booking, now=now)
    except IntegrityError:
        return 0
    return 1
