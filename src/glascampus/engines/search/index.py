"""The words of some documents: which word stands where, and how weighty that place is."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from glascampus.engines.search.words import words_in

WEIGHTS = 16  # a posting is one number: 16 * document + weight


@dataclass(frozen=True, slots=True)
class Document:
    """Texts with their weights (1 to 15): a title says more about a thing than a sentence somewhere on its page."""

    texts: tuple[tuple[str, int], ...]


Words = tuple[tuple[str, ...], bytes]  # bare words, each once, and the best weight of each


class Index:
    """Documents by their words; documents are named by their number in the sequence.

    Args:
        documents: what can be found.
        before: an older index of much the same documents; words of those that did not change are taken from it.

    Cost: O(letters of what changed + words of all); some 13 bytes a word and document, nothing is stemmed.
    """

    def __init__(self, documents: Sequence[Document], before: Index | None = None) -> None:
        known = before.words_of if before else {}
        spelled: dict[str, str] = dict(before.spelled) if before else {}
        self.documents = documents
        self.words_of: dict[Document, Words] = {}
        self.places: dict[str, array[int]] = {}
        for number, document in enumerate(documents):
            words = self.words_of[document] = known.get(document) or _words_of(document, spelled)
            for word, weight in zip(*words, strict=True):
                self.places.setdefault(word, array("I")).append(number * WEIGHTS + weight)
        self.spelled: dict[str, str] = {
            word: spelled[word] for word in self.places
        }  # as it stands where it was met first
        self._words = "\n".join(["", *self.places, ""])  # to look for a part of a word in all words at once

    def __contains__(self, part: str) -> bool:
        """Whether it stands in any word."""
        return part in self._words

    def holding(self, part: str) -> Iterator[str]:
        """Each word in which ``part`` stands, once; a part that begins with a line break stands at the beginning."""
        at = self._words.find(part)
        while at >= 0:
            start = at + 1 if part[0] == "\n" else self._words.rindex("\n", 0, at) + 1
            end = self._words.index("\n", start)
            yield self._words[start:end]
            at = self._words.find(part, end)

    def at(self, word: str) -> list[tuple[int, int]]:
        """(document, weight) of each document with this bare word."""
        return [divmod(place, WEIGHTS) for place in self.places.get(word, ())]


def _words_of(document: Document, spelled: dict[str, str]) -> Words:
    best: dict[str, int] = {}
    for text, weight in document.texts:
        for seen, word in words_in(text):
            spelled.setdefault(word, seen)
            best[word] = max(weight, best.get(word, 0))
    return tuple(best), bytes(best.values())
