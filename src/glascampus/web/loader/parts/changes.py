"""What happens to bookings afterwards: they are cancelled or withdrawn, the run moves, seats are offered on, people are called."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.commons.journal.rules import GUEST, SYSTEM
from glascampus.commons.roles.reads import demo_user
from glascampus.stations.bookings.actions import (
    answer_move,
    cancel_booking,
    match_withdrawals,
    note_call,
    reschedule,
    see_withdrawal,
    start_calls,
    withdraw,
)
from glascampus.stations.bookings.models import Booking, Call, Seat
from glascampus.stations.bookings.reads import withdrawals_to_see
from glascampus.stations.courses.models import Run
from glascampus.web.loader.loading import Loading, moment
from glascampus.web.loader.parts.courses import closing, deciding, first_day
from glascampus.web.loader.reader import Row
from glascampus.web.loader.sense import CALLED

SOON, LATE_DAYS = timedelta(days=2), 5  # Beispielwert: five days before the beginning half the price is due
SEEN_AFTER = timedelta(days=30)
WARNING, LATELY = timedelta(days=16), timedelta(days=3)
OFFERED_AGO, CALLED_AGO, ONE_CALL = timedelta(hours=5), timedelta(days=2), timedelta(minutes=6)
NOTES = {"unsure": Call.Note.SHIFT, "unreached": Call.Note.VOICEMAIL}


def leave(on: Loading, booking: Booking, kind: str) -> None:
    """Whoever the file says leaves again does so: soon and free, late at half the price, or by the consumer's button."""
    soon = min(booking.booked_at + SOON, on.now)
    if kind == "left_free":
        cancel_booking(booking=booking, by=SYSTEM, now=soon)
    elif kind == "left_late":
        start = booking.run.starts_at
        assert start is not None
        cancel_booking(booking=booking, by=SYSTEM, now=min(max(start - timedelta(days=LATE_DAYS), soon), on.now))
    elif kind == "withdrawn":
        withdraw(
            campus=on.campus, name=booking.booker_name, contract=booking.code, part="", email=booking.booker_email, by=GUEST,
            language=booking.language, form_key=f"demo-{booking.run.code}-{booking.pk}", now=soon,
        )  # fmt: skip
        match_withdrawals(now=soon)
        if on.now - soon > SEEN_AFTER:
            for taken_down in withdrawals_to_see():
                see_withdrawal(withdrawal=taken_down, by=SYSTEM, now=soon + SOON)


def moved_at(on: Loading, run: Run) -> datetime:
    """When the office moves a run: two weeks before it would have begun, at the latest three days before loading."""
    assert run.starts_at is not None
    return min(run.starts_at - WARNING, on.now - LATELY)


def move(on: Loading, run: Run, row: Row, back: Sequence[Booking]) -> None:
    """New dates; some step back, and of the others every second has agreed so far, all of them where it is over."""
    if "moved_by_days" not in row:
        return
    when, by_days, first = moved_at(on, run), timedelta(days=row["moved_by_days"]), first_day(on, row)
    times = {s.pk: (_later(s.starts_at, by_days), _later(s.ends_at, by_days)) for s in run.sessions.all()}
    closes_at, decide_on = closing(row, first), deciding(on, row, first)
    reschedule(run=run, times=times, closes_at=closes_at, decide_on=decide_on, by=SYSTEM, now=when)
    asked = list(Booking.objects.filter(run=run).exclude(state=Booking.State.CANCELLED).order_by("pk"))
    gone, over = {booking.pk for booking in back}, row["state"] == "done"
    for place, booking in enumerate(asked):
        if booking.pk in gone or over or place % 2 == 0:
            answer_move(booking=booking, agreed=booking.pk not in gone, by=SYSTEM, now=when + timedelta(hours=20))


def _later(at: datetime, by: timedelta) -> datetime:
    """The same time of day on the campus, whatever the clocks do in between."""
    local = at.astimezone(CAMPUS_ZONE)
    return datetime.combine(local.date() + by, local.time(), CAMPUS_ZONE)


def offer(on: Loading, leaving: Sequence[Booking]) -> None:
    """Somebody gives seats back a few hours ago; they are offered to the first who wait."""
    for booking in leaving:
        cancel_booking(booking=booking, by=SYSTEM, now=on.now - OFFERED_AGO)


def call(on: Loading, run: Run, row: Row) -> None:
    """A round of calls that began two days ago in the morning, with what the office has heard so far."""
    said = [word for word in CALLED for _ in range(row.get(f"called_{word}", 0))]
    if not said:
        return
    began = moment(on.today - CALLED_AGO, "09:30")
    office = demo_user(on.campus, "office")
    start_calls(run=run, mail=True, by=SYSTEM, now=began)
    seats = Seat.objects.filter(run=run, state=Seat.State.SEATED).select_related("booking__run", "run").order_by("pk")
    for place, (seat, word) in enumerate(zip(seats, said, strict=False)):
        note_call(seat=seat, outcome=word, code=NOTES.get(word, ""), by=office, now=began + ONE_CALL * (place + 1))
