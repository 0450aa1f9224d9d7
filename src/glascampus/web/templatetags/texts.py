"""Sentences of reasons, words that were looked for, and what the office wrote in Markdown. Every template has them without ``load``."""

from __future__ import annotations

from collections.abc import Iterable
from html import unescape
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from glascampus.engines.markdown import first_of, html_of

register = template.Library()
OPENS, CLOSES = ({False: "", True: mark_safe(tag)} for tag in ("<mark>", "</mark>"))  # nosec


@register.filter
def say(reason: Any) -> str:
    """The sentence of a ``basics.reason.Reason``, in the language of the page; nothing for None."""
    from glascampus.commons.roll.reads import say as spoken  # reads need tables; a page without reasons needs none

    return "" if not reason else spoken(reason)


@register.filter
def marks(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """A text in pieces (``engines.search.marks``), the words that were looked for as ``<mark>``."""
    return format_html_join("", "{}{}{}", ((OPENS[found], text, CLOSES[found]) for text, found in pieces))


@register.filter(is_safe=True)
def markdown(words: Any) -> SafeString:
    """Markdown of the office as clean HTML below the heading of the page; the engine lets nothing through that is not on its list."""
    return mark_safe(html_of(str(words)))  # nosec


@register.filter(is_safe=True)
def markdown_low(words: Any) -> SafeString:
    """The same where it stands below an ``h3``, as in a preview."""
    return mark_safe(html_of(str(words), below=3))  # nosec


@register.filter
def first_words(words: Any) -> str:
    """The first paragraph of Markdown as plain words, for descriptions."""
    return first_of(str(words))


@register.simple_block_tag
def words(content: str) -> str:
    """What a block says as plain words, to stand in several places: ``{% words as title %}{% block title %}{% endblock %}{% endwords %}``."""
    return " ".join(unescape(content).split())
