"""The handbook of ``docs/handbook``, made into pages: the same Markdown that one reads in the repository, drawn once per process.

A heading may begin with ``<a id="absagen"></a>``: its place in the address, the same in both languages. A link to a file outside
the handbook keeps its words only; a picture comes from ``docs/pictures``, which is served with the static files.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nh3
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, override
from markdown_it import MarkdownIt
from markdown_it.token import Token

CHAPTERS = ("teilnahme", "betrieb", "lehre", "foerdern", "buero-bedarf", "buero-kurse", "buero-nachweise", "buero-haus", "betreiben", "woerter")  # fmt: skip
PLACE = re.compile(r'<a id="([a-z0-9-]+)">')
CHAPTER_LINK = re.compile(r"(?:([a-z-]+)\.md)?(#[a-z0-9-]+)?")
SIZES = {"phone": (390, 844), "wide": (1280, 800)}  # the last word of a picture's name says how it was taken
TAGS = {"h2", "h3", "p", "ol", "ul", "li", "a", "strong", "em", "code", "pre", "img", "table", "thead", "tbody", "tr", "th", "td", "blockquote"}  # fmt: skip
ATTRIBUTES = {
    "a": {"href"},
    "table": {"class"},
    "h2": {"id"},
    "h3": {"id"},
    "img": {"src", "alt", "width", "height", "loading"},
}


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the handbook: its title, its first paragraph, its tasks as (place, heading), and all below the title as clean HTML."""

    slug: str
    title: str
    lead: str
    tasks: tuple[tuple[str, str], ...]
    html: str


def file_of(slug: str, language: str) -> Path:
    """Where a chapter lies."""
    return Path(settings.ROOT) / "docs" / "handbook" / language / f"{slug}.md"


def chapters(language: str) -> list[Chapter]:
    """All of them, in reading order."""
    return [chapter(slug, language) for slug in CHAPTERS]


@cache
def chapter(slug: str, language: str) -> Chapter:
    """A chapter as it is shown.

    Raises:
        KeyError: there is no chapter of this name.
    """
    if slug not in CHAPTERS:
        raise KeyError(slug)
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    tokens = parser.parse(file_of(slug, language).read_text(encoding="utf-8"))
    title, lead, rest = tokens[1].content, tokens[4].content.replace("`", ""), tokens[6:]
    tasks = tuple(_tasks(rest))
    with override(language):
        for token in rest:
            if token.type == "table_open":
                token.attrSet("class", "rows")
            token.children = list(_taken_along(token.children or [], slug))
    drawn = parser.renderer.render(rest, parser.options, {})
    clean = nh3.clean(drawn, tags=TAGS, attributes=ATTRIBUTES, link_rel=None)
    return Chapter(slug, title, lead, tasks, clean)


def help_address(place: str) -> str:
    """Where ``chapter#task`` is read on the campus; the contents for ""."""
    slug, _, task = place.partition("#")
    return f"{reverse('web:help_chapter', args=[slug])}#{task}" if slug else reverse("web:help")


def help_title(place: str) -> str:
    """The heading of ``chapter#task`` in the language of the page."""
    slug, _, task = place.partition("#")
    return dict(chapter(slug, get_language() or "de").tasks)[task] if slug else ""


def _tasks(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    """Give every heading its place; those of the second level are the tasks."""
    found = []
    for opening, inline in itertools.pairwise(tokens):
        if opening.type == "heading_open" and (place := PLACE.search(inline.content)):
            opening.attrSet("id", place.group(1))
            inline.children = [part for part in inline.children or [] if part.type != "html_inline"]
            if opening.tag == "h2":
                found.append((place.group(1), "".join(part.content for part in inline.children)))
    return found


def _taken_along(parts: Sequence[Token], slug: str) -> Iterator[Token]:
    """Links lead to the pages of the handbook, pictures to the static files; what leads elsewhere in the repository is words only."""
    leads: list[bool] = []
    for part in parts:
        if part.type == "image":
            _take_picture(part)
        elif part.type == "link_open":
            href = _address(str(part.attrGet("href")), slug)
            part.attrSet("href", href)
            leads.append(bool(href))
        if not part.type.startswith("link_") or (leads[-1] if part.type == "link_open" else leads.pop()):
            yield part


def _take_picture(part: Token) -> None:
    name = str(part.attrGet("src")).rsplit("/", 1)[-1]
    width, height = SIZES[name.rsplit(".", 1)[0].rsplit("-", 1)[-1]]
    part.attrs |= {"src": _served(f"handbook/{name}"), "width": width, "height": height, "loading": "lazy"}


def _served(name: str) -> str:
    try:
        return static(name)
    except ValueError:  # a picture that was not collected must not take the page with it
        return f"{settings.STATIC_URL}{name}"


def _address(href: str, slug: str) -> str:
    """Where a link of the chapter ``slug`` leads on the campus, "" for a file that is not served."""
    if href.startswith("https://"):
        return href
    found = CHAPTER_LINK.fullmatch(href)
    if not found:
        return ""
    return reverse("web:help_chapter", args=[found.group(1) or slug]) + (found.group(2) or "")
