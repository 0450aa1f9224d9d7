"""The cells of a list page and how a value is written in one. Every template has them without ``load``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import template

from glascampus.web.templatetags.amounts import euro, hours
from glascampus.web.templatetags.moments import clock, day

register = template.Library()


@dataclass(frozen=True, slots=True)
class HeadedCell:
    """One cell of a plain table with the heading of its column, which a phone shows beside it."""

    heading: str
    text: Any
    url: str = ""
    tone: str = ""


@register.filter
def cells(row: Iterable[Any], columns: Sequence[str]) -> list[HeadedCell]:
    """The cells of a row beside the headings of their columns; a cell is a text or (text, url[, tone])."""
    return [
        HeadedCell(heading, *(cell if isinstance(cell, tuple) else (cell,)))
        for heading, cell in zip(columns, row, strict=True)
    ]


@register.filter
def written(value: Any, how: str) -> Any:
    """A value of a list in words: ``how`` is ``day``, ``moment``, ``euro``, ``hours``, or "" for as it is; nothing is a dash."""
    if value is None or value == "":
        return "–"
    if isinstance(value, str) or not how:
        return value
    if how == "moment":
        return f"{day(value)}, {clock(value)}"
    ways: dict[str, Callable[[Any], str]] = {"day": day, "euro": euro, "hours": hours}
    return ways[how](value)
