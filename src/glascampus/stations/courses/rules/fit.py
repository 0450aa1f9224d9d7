"""Am I right here? What somebody's answers mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_QUESTIONS = 5
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What somebody's answers mean: ``otherwise`` are the places of the questions about which there is more to say."""

    otherwise: tuple[int, ...]
    unanswered: int

    @property
    def fits(self) -> bool:
        """Everything was answered, and there is nothing more to say."""
        return not self.otherwise and not self.unanswered


def outcome(wanted: Sequence[str], given: Sequence[str]) -> Outcome:
    """Compare answers with those that fit; "" is a question that was left open."""
    pairs = list(zip(wanted, given, strict=True))
    other = tuple(n for n, (want, answer) in enumerate(pairs) if answer and answer != want)
    return Outcome(other, sum(not answer for _want, answer in pairs))
