"""Ten minutes to undo: a deed of the office waits in the outbox that long and can be taken back as a whole."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from glascampus.commons.journal.actions import note
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.outbox.actions import holding, release, take_back
from glascampus.commons.outbox.rules import AlreadySent
from glascampus.commons.roles.access import demand, is_office
from glascampus.stations.bookings.access import may_decide_runs
from glascampus.stations.bookings.actions.line import locked
from glascampus.stations.bookings.models import (
    Booking,
    CallRound,
    Fee,
    LineEvent,
    MoveAnswer,
    Seat,
    Undoable,
    Withdrawal,
)
from glascampus.stations.bookings.rules import UNDO_LASTS, Stand, UndoTooLate, differences, in_the_way
from glascampus.stations.courses.actions import give_seats_back, mark_undone, move_back, take_seats
from glascampus.stations.courses.models import Move, Run
from glascampus.stations.courses.rules import RunFull

COLUMNS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "seat": (Seat, ("state", "until")),
    "booking": (Booking, ("state", "price_cents", "cancelled_at", "provisional_until", "erased_at")),
    "line": (LineEvent, ("answer", "answered_at")),
    "fee": (Fee, ("cents", "waived_at")),
}
TAKEN = {Seat.State.SEATED, Seat.State.OFFERED}
IN_LINE = Q(state__in=[Seat.State.WAITING, Seat.State.OFFERED])


@contextmanager
def undoable(*, deed: str, run: Run, by: Any, now: datetime, booking: Booking | None = None) -> Iterator[None]:
    """Part of a deed that holds the run's row: hold its mails, and note what it changed, so that it can be taken back.

    Only for the office's people; what the campus, a company or a private link does is done at once. ``booking`` narrows what is
    looked at to one booking and the line behind it.
    """
    if by == SYSTEM or not is_office(by):
        yield
        return
    before, batch, until = _stand(run, booking), secrets.token_hex(16), now + UNDO_LASTS
    with holding(batch=batch, until=until):
        yield
    if changes := differences(before, _stand(run, booking)):
        Undoable.objects.create(
            campus_id=run.campus_id, deed=deed, run=run, batch=batch, changes=changes, by=by, done_at=now, until=until
        )


@transaction.atomic
def undo(*, undoable: Undoable, by: Any, now: datetime) -> Undoable:
    """Take a deed back: its mails never leave, and every row is as it was before. Taking it back again changes nothing.

    Raises:
        NotAllowed: not the office.
        UndoTooLate: the ten minutes are over, a mail has left, or something changed since; nothing was changed.
    """
    demand(may_decide_runs(by))
    run = locked(undoable.run_id)
    undoable = Undoable.objects.select_for_update().get(pk=undoable.pk)
    if undoable.undone_at:
        return undoable
    if now >= undoable.until:
        raise UndoTooLate
    if in_the_way(undoable.changes, _current(run, undoable.changes)) or _withdrawn_since(undoable):
        raise UndoTooLate("undo_changed")
    try:
        mails = take_back(batch=undoable.batch)
    except AlreadySent:
        raise UndoTooLate("undo_sent") from None
    _restore(run, undoable.changes, now=now)
    undoable.undone_at = now
    undoable.save(update_fields=["undone_at"])
    note(by=by, deed="bookings.undone", thing=run, now=now, what=undoable.deed, mails=mails)
    return undoable


@transaction.atomic
def send_now(*, undoable: Undoable, by: Any, now: datetime) -> int:
    """Let the deed's mails go at once and give up taking it back; returns how many still waited.

    Raises:
        NotAllowed: not the office.
        UndoTooLate: it was taken back meanwhile.
    """
    demand(may_decide_runs(by))
    run = locked(undoable.run_id)
    undoable = Undoable.objects.select_for_update().get(pk=undoable.pk)
    if undoable.undone_at:
        raise UndoTooLate("undone_already")
    if now >= undoable.until:
        return 0
    mails = release(batch=undoable.batch, now=now)
    undoable.until = now
    undoable.save(update_fields=["until"])
    note(by=by, deed="bookings.sent_now", thing=run, now=now, what=undoable.deed, mails=mails)
    return mails


def _withdrawn_since(undoable: Undoable) -> bool:
    """Whether somebody withdrew from a booking that the deed changed: nobody is bound again against their word."""
    changed = [key.partition(".")[2] for key in undoable.changes if key.startswith("booking.")]
    return Withdrawal.objects.filter(booking__in=changed, received_at__gte=undoable.done_at).exists()


# How things stand


def _stand(run: Run, booking: Booking | None) -> Stand:
    """What a deed on ``run`` may change; with ``booking``, only of it and of those in line."""
    seats, bookings = Seat.objects.filter(run=run), Booking.objects.filter(run=run)
    if booking is not None:
        seats = seats.filter(Q(booking=booking) | IN_LINE)
        bookings = bookings.filter(Q(pk=booking.pk) | Q(state=Booking.State.WAITING))
    lines = LineEvent.objects.filter(run=run, seats__gt=0)
    if booking is not None:
        lines = lines.filter(Q(booking=booking) | Q(answer=""))
    return {
        "run.state": Run.objects.values_list("state", flat=True).get(pk=run.pk),
        **_rows("seat", seats),
        **_rows("booking", bookings),
        **_rows("line", lines),
        **_rows("fee", Fee.objects.filter(booking=booking)),
        **_moves(run),
        **{f"round.{pk}": n for pk, n in _calls(run)},
    }


def _current(run: Run, keys: Iterable[str]) -> Stand:
    """The same for exactly the rows of ``keys``."""
    ids: dict[str, list[int]] = {}
    for key in keys:
        kind, _, pk = key.partition(".")
        ids.setdefault(kind, []).append(int(pk) if pk.isdecimal() else 0)
    rows = {key: value for kind in COLUMNS if kind in ids for key, value in _rows(kind, _of(kind, ids[kind])).items()}
    state = Run.objects.values_list("state", flat=True).get(pk=run.pk)
    return {"run.state": state, **rows, **_moves(run), **{f"round.{pk}": n for pk, n in _calls(run)}}


def _of(kind: str, pks: list[int]) -> QuerySet[Any]:
    rows: QuerySet[Any] = COLUMNS[kind][0].objects.filter(pk__in=pks)
    return rows


def _rows(kind: str, rows: QuerySet[Any]) -> dict[str, list[Any]]:
    columns = COLUMNS[kind][1]
    return {f"{kind}.{pk}": [_plain(v) for v in values] for pk, *values in rows.values_list("pk", *columns)}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _moves(run: Run) -> dict[str, int]:
    """Each move of the run with the number of answers to it."""
    answers = dict(MoveAnswer.objects.filter(move__run=run).order_by().values_list("move").annotate(n=Count("pk")))
    return {f"move.{pk}": answers.get(pk, 0) for pk in run.moves.values_list("pk", flat=True)}


def _calls(run: Run) -> list[tuple[int, int]]:
    rounds = CallRound.objects.filter(run=run).order_by("pk")
    return list(rounds.annotate(n=Count("calls")).values_list("pk", "n"))


# The way back


def _restore(run: Run, changes: dict[str, list[Any]], *, now: datetime) -> None:
    """Every row as it was; the seats that follow from it are taken or given back by the same guarded UPDATE as always."""
    if moves := [key for key in changes if key.startswith("move.")]:
        move_back(run=run, move=Move.objects.get(pk=moves[-1].partition(".")[2]))
    CallRound.objects.filter(pk__in=[key.partition(".")[2] for key in changes if key.startswith("round.")]).delete()
    for key, (before, _after) in changes.items():
        kind, _, pk = key.partition(".")
        if kind in COLUMNS:
            _put(kind, int(pk), before, now)
    _seats_follow(run, changes)
    if "run.state" in changes:
        mark_undone(run=run, state=changes["run.state"][0])


def _put(kind: str, pk: int, before: list[Any] | None, now: datetime) -> None:
    """A row's columns as they were."""
    if before is None:
        _unmake(kind, pk, now)
        return
    columns = COLUMNS[kind][1]
    fields = [COLUMNS[kind][0]._meta.get_field(name) for name in columns]
    values = {field.attname: field.to_python(value) for field, value in zip(fields, before, strict=True)}
    if kind == "seat":
        _refuse_second(pk, values["state"])
        values["changed_at"] = now
    _of(kind, [pk]).update(**values)


def _unmake(kind: str, pk: int, now: datetime) -> None:
    """A row that the deed made: a fee goes; an entry of the line's story stays, and its offer counts as withdrawn."""
    if kind == "fee":
        _of(kind, [pk]).delete()
    if kind == "line":
        _of(kind, [pk]).filter(answer="").update(answer=LineEvent.Answer.CANCELLED, answered_at=now)


def _refuse_second(pk: int, state: str) -> None:
    """The person may have booked anew since."""
    seat = Seat.objects.get(pk=pk)
    there = Seat.objects.filter(run=seat.run_id, who=seat.who).exclude(pk=pk).exclude(state=Seat.State.CANCELLED)
    if state != Seat.State.CANCELLED and there.exists():
        raise UndoTooLate("undo_changed")


def _seats_follow(run: Run, changes: dict[str, list[Any]]) -> None:
    more = 0
    for key, (before, after) in changes.items():
        if key.startswith("seat.") and before and after:
            more += (before[0] in TAKEN) - (after[0] in TAKEN)
    try:
        take_seats(run_id=run.pk, number=max(more, 0))
    except RunFull:
        raise UndoTooLate("undo_full") from None
    give_seats_back(run_id=run.pk, number=max(-more, 0))
