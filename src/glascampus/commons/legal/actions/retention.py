"""Ending what is past its time: once a day and campus, in batches, and again from where it stopped."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django_scopes import scope

from glascampus.basics.clock import today
from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.actions import note
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.legal.models import Sweep
from glascampus.commons.legal.reads import rulebook, swept
from glascampus.commons.legal.rules import ended_before
from glascampus.commons.roll.reads import announced
from glascampus.commons.roll.rules import Keep

BATCH = 200


def sweep(*, now: datetime) -> int:
    """End everything past its time on every campus that has not done so today; returns how many rows."""
    done = 0
    for campus in Campus.objects.order_by("pk"):
        with scope(campus=campus):
            if not swept(today(now)):
                done += end_past(campus=campus, now=now)
    return done


def end_past(*, campus: Campus, now: datetime) -> int:
    """End what is past its time on one campus, the latest stations first since they lean on the earlier ones.

    Each batch is a transaction with its line in the journal (table and number only), so an interruption loses nothing and the next
    call goes on. The day counts as done when everything was gone through.
    """
    rules = rulebook(today(now))
    rows: dict[str, int] = {}
    for keep in reversed(list(announced("retention"))):
        before = ended_before(keep, rules, now)
        if keep.past and before:
            ended = _end_all(keep, before, campus, now)
            rows.update({keep.model: ended} if ended else {})
    _note_day(campus, rows, now)
    return sum(rows.values())


def _end_all(keep: Keep, before: datetime, campus: Campus, now: datetime) -> int:
    """Batch after batch, each pk once: a row that could not be ended does not hold up those behind it."""
    total, last = 0, 0
    while pks := _next(keep, before, last):
        total += _end_batch(keep, before, pks, campus, now)
        last = pks[-1]
    return total


def _next(keep: Keep, before: datetime, last: int) -> list[int]:
    assert keep.past
    return list(keep.past(before).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _end_batch(keep: Keep, before: datetime, pks: list[int], campus: Campus, now: datetime) -> int:
    assert keep.past
    rows = keep.past(before).filter(pk__in=pks)  # asked again inside: one of them may have been taken up a moment ago
    ended = keep.end(rows, now) if keep.end else _delete(rows)
    if ended:
        note(by=SYSTEM, deed="legal.ended", thing=campus, now=now, table=keep.model, rows=ended)
    return ended


def _delete(rows: Any) -> int:
    own = rows.model._meta.label
    counted: dict[str, int] = rows.order_by().delete()[1]
    return counted.get(own, 0)


@transaction.atomic
def _note_day(campus: Campus, rows: dict[str, int], now: datetime) -> None:
    """Two workers may end the same day; the second finds nothing and its row is the same."""
    Sweep.objects.get_or_create(campus=campus, day=today(now), defaults={"done_at": now, "rows": rows})
