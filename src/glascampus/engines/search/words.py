"""Words as the search sees them: cut out of a text, written in one way, compared by their stems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

WORD = re.compile(r"[^\W_]+")
DIGRAPH = re.compile(r"(?<![aeq])([aou])e(?=[^\W\d_])")  # "Kuehlung", but not "neue" and "Bauer"
LONGEST_WORD = 60
SHORTEST_STEMMED, LONGEST_ENDING, SHORTEST_ROOT = 4, 5, 3
LITTLE_WORDS = """
aber alle als am an auch auf aus bei beim bin bis bist brauche da das dass dem den der des die diese dieser dieses doch dort du durch
ein eine einem einen einer eines er es etwas fuer gibt haben hat hier ich ihr ihre im in ins ist ja kann kein keine
man mehr mein meine mich mir mit moechte muss nach nicht noch nur ob oder ohne schon sein seine sich sie sind so soll suche
ueber um und uns unser unsere unter vom von vor wann war was weil welche welcher welches wenn wer werden wie wieder wir
wird wo wollen will zu zum zur zwischen
a about all an and any are as at be by can do does for from has have how i if in into is it its me my no not of on or
our so than that the their them there they this to us was we what when where which who will with you your
"""  # they say nothing about a thing; German, then English


def bare(word: str) -> str:
    """A word in the one way the search writes it: small, "ß" as "ss", letters without their marks, "ue" as "u".

    "Glaeser" and "Gläser" become the same word; so does what never was an umlaut, in texts and questions alike.
    """
    small = word.lower().replace("ß", "ss")
    if not small.isascii():
        small = "".join(sign for sign in unicodedata.normalize("NFKD", small) if not unicodedata.combining(sign))
    return DIGRAPH.sub(r"\1", small)


STOP_WORDS = frozenset(map(bare, LITTLE_WORDS.split()))
_known_bare = lru_cache(maxsize=50_000)(bare)


def words_in(text: str) -> Iterator[tuple[str, str]]:
    """Each word of a text that says something: (as it stands there, bare)."""
    for found in WORD.findall(text):
        word = _known_bare(found) if len(found) <= LONGEST_WORD else ""
        if word and word not in STOP_WORDS:
            yield found, word


@cache
def _stemmers() -> tuple[Callable[[str], str], ...]:
    import snowballstemmer  # brings thirty languages along: only once somebody searches

    return tuple(snowballstemmer.stemmer(language).stemWord for language in ("german", "english"))


@lru_cache(maxsize=20_000)
def stems(word: str) -> tuple[str, ...]:
    """The German and the English stem of a bare word; a short word is its own."""
    return (word, word) if len(word) < SHORTEST_STEMMED else tuple(stem(word) for stem in _stemmers())


def same_stem(one: str, other: str) -> bool:
    """Whether two bare words are forms of one word, in German or in English.

    Stemming costs more than all the rest, so only words are stemmed that begin alike and are about as long.
    """
    if one[:SHORTEST_ROOT] != other[:SHORTEST_ROOT] or abs(len(one) - len(other)) > LONGEST_ENDING:
        return False
    return any(a == b for a, b in zip(stems(one), stems(other), strict=True))
