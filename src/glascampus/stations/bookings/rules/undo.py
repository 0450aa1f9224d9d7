"""Ten minutes to undo, and answers to new dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from glascampus.basics.reason import Refusal
from glascampus.commons.outbox.rules import TO_UNDO

UNDO_LASTS = TO_UNDO

Stand = Mapping[str, Any]  # "seat.12" -> ["seated", None]: what a deed may change; a missing key: there is no such row


class UndoTooLate(Refusal):
    """A deed cannot be taken back any more; the code says why."""

    code = "undo_over"


class MoveAnswered(Refusal):
    """The booker has answered to the new dates already."""

    code = "move_answered"


def differences(before: Stand, after: Stand) -> dict[str, list[Any]]:
    """What a deed changed: key -> [value before, value after], None where there was no such row."""
    keys = sorted({*before, *after})
    return {key: [before.get(key), after.get(key)] for key in keys if before.get(key) != after.get(key)}


def in_the_way(changes: Mapping[str, Sequence[Any]], current: Stand) -> list[str]:
    """Keys that are not any more as the deed left them: then it cannot be taken back."""
    return [key for key, (_before, after) in changes.items() if current.get(key) != after]
