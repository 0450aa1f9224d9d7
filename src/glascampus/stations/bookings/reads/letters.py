"""Reminders that are due, and what a mail is made of for a preview."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef

from glascampus.basics.clock import today
from glascampus.stations.bookings.models import Booking, Reminder, Seat
from glascampus.stations.bookings.reads.bookings import sessions_of, token_of
from glascampus.stations.bookings.reads.contract import withdrawal_text
from glascampus.stations.bookings.rules import WEEK_BEFORE, reminder_due, tax_reason
from glascampus.stations.courses.models import Run


def reminded_of_runs(now: datetime) -> list[Booking]:
    """Bookings with a seat in a run that begins within the next week or so and that nobody reminded of it today."""
    soon = now + WEEK_BEFORE + timedelta(days=2)
    runs = Run.objects.filter(state__in=[Run.State.OPEN, Run.State.CONFIRMED], starts_at__gt=now, starts_at__lt=soon)
    seated = Seat.objects.filter(run__in=runs, state=Seat.State.SEATED).values("booking")
    bookings = Booking.objects.select_related("run__course", "run__site", "campus").filter(pk__in=seated)
    known = Reminder.objects.filter(booking__run__in=runs).values_list("booking", "kind", "about_on")
    written = {(pk, kind, on) for pk, kind, on in known}
    return [b for b in bookings.exclude(state=Booking.State.CANCELLED).order_by("pk") if not _told(b, written, now)]


def _told(booking: Booking, written: set[tuple[int, str, date]], now: datetime) -> bool:
    starts_at = booking.run.starts_at
    kind = starts_at and reminder_due(starts_at=starts_at, booked_at=booking.booked_at, now=now)
    return not kind or starts_at is None or (booking.pk, kind, today(starts_at)) in written


def provisional_ending(first: date, last: date) -> list[Booking]:
    """Bookings held until a day from ``first`` to ``last``, of runs still to come, not reminded of it yet."""
    held = Booking.objects.select_related("run__course", "run__site", "campus").filter(
        state=Booking.State.PROVISIONAL, provisional_until__gte=first, provisional_until__lte=last,
        run__state__in=[Run.State.OPEN, Run.State.CONFIRMED],
    )  # fmt: skip
    told = Reminder.objects.filter(
        booking=OuterRef("pk"), kind=Reminder.Kind.PROVISIONAL, about_on=OuterRef("provisional_until")
    )
    return list(held.exclude(Exists(told)).order_by("pk"))


def newest_for_mail() -> tuple[str, dict[str, object]] | None:
    """What the newest booking's mails are made of, for a preview; None while there is no booking."""
    booking = Booking.objects.select_related("run__course", "run__site", "campus").order_by("-booked_at", "-pk").first()
    if booking is None:
        return None
    seats = list(booking.seats.select_related("person"))
    run = booking.run
    context = {
        "booking": booking, "run": run, "sessions": sessions_of(booking), "token": token_of(booking), "number": len(seats),
        "left": len(seats), "waiting": 0, "position": 1, "until": run.closes_at, "before": run, "fee": None,
        "seat": seats[0], "withdrawal_text": withdrawal_text(booking), "tax": tax_reason(booking.tax_reason),
    }  # fmt: skip
    return f"{booking.booker_name}, {run.course.title}", context
