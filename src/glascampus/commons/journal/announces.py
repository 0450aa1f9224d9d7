"""The journal's check, its sealer, and how long lines stay."""

from __future__ import annotations

from datetime import datetime

from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal import actions, reads
from glascampus.commons.roll.rules import Check, Keep, Tick


def checks() -> list[Check]:
    """The chain holds."""
    return [Check("journal", reads.chain_faults)]


def ticks() -> list[Tick]:
    """One sealer for all campuses."""
    return [Tick("journal.seal", 1, _seal_all)]


def retention() -> list[Keep]:
    """Lines hold no names; they stay as long as the campus."""
    return [
        Keep("journal.Line", "shows who decided what, as ids", None),
        Keep("journal.Head", "shows that no line is missing", None),
    ]


def _seal_all(now: datetime) -> int:
    return sum(actions.seal(campus=campus) for campus in Campus.objects.all())
