"""What programs add to the lists of the house."""

from __future__ import annotations

from datetime import datetime

from glascampus.commons.machines import actions, reads
from glascampus.commons.roll.rules import Check, Keep, Tick


def checks() -> list[Check]:
    """Every kept answer can be opened and belongs to its token's campus."""
    return [Check("keys", reads.faults)]


def ticks() -> list[Tick]:
    """Answers are kept for 72 hours."""
    return [Tick("machines.tidy", 900, _tidy)]


def _tidy(now: datetime) -> int:
    return actions.tidy(now=now)


def retention() -> list[Keep]:
    """Neither holds a name: answers to programs carry ids and states only."""
    return [
        Keep("machines.Token", "says which program may do what", None),
        Keep(
            "machines.Reply", "gives the same answer to the same request (72 hours, sealed), then refuses its key", 365
        ),
    ]
