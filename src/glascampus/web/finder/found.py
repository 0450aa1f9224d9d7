"""What was found, as the reader's language shows it, and what was understood of the question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse

from glascampus.basics.reason import Reason
from glascampus.commons.roll.reads import say
from glascampus.commons.roll.rules import Findable
from glascampus.engines.search.asking import Answer
from glascampus.engines.search.marks import Piece, excerpt, has_mark, marked


@dataclass(frozen=True)
class Hit:
    """A thing that was found, as the reader's language shows it."""

    thing: Findable
    words: Collection[str]

    @property
    def kind(self) -> str:
        """What it is, in a word."""
        return say(Reason(f"found_{self.thing.kind}"))

    @property
    def url(self) -> str:
        """Its page."""
        return reverse(self.thing.route, args=self.thing.args or None) + self.thing.query

    @property
    def title(self) -> list[Piece]:
        """Its title with the words marked."""
        return marked(str(self.thing.title), self.words)

    @cached_property
    def text(self) -> list[Piece]:
        """Its summary; where neither that nor the title holds a word, the sentence that does."""
        shown = excerpt(str(self.thing.summary), self.words)
        if has_mark(shown) or has_mark(self.title):
            return shown
        others = (excerpt(str(text), self.words) for text in self.thing.more)
        return next((pieces for pieces in others if has_mark(pieces)), shown)


@dataclass(frozen=True, slots=True)
class Found:
    """A question, what was found, and what was understood."""

    asked: str = ""
    hits: list[Hit] = field(default_factory=list)
    answer: Answer = field(default_factory=Answer)

    def mixed(self, most: int, of_a_kind: int) -> list[Hit]:
        """The first hits, but not more than ``of_a_kind`` of one kind: forty bookings of a firm do not hide the firm's run."""
        seen: Counter[str] = Counter()
        chosen: list[Hit] = []
        for hit in self.hits:
            seen[hit.thing.kind] += 1
            if seen[hit.thing.kind] <= of_a_kind and len(chosen) < most:
                chosen.append(hit)
        return chosen

    @property
    def instead(self) -> list[tuple[str, str]]:
        """(typed, searched for) where a word was corrected."""
        return self.answer.corrected

    @property
    def perhaps(self) -> str:
        """The question with the words that were perhaps meant; "" where there is no guess."""
        other = self.asked
        for typed, guess in self.answer.guesses:
            other = other.replace(typed, guess)
        return other if other != self.asked else ""
