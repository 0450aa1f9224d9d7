"""The way back: every row that a deed changed is as it was before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from glascampus.stations.bookings.actions.undo.rows import COLUMNS, rows_of
from glascampus.stations.bookings.models import CallRound, LineEvent, Seat
from glascampus.stations.bookings.rules import UndoTooLate
from glascampus.stations.courses.actions import give_seats_back, mark_undone, move_back, take_seats
from glascampus.stations.courses.models import Move, Run
from glascampus.stations.courses.rules import RunFull

TAKEN = {Seat.State.SEATED, Seat.State.OFFERED}


def restore(run: Run, changes: dict[str, list[Any]], *, now: datetime) -> None:
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
    rows_of(kind, [pk]).update(**values)


def _unmake(kind: str, pk: int, now: datetime) -> None:
    """A row that the deed made: a fee goes; an entry of the line's story stays, and its offer counts as withdrawn."""
    if kind == "fee":
        rows_of(kind, [pk]).delete()
    if kind == "line":
        rows_of(kind, [pk]).filter(answer="").update(answer=LineEvent.Answer.CANCELLED, answered_at=now)


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
