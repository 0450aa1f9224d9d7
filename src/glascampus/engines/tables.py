"""Tables as files that spreadsheet programs open as they are meant: CSV with BOM, safe against formulas."""

from __future__ import annotations

import csv as standard_csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


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
