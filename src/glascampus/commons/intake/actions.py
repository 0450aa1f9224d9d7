"""Taking a list in, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.basics.reason import Refusal
from glascampus.commons.campuses.models import Campus
from glascampus.commons.intake import reads
from glascampus.commons.intake.access import may_take_lists
from glascampus.commons.intake.models import Batch
from glascampus.commons.intake.rules import NothingToTake, TakenBack, UnknownKind, read_lines
from glascampus.commons.journal.actions import keep
from glascampus.commons.roles.access import demand
from glascampus.commons.roll.rules import IntakeKind, Taking


@transaction.atomic
def take_in(
    *, campus: Campus, kind: str, rows: Sequence[Sequence[str]], by: Any, now: datetime, about: Any = None,
    more: Mapping[str, Any] | None = None,
) -> Batch:  # fmt: skip
    """Make things of the good rows, all or none; rows with faults and what is known already stay out.

    Each thing has its own line in the journal, the list has one more.

    Raises:
        NotAllowed: not the office.
        NothingToTake: not one good row.
        Refusal: what the kind's own action refuses; nothing was made.
    """
    demand(may_take_lists(by))
    wanted, taking = _kind(kind), Taking(campus, by, now, about, more or {})
    good = [line.values for line in read_lines(wanted, rows, taking) if line.is_good]
    if not good:
        raise NothingToTake
    made = wanted.make(good, taking)
    batch = Batch(campus=campus, kind=kind, about=str(about or ""), rows=len(good), made=made, made_at=now)
    return keep(thing=batch, by=by, now=now, deed="intake.taken_in")


def _kind(key: str) -> IntakeKind:
    found = reads.kinds().get(key)
    if found is None:
        raise UnknownKind
    return found


@transaction.atomic
def take_back(*, batch: Batch, by: Any, now: datetime) -> int:
    """Remove what a list made, as far as nothing leans on it; returns how many things had to stay.

    Raises:
        NotAllowed: not the office.
        TakenBack: it was taken back already.
    """
    demand(may_take_lists(by))
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.taken_back_at:
        raise TakenBack
    kind = _kind(batch.kind)
    stay = [pk for pk in batch.made if not _removed(kind, pk, by, now)]
    keep(thing=batch, by=by, now=now, deed="intake.taken_back", values={"taken_back_at": now, "made": stay})
    return len(stay)


def _removed(kind: IntakeKind, pk: int, by: Any, now: datetime) -> bool:
    try:
        with transaction.atomic():
            kind.unmake(pk, by, now)
    except Refusal:  # a booking or a course leans on it
        return False
    return True
