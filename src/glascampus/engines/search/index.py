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


Words = tuple[tuple[str, str, int], ...]  # (as it stands there, bare, weight), each bare word once with its best weight


def _words_of(document: Document) -> Words:
    best: dict[str, tuple[str, int]] = {}
    for text, weight in document.texts:
        for seen, word in words_in(text):
            if word not in best or best[word][1] < weight:
                best[word] = (seen, weight)
    return tuple((seen, word, weight) for word, (seen, weight) in best.items())


class Index:
    """Documents by their words; documents are named by their number in the sequence.

    Args:
        documents: what can be found.
        before: an older index of much the same documents; words of those that did not change are taken from it.

    Cost: O(letters of what changed + words of all); about 60 bytes a word and 4 bytes a place, nothing is stemmed.
    """

    def __init__(self, documents: Sequence[Document], before: Index | None = None) -> None:
        known = before.words_of if before else {}
        self.documents = documents
        self.words_of: dict[Document, Words] = {}
        self.places: dict[str, array[int]] = {}
        self.spelled: dict[str, str] = {}
        for number, document in enumerate(documents):
            words = known.get(document) or _words_of(document)
            self.words_of[document] = words
            for seen, word, weight in words:
                self.places.setdefault(word, array("L")).append(number * WEIGHTS + weight)
                self.spelled.setdefault(word, seen)
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
