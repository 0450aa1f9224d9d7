"""How far a run is from its minimum, and how sure its start is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from glascampus.basics.reason import Reason, Refusal
from glascampus.commons.roll.rules import Section


@dataclass(frozen=True, slots=True)
class Way:
    """How far a run is: binding and reserved persons, those who wait, and how many it needs."""

    binding: int = 0
    reserved: int = 0
    waiting: int = 0
    minimum: int = 1

    @property
    def reason(self) -> Reason:
        """The same as a sentence."""
        return way_to_minimum(binding=self.binding, reserved=self.reserved, minimum=self.minimum)


@dataclass(frozen=True, slots=True)
class LadderCounts:
    """The upper rungs of the ladder of demand, in persons."""

    reserved: int = 0
    confirmed: int = 0
    booked: int = 0


def way_to_minimum(*, binding: int, reserved: int, minimum: int) -> Reason:
    """How far a run is from its minimum; only confirmed people count, the reserved are named beside them."""
    if binding >= minimum:
        return Reason("minimum_reached", have=binding, need=minimum)
    return Reason("minimum_open", have=binding, need=minimum, reserved=reserved)


CERTAIN, LIKELY, OPEN_QUESTION = 0.9, 0.7, 0.4  # bands of plain words, not of law


TODAY_OR_TOMORROW, HOLD_ENDS_SOON = 1, timedelta(days=3)


def board_section(*, way: Way, days_left: int | None) -> Section:
    """Where a coming run stands on the office's board; ``days_left`` until the decision, None where it is made already."""
    if days_left is not None and days_left <= TODAY_OR_TOMORROW:
        return Section.DECIDE
    return Section.MINIMUM if way.binding < way.minimum else Section.DUE


def chance_percent(*, outcome: str, provisional: bool, rates: Mapping[str, int]) -> int:
    """How likely somebody comes, in percent; ``rates`` has sure, unsure, unasked and provisional.

    Whoever says no does not come. Whoever waits for funding is never surer than the funding.
    """
    said = {"sure": rates["sure"], "unsure": rates["unsure"], "no": 0}.get(outcome, rates["unasked"])
    return min(said, rates["provisional"]) if provisional else said


def how_sure(*, low: int, high: int, reached: float, need: int) -> Reason:
    """The estimate in plain words, with its interval."""
    bands = [(CERTAIN, "start_certain"), (LIKELY, "start_likely"), (OPEN_QUESTION, "start_unsure")]
    code = next((code for least, code in bands if reached >= least), "start_unlikely")
    return Reason(code, low=low, high=high, need=need, percent=round(100 * reached))


class NobodyToAsk(Refusal):
    """Nobody has a seat in the run."""

    code = "nobody_to_ask"
