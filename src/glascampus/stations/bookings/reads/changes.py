"""New dates with their answers, and deeds that can still be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from django.db.models import Q, QuerySet

from glascampus.stations.bookings.models import Booking, MoveAnswer, Undoable
from glascampus.stations.bookings.rules import UNDO_LASTS
from glascampus.stations.bookings.words import DEEDS
from glascampus.stations.courses.models import Move, Run
from glascampus.stations.courses.reads import moves_of

A_MINUTE = timedelta(minutes=1)


def move_asked(booking: Booking) -> Move | None:
    """The last move of the booking's run, if it came after the booking was made."""
    last = moves_of(booking.run).last()
    return last if last and last.moved_at >= booking.booked_at else None


def move_answers(move: Move) -> list[tuple[Booking, MoveAnswer | None]]:
    """Everybody who was told of a move, with the answer: the silent first; two queries."""
    answers = {a.booking_id: a for a in MoveAnswer.objects.filter(move=move)}
    told = Booking.objects.select_related("run").filter(run=move.run_id, booked_at__lte=move.moved_at)
    told = told.filter(~Q(state=Booking.State.CANCELLED) | Q(pk__in=answers) | Q(cancelled_at__gt=move.moved_at))
    rows = [(booking, answers.get(booking.pk)) for booking in told.order_by("pk")]
    return sorted(rows, key=lambda row: "" if row[1] is None else row[1].answer)


def answer_to(move: Move, booking: Booking) -> MoveAnswer | None:
    """What the booker said to a move."""
    return MoveAnswer.objects.filter(move=move, booking=booking).first()


def undoables(now: datetime, run: Run | None = None) -> QuerySet[Undoable]:
    """Deeds that can still be taken back, the last one first."""
    found = Undoable.objects.select_related("run__course").filter(undone_at=None, until__gt=now)
    found = found.filter(done_at__lte=now + A_MINUTE)  # the demo's clock may have been turned back
    return (found.filter(run=run) if run else found).order_by("-done_at", "-pk")


def to_undo(now: datetime, run: Run | None = None) -> list[tuple[Undoable, str, int]]:
    """The same as rows: the deed, what it was in words, and how many minutes are left, rounded up."""
    return [
        (deed, DEEDS[deed.deed] % {"course": deed.run.course.title}, ceil(min(deed.until - now, UNDO_LASTS) / A_MINUTE))
        for deed in undoables(now, run)
    ]


def undoable_by_pk(pk: int) -> Undoable | None:
    """One deed."""
    return Undoable.objects.select_related("run__course").filter(pk=pk).first()
