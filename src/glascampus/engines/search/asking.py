"""A question and its answer: documents in order, and what was understood."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from math import log

from glascampus.engines.search.index import Index
from glascampus.engines.search.likeness import Meant, meant
from glascampus.engines.search.words import WORD, bare, words_in

CODE = re.compile(r"\b[a-z][a-z0-9]*(?:-[a-z0-9]+)*-(?=[a-z0-9]*\d)[a-z0-9]+(?:-[a-z0-9]+)*")  # "gc-08", "of-2027-03-a"
MOST_WORDS, MOST_FOUND, PHRASE = 8, 2000, 1.5


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found.

    Args:
        documents: numbers, best first.
        words: bare words of the texts that are why, to be marked.
        corrected: (typed, searched for instead) for each word that no text knows.
        guesses: (typed, perhaps meant) for words that were not searched for.
        unknown: typed words that stand in no text.
        is_partial: no document has all words; those with the most of them were taken.
    """

    documents: list[int] = field(default_factory=list)
    words: Collection[str] = frozenset()
    corrected: list[tuple[str, str]] = field(default_factory=list)
    guesses: list[tuple[str, str]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    is_partial: bool = False


def ask(index: Index, question: str, *, unfinished: bool = False) -> Answer:
    """The documents that have every word of the question, else those that have the most.

    Args:
        index: where to look.
        question: as typed; little words ("für", "the") do not count unless there is nothing else.
        unfinished: somebody is still typing, so the last word may be the beginning of one.

    Cost: O(words of the index) for each word of the question, and what is found of it.
    """
    typed = _typed(question)
    parts = [
        part
        for n, word in enumerate(typed)
        for part in meant(index, word, unfinished=unfinished and n == len(typed) - 1)
    ]
    known = [part for part in parts if part.words]
    scores = [_scores(index, part.words) for part in known]
    hits = _with_codes(index, question, _with_phrase(index, question, _together(scores)))
    return Answer(
        documents=sorted(hits, key=lambda number: (-hits[number], number))[:MOST_FOUND],
        words=frozenset(word for part in known for word in part.words),
        corrected=_pairs(known, "corrected"), guesses=_pairs(parts, "guess"),
        unknown=[part.typed for part in parts if not part.words],
        is_partial=bool(hits) and (len(known) < len(parts) or not any(all(n in s for s in scores) for n in hits)),
    )  # fmt: skip


def _typed(question: str) -> list[str]:
    """Its words that say something, each once."""
    found = [seen for seen, _bare in words_in(question)] or WORD.findall(question)
    return list(dict.fromkeys(found))[:MOST_WORDS]


def _pairs(parts: list[Meant], what: str) -> list[tuple[str, str]]:
    return [(part.typed, getattr(part, what)) for part in parts if getattr(part, what)]


def _scores(index: Index, words: Mapping[str, float]) -> dict[int, float]:
    """How well each document fits one typed word: its best place counts; what stands in few documents says more."""
    best: dict[int, float] = {}
    for word, likeness in words.items():
        for number, weight in index.at(word):
            best[number] = max(best.get(number, 0.0), likeness * weight)
    rarity = 1 + log(len(index.documents) / len(best)) if best else 0
    return {number: score * rarity for number, score in best.items()}


def _with_phrase(index: Index, question: str, hits: dict[int, float]) -> dict[int, float]:
    """A document whose first text holds the question as it was typed, little words included, is the one that is meant."""
    phrase = _line(question)
    if " " not in phrase:
        return hits
    return {n: score * (PHRASE if phrase in _line(index.documents[n].texts[0][0]) else 1) for n, score in hits.items()}


def _with_codes(index: Index, question: str, hits: dict[int, float]) -> dict[int, float]:
    """Who types a code ("gc-08") means what has it or begins with it, not all whose code has "gc".

    Where no text holds it as it was typed, its words count like others, together ("iso-9001" is "ISO 9001").
    """
    for code in CODE.findall(question.lower()):
        begins = re.compile(rf"(?<![^\W_]){re.escape(code)}")
        held = {n for n in hits if any(begins.search(text.lower()) for text, _weight in index.documents[n].texts)}
        words = {bare(word) for word in WORD.findall(code)}
        hits = {n: score for n, score in hits.items() if n in held or (not held and words <= _words_at(index, n))}
    return hits


def _words_at(index: Index, number: int) -> set[str]:
    return set(index.words_of[index.documents[number]][0])


def _line(text: str) -> str:
    return " ".join(bare(word) for word in WORD.findall(text))


def _together(scores: list[dict[int, float]]) -> dict[int, float]:
    """Documents with all typed words; where there is none, those with the most."""
    met: dict[int, int] = {}
    total: dict[int, float] = {}
    for score in scores:
        for number, value in score.items():
            met[number] = met.get(number, 0) + 1
            total[number] = total.get(number, 0.0) + value
    most = max(met.values(), default=0)
    return {number: total[number] for number, n in met.items() if n == most}
