"""Moving a run to new dates, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from glascampus.stations.courses import rules
from glascampus.stations.courses.actions.sessions import follow
from glascampus.stations.courses.models import Move, Run, Session
from glascampus.stations.courses.rules import WrongState


def move_run(
    *, run: Run, times: Mapping[int, rules.Span], closes_at: datetime, decide_on: date | None, now: datetime
) -> Move:
    """Give every meeting (by id) new times; part of the caller's deed, which holds the row, asks access and tells everybody.

    Meetings keep their ids, so calendars know them again; the run's sequence grows.

    Raises:
        WrongState: it is cancelled or over.
        RunRefused: the dates are the same, in the past, overlap, or begin before the booking ends.
    """
    if run.state in {Run.State.CANCELLED, Run.State.DONE} or run.starts_at is None or run.ends_at is None:
        raise WrongState
    sessions = list(run.sessions.select_for_update().order_by("starts_at", "pk"))
    wanted = [times[session.pk] for session in sessions]
    rules.refuse_move([(s.starts_at, s.ends_at) for s in sessions], wanted, closes_at=closes_at, now=now)
    move = Move.objects.create(
        campus_id=run.campus_id, run=run, starts_at=run.starts_at, ends_at=run.ends_at, closes_at=run.closes_at,
        decide_on=run.decide_on, moved_at=now,
        sessions=[[s.pk, s.starts_at.isoformat(), s.ends_at.isoformat()] for s in sessions],
    )  # fmt: skip
    for session, (starts_at, ends_at) in zip(sessions, wanted, strict=True):
        session.starts_at, session.ends_at = starts_at, ends_at
    Session.objects.bulk_update(sessions, ["starts_at", "ends_at"])
    _since(run, closes_at=closes_at, decide_on=decide_on)
    return move


def move_back(*, run: Run, move: Move) -> None:
    """Take the last move back, as if it had not been; part of the caller's deed, which holds the row."""
    for pk, starts_at, ends_at in move.sessions:
        run.sessions.filter(pk=pk).update(
            starts_at=datetime.fromisoformat(starts_at), ends_at=datetime.fromisoformat(ends_at)
        )
    closes_at, decide_on = move.closes_at, move.decide_on
    move.delete()
    _since(run, closes_at=closes_at, decide_on=decide_on)


def _since(run: Run, **values: Any) -> None:
    """Store closing and decision, and what the run's span was before its first move; then the span follows."""
    first = run.moves.order_by("moved_at", "pk").first()
    span = (first.starts_at, first.ends_at) if first else (None, None)
    Run.objects.filter(pk=run.pk).update(originally_starts_at=span[0], originally_ends_at=span[1], **values)
    run.refresh_from_db(fields=["originally_starts_at", "originally_ends_at", *values])
    follow(run)
