"""Tables as files that spreadsheet programs open as they are meant: CSV with BOM, and XLSX; both safe against formulas."""

from __future__ import annotations

import csv as standard_csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from glascampus.basics.clock import CAMPUS_ZONE

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
NO_EXCEL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # signs that XML 1.0 cannot hold
UNSAFE_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
LONGEST_CELL = 32_767


def csv(rows: Iterable[Sequence[object]], header: Sequence[str], *, language: str = "de") -> bytes:
    """Rows as UTF-8 with BOM and CRLF; German: semicolon and decimal comma, else comma and decimal point.

    Texts that a spreadsheet would run as a formula get a leading apostrophe (OWASP, "CSV injection"); numbers stay
    numbers. ``None`` is an empty cell, dates and times are ISO 8601.

    Raises:
        ValueError: a row has not as many cells as the header.
    """
    german = language.startswith("de")
    out = io.StringIO(newline="")
    writer = standard_csv.writer(out, delimiter=";" if german else ",", lineterminator="\r\n")
    writer.writerow([_cell(name, german=german) for name in header])
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"a row has {len(row)} cells, the header {len(header)}")
        writer.writerow([_cell(value, german=german) for value in row])
    return out.getvalue().encode("utf-8-sig")


def xlsx(rows: Iterable[Sequence[object]], header: Sequence[str], *, title: str = "", language: str = "de") -> bytes:
    """The same as an Excel workbook of one sheet; numbers and days stay numbers and days, the first row stands still.

    Texts are defused as in ``csv``: without that a text beginning with ``=`` would become a formula. Times lose their
    zone, which the format cannot hold, and are those of the campus. Memory does not grow with the rows (write-only).

    Raises:
        ValueError: a row has not as many cells as the header.
    """
    from openpyxl import Workbook

    german, book = language.startswith("de"), Workbook(write_only=True)
    sheet = book.create_sheet(UNSAFE_TITLE.sub(" ", title)[:31].strip() or ("Tabelle" if german else "Table"))
    sheet.freeze_panes = "A2"
    sheet.append([_excel_cell(name, german=german) for name in header])
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"a row has {len(row)} cells, the header {len(header)}")
        sheet.append([_excel_cell(value, german=german) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _excel_cell(value: object, *, german: bool) -> object:
    if value is None or (isinstance(value, int | float | Decimal) and not isinstance(value, bool)):
        return value
    if isinstance(value, datetime):
        return value.astimezone(CAMPUS_ZONE).replace(tzinfo=None)
    if isinstance(value, date):
        return value
    return NO_EXCEL.sub("", _cell(value, german=german))[:LONGEST_CELL]


def _cell(value: object, *, german: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return {True: "ja" if german else "yes", False: "nein" if german else "no"}[value]
    if isinstance(value, int | float | Decimal):
        return str(value).replace(".", ",") if german else str(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else _defused(str(value))


def _defused(text: str) -> str:
    clean = text.replace("\0", "")
    # leading blanks do not stop a spreadsheet from seeing the formula behind them
    return f"'{clean}" if clean.startswith(DANGEROUS) or clean.lstrip().startswith(DANGEROUS) else clean
