"""Ten minutes to undo: a deed of the office waits in the outbox that long and can be taken back as a whole."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.commons.journal.actions import note
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.outbox.actions import holding, release, take_back
from glascampus.commons.outbox.rules import AlreadySent
from glascampus.commons.roles.access import demand, is_office
from glascampus.stations.bookings.access import may_decide_runs
from glascampus.stations.bookings.actions.line import locked
from glascampus.stations.bookings.actions.undo.rows import current, stand
from glascampus.stations.bookings.actions.undo.way_back import restore
from glascampus.stations.bookings.models import Booking, Undoable, Withdrawal
from glascampus.stations.bookings.rules import UNDO_LASTS, UndoTooLate, differences, in_the_way
from glascampus.stations.courses.models import Run


@contextmanager
def undoable(*, deed: str, run: Run, by: Any, now: datetime, booking: Booking | None = None) -> Iterator[None]:
    """Part of a deed that holds the run's row: hold its mails, and note what it changed, so that it can be taken back.

    Only for the office's people; what the campus, a company or a private link does is done at once. ``booking`` narrows what is
    looked at to one booking and the line behind it.
    """
    if by == SYSTEM or not is_office(by):
        yield
        return
    before, batch, until = stand(run, booking), secrets.token_hex(16), now + UNDO_LASTS
    with holding(batch=batch, until=until):
        yield
    if changes := differences(before, stand(run, booking)):
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
    if in_the_way(undoable.changes, current(run, undoable.changes)) or _withdrawn_since(undoable):
        raise UndoTooLate("undo_changed")
    try:
        mails = take_back(batch=undoable.batch)
    except AlreadySent:
        raise UndoTooLate("undo_sent") from None
    restore(run, undoable.changes, now=now)
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
