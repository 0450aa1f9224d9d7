"""Which words of an index are meant by a word somebody typed: forms, compounds, parts of compounds, near spellings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from glascampus.engines.search.index import Index
from glascampus.engines.search.words import LONGEST_ENDING, SHORTEST_ROOT, bare, same_stem, stems

EXACT, FORM, HEAD, BEGINNING, WITHIN = 1.0, 0.95, 0.75, 0.6, 0.45
SHORTEST_PART, LONG_PART, SHORTEST_PIECE = 4, 6, 3
STEM_SHARE = 0.6  # "Sicherheit" has the stem "sich", which says nothing any more
MOST_PIECES, LONG_WORD = 4, 9
LINKS = ("", "s", "n", "en", "es", "e", "er")


@dataclass(frozen=True, slots=True)
class Meant:
    """What one typed word stands for: words of the index with their likeness (0 .. 1), and how it was corrected, if it was."""

    typed: str
    words: Mapping[str, float] = field(default_factory=dict)
    corrected: str = ""
    guess: str = ""  # too far away to search for it unasked


def meant(index: Index, typed: str, *, unfinished: bool = False) -> list[Meant]:
    """One entry; several for a compound that no text has, but whose parts they have ("Feuerlöscher": Feuer, Löscher)."""
    word = bare(typed)
    words = alike(index, word, unfinished=unfinished)
    if words:
        return [Meant(typed, words)]
    if pieces := _pieces(index, word):
        return [Meant(typed, alike(index, piece)) for piece in pieces]
    near, sure = nearest(word, index.places)
    seen = index.spelled.get(near, "")
    return [Meant(typed, alike(index, near), corrected=seen) if sure else Meant(typed, guess=seen)]


def alike(index: Index, word: str, *, unfinished: bool = False) -> dict[str, float]:
    """Words of the index that are forms or compounds of a bare word, with their likeness."""
    core = word[: max(SHORTEST_ROOT, len(word) - LONGEST_ENDING)]
    if core not in index:  # then no form of it is there either; stemming is what costs, so it comes last
        return {}
    root = _root(word)
    others = {*index.holding("\n" + word[:SHORTEST_ROOT]), *index.holding(root)}
    scored = ((other, _likeness(index, word, root, other, unfinished=unfinished)) for other in others)
    return {other: likeness for other, likeness in scored if likeness}


def _root(word: str) -> str:
    """What all forms of a word begin with: its shorter stem, as long as that still says something."""
    long_enough = [
        s for s in stems(word) if len(s) >= max(SHORTEST_PART, STEM_SHARE * len(word)) and word.startswith(s)
    ]
    return min(long_enough, key=len, default=word)


def _likeness(index: Index, word: str, root: str, other: str, *, unfinished: bool) -> float:
    if other == word:
        return EXACT
    if same_stem(word, other):
        return FORM
    if unfinished and other.startswith(word):
        return BEGINNING
    return _as_compound(index, word, root, other) if len(root) >= SHORTEST_PART else 0


def _as_compound(index: Index, word: str, root: str, other: str) -> float:
    """``other`` begins with the word, ends with it (then it is a kind of it), or has it within."""
    at = other.rfind(root)
    if at <= 0:
        return BEGINNING if at == 0 else 0
    if not (_is_whole(index, other[:at]) or (len(root) >= LONG_PART and at >= SHORTEST_PIECE)):
        return 0  # "schicht" does not begin within "Geschichte"
    return HEAD if other[at:] == root or same_stem(word, other[at:]) else WITHIN


def _is_whole(index: Index, piece: str) -> bool:
    """Whether the beginning of a compound is a word of its own, so that a short part really starts there."""
    return any(piece.removesuffix(link) in index.places for link in LINKS if piece.endswith(link))


def _pieces(index: Index, word: str) -> list[str]:
    """A compound cut into words that the index knows, as few as possible; [] where that does not work out."""
    ways: dict[int, list[str]] = {0: []}
    for end in range(SHORTEST_PIECE, len(word) + 1):
        for start in [s for s in ways if end - s >= SHORTEST_PIECE and len(ways[s]) < MOST_PIECES]:
            if (end not in ways or len(ways[start]) + 1 < len(ways[end])) and alike(index, word[start:end]):
                ways[end] = [*ways[start], word[start:end]]
    return ways.get(len(word), [])


def nearest(word: str, words: Iterable[str]) -> tuple[str, bool]:
    """The word with the fewest letters wrong, and whether it is near enough to search for it unasked; ("", False) if none is.

    Few err in the first letter: among short words another one makes another word ("drucken", "Rücken"), which is only a guess.
    A letter too many, too few, wrong, or two that changed places count one each (restricted Damerau-Levenshtein).
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    allowed = _allowed(len(word))
    if not allowed:
        return "", False
    near = process.extract(word, list(words), scorer=OSA.distance, score_cutoff=allowed + 1, limit=20)
    fit = [
        (wrong, abs(len(other) - len(word)), other) for other, wrong, _at in near if wrong == 1 or other[:1] == word[:1]
    ]
    if not fit:
        return "", False
    wrong, _longer, best = min(fit)
    if wrong > allowed and wrong * 3 > len(word):
        return "", False
    return best, wrong <= allowed and (best[:1] == word[:1] or len(word) >= LONG_WORD)


def _allowed(letters: int) -> int:
    """How many letters may be wrong: short words are too near to one another."""
    return 0 if letters < 5 else 1 if letters < LONG_WORD else 2 if letters < 11 else 3  # noqa: PLR2004  letters of a word
