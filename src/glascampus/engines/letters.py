"""A plain mail as the blocks of its HTML twin: the text stands once, in the plain part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Block:
    """``kind`` is ``text`` or ``list`` (``lines`` say it) or ``link`` (one line says it, ``url`` is where it leads)."""

    kind: str
    lines: tuple[str, ...]
    url: str = ""


def blocks(body: str, *, own: str, say_link: str) -> list[Block]:
    """Paragraphs, lists and buttons of a plain mail.

    Args:
        body: paragraphs between empty lines; lines that begin with ``- `` are a list; a line that is nothing but an
            address is a button, and the line right above it, ending with a colon, is what the button says.
        own: only addresses that begin so become buttons; what somebody typed into a form never becomes a link.
        say_link: what a button without such a line says.

    Cost: one pass over the lines.
    """
    found: list[Block] = []
    for is_empty, lines in groupby(body.splitlines(), key=lambda line: not line.strip()):
        if not is_empty:
            found += _paragraph([line.strip() for line in lines], own, say_link)
    return found


def _paragraph(lines: list[str], own: str, say_link: str) -> Iterator[Block]:
    text: list[str] = []
    for kind, group in groupby(lines, key=lambda line: _kind(line, own)):
        if kind == "text":
            text = list(group)
            if not _leads_on(lines, text, own):
                yield Block("text", tuple(text))
        elif kind == "list":
            yield Block("list", tuple(line[2:].strip() for line in group))
        else:
            for url in group:
                says = text.pop() if text and text[-1].endswith(":") else ""
                if text:
                    yield Block("text", tuple(text))
                yield Block("link", (says.rstrip(":").strip() or say_link,), url)
                text = []


def _kind(line: str, own: str) -> str:
    if line.startswith("- "):
        return "list"
    return "link" if line.startswith(f"{own}/") and " " not in line else "text"


def _leads_on(lines: list[str], text: list[str], own: str) -> bool:
    """Whether a link follows right below these lines; then they are told together with it."""
    after = lines[lines.index(text[-1]) + 1 :]
    return bool(after) and _kind(after[0], own) == "link"
