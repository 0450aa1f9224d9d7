"""Which lists there may be, and which came in."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from glascampus.commons.intake.models import Batch
from glascampus.commons.journal.models import Line
from glascampus.commons.roles.access import is_office
from glascampus.commons.roll.reads import announced
from glascampus.commons.roll.rules import Fault, IntakeKind


def kinds() -> dict[str, IntakeKind]:
    """All kinds of lists that the apps announce, by key."""
    return {kind.key: kind for kind in announced("intake_kinds")}


def batches_seen_by(user: Any) -> QuerySet[Batch]:
    """Every list, newest first, for the office."""
    return Batch.objects.all() if is_office(user) else Batch.objects.none()


def faults() -> tuple[int, list[Fault]]:
    """Lists that no line of the journal knows."""
    known = set(
        Line.objects.filter(deed="intake.taken_in", thing_kind="intake.batch").values_list("thing_id", flat=True)
    )
    all_pks = list(Batch.objects.values_list("pk", flat=True))
    return len(all_pks), [Fault(f"intake.batch:{pk}", "no deed took this list in") for pk in all_pks if pk not in known]
