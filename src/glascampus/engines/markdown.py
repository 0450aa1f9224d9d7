"""Markdown of the office becomes HTML that may stand on any page: no raw HTML, no pictures, headings in order, links that lead somewhere.

Two locks: the reader (markdown-it) takes HTML for words, and whatever it writes goes through nh3, which lets only these tags through.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

TAGS = {"p", "br", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "em", "a", "blockquote", "hr", "code", "pre"}  # fmt: skip
SCHEMES = {"https", "http", "mailto", "tel"}
LEADS = re.compile(r"(https?://[^/\s]|mailto:[^\s]|tel:[+\d]|/(?![/\\])|#)", re.IGNORECASE)
DEEPEST_HEADING, DEEPEST_NESTING = 6, 20


def html_of(markdown: str, *, below: int = 1) -> str:
    """CommonMark as clean HTML for a place below a heading of level ``below``.

    Headings are counted anew, so that none is skipped whatever signs were typed. A link leads to the web (``rel="noopener"``), to a
    mailbox, a telephone or within the campus; any other loses its address and keeps its words. HTML is shown as it was typed.

    Cost: about 1 ms for a page of text.
    """
    import nh3

    tokens = _reader().parse(markdown)
    _order_headings(tokens, below)
    for token in tokens:
        _loose_links(token.children or [])
    made: str = _reader().renderer.render(tokens, _reader().options, {})
    attributes: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
    return nh3.clean(made, tags=TAGS, attributes=attributes, url_schemes=SCHEMES, link_rel="noopener")


def plain_of(markdown: str) -> str:
    """The words alone, in one line: for lists, descriptions and pictures."""
    words = (_words(token) for token in _reader().parse(markdown) if token.type in {"inline", "fence", "code_block"})
    return " ".join(" ".join(words).split())


def first_of(markdown: str, most: int = 200) -> str:
    """The words of the first paragraph, cut between words after ``most`` characters."""
    paragraphs = (plain_of(part) for part in re.split(r"\n\s*\n", markdown) if not part.lstrip().startswith("#"))
    words = next((part for part in paragraphs if part), "")
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0].rstrip('.,;:')} …"


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST_NESTING}).disable(
        ["image", "html_inline", "html_block"]
    )


def _order_headings(tokens: Sequence[Token], below: int) -> None:
    """A heading is one deeper than the next bigger one before it: "###" right after "#" becomes its neighbour, none is skipped."""
    open_levels: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            typed = int(token.tag[1])
            while open_levels and open_levels[-1] >= typed:
                open_levels.pop()
            open_levels.append(typed)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(below + len(open_levels), DEEPEST_HEADING)}"


def _loose_links(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.type == "link_open" and not LEADS.match(str(token.attrGet("href") or "")):
            token.attrs.pop("href", None)


def _words(token: Token) -> str:
    if token.type != "inline":
        return token.content
    return "".join(" " if part.type in {"softbreak", "hardbreak"} else part.content for part in token.children or [])
