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
    waiting: list[str] = []  # text that may end in what the next button says
    for kind, group in groupby(lines, key=lambda line: _kind(line, own)):
        if kind == "text":
            waiting = list(group)
            continue
        says = waiting.pop() if kind == "link" and waiting and waiting[-1].endswith(":") else ""
        if waiting:
            yield Block("text", tuple(waiting))
        waiting = []
        if kind == "list":
            yield Block("list", tuple(line[2:].strip() for line in group))
        else:
            yield from _buttons(list(group), says.rstrip(": "), say_link)
    if waiting:
        yield Block("text", tuple(waiting))


def _buttons(urls: list[str], says: str, say_link: str) -> Iterator[Block]:
    """The line above belongs to the first button."""
    for url in urls:
        yield Block("link", (says or say_link,), url)
        says = ""


def _kind(line: str, own: str) -> str:
    if line.startswith("- "):
        return "list"
    return "link" if line.startswith(f"{own}/") and " " not in line else "text"
