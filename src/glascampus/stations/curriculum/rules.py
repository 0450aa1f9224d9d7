"""What holds for a curriculum: prerequisites without circles, and which topics are still without a module."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from glascampus.basics.reason import Refusal


class NotReady(Refusal):
    """Something is missing before everyone may see a module."""

    code = "module_without_outcomes"


class PrerequisiteCircle(Refusal):
    """A module would need itself, directly or through others."""

    code = "prerequisite_circle"


def closes_circle(needs: Mapping[int, Iterable[int]], module: int, prerequisites: Iterable[int]) -> bool:
    """Whether ``module`` could be reached from its own ``prerequisites``.

    Args:
        needs: module id to the ids it needs, as stored today (``module``'s own entry is ignored).
        module: the module that is being changed.
        prerequisites: what it shall need.

    Cost: O(modules + edges), depth first.
    """
    open_, seen = list(prerequisites), set()
    while open_:
        here = open_.pop()
        if here == module:
            return True
        if here not in seen:
            seen.add(here)
            open_ += needs.get(here, ())
    return False


@dataclass(frozen=True, slots=True)
class Covered:
    """One row of the coverage matrix: a topic, the modules that answer it and how deeply (1 to 3)."""

    topic: Any
    strength: Any
    evidence: str
    modules: tuple[tuple[Any, int], ...]

    @property
    def is_gap(self) -> bool:
        """Nobody answers this topic yet."""
        return not self.modules

    @property
    def depth(self) -> int:
        """The deepest answer; 0 for a gap."""
        return max((depth for _, depth in self.modules), default=0)


def gaps_first(rows: Sequence[Covered]) -> list[Covered]:
    """Gaps before answered topics; ``rows`` come strongest need first and keep that order inside."""
    return sorted(rows, key=lambda row: not row.is_gap)


def lines_of(text: str) -> list[str]:
    """The lines of a text that hold words, each without needless space."""
    return [words for line in text.splitlines() if (words := " ".join(line.split()))]


def sentences_of(german: str, english: str) -> list[tuple[str, str]]:
    """One sentence per line in both languages, paired by their order; a missing English one is "".

    Raises:
        NotReady: there are more English than German sentences.
    """
    de, en = lines_of(german), lines_of(english)
    if len(en) > len(de):
        raise NotReady("more_english_than_german", field="outcomes_en")
    return [(sentence, en[n] if n < len(en) else "") for n, sentence in enumerate(de)]
