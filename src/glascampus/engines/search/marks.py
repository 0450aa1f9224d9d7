"""A text with the words found in it, and the piece of a long one in which they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from glascampus.engines.search.words import WORD, bare

Piece = tuple[str, bool]  # a stretch of text, and whether it is one of the words


def marked(text: str, words: Collection[str]) -> list[Piece]:
    """The text in pieces; joined they are the text again."""
    pieces, at = [], 0
    for found in WORD.finditer(text):
        if bare(found[0]) in words:
            pieces += [(text[at : found.start()], False), (found[0], True)]
            at = found.end()
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def has_mark(pieces: Iterable[Piece]) -> bool:
    """Whether any of the words stands in it."""
    return any(is_word for _text, is_word in pieces)


def excerpt(text: str, words: Collection[str], length: int = 180) -> list[Piece]:
    """``marked``, cut to about ``length`` letters round the first of the words."""
    if len(text) <= length:
        return marked(text, words)
    first = next((found.start() for found in WORD.finditer(text) if bare(found[0]) in words), 0)
    start = 0 if first < length * 2 // 3 else text.rfind(" ", 0, first - length // 3) + 1
    cut = text[start : start + length].rsplit(" ", 1)[0]
    return marked(("… " if start else "") + cut + ("" if start + len(cut) >= len(text) else " …"), words)
