"""What stands in a row of a list, on a page and in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.basics.text import Text

Phrase = Any  # a text, or one that is translated when it is shown


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell; ``more`` is said to screen readers only, so that links in a list differ.

    ``lang`` names the language of words that are not the page's own.
    """

    text: Phrase
    url: str = ""
    tone: str = ""
    more: Phrase = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what the page shows of a row, what a file holds of it, and by what it is sorted.

    Args:
        show: text, ``Cell`` or a list of cells of a row.
        value: what a spreadsheet gets; the shown text unless given.
        sort: fields of the table, with ``columns_of`` those of a text, which sorts as its reader sees it; or a function of
            a row where the rows are a plain list; empty: cannot be sorted.
        shown: whether it is there before anybody chose.
        write: how a page writes the value: ``day``, ``moment``, ``euro`` (of cents), ``hours`` (of minutes).
        style: ``num`` for dates and figures that must not wrap, ``amount`` for figures on the right.
    """

    key: str
    heading: Phrase
    show: Callable[[Any], Any]
    value: Callable[[Any], object] | None = None
    sort: tuple[str | Text, ...] | Callable[[Any], Any] = ()
    write: str = ""
    shown: bool = True
    style: str = ""

    def cells(self, row: Any) -> list[Cell]:
        """What the page shows, always as cells."""
        found = self.show(row)
        return [one if isinstance(one, Cell) else Cell(one) for one in (found if isinstance(found, list) else [found])]

    def in_file(self, row: Any) -> object:
        """What a spreadsheet gets; several cells are one text."""
        if self.value is not None:
            return self.value(row)
        texts = [cell.text for cell in self.cells(row)]
        if len(texts) == 1 and (self.write or isinstance(texts[0], int)):
            return _for_a_table(texts[0], self.write)
        return ", ".join(str(text) for text in texts)


def _for_a_table(value: Any, write: str) -> object:
    """Money in euros, time in hours, a day as a day: what a spreadsheet can add up."""
    if value is None or value == "":
        return None
    if write == "euro":
        return Decimal(value) / 100
    if write == "hours":
        return round(value / 60, 2)
    return value.astimezone(CAMPUS_ZONE).date() if write == "day" and isinstance(value, datetime) else value
