"""Tables that strangers hand in: CSV, Excel, or pasted from a spreadsheet, read as plain texts and never trusted."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator

MOST_BYTES = 5_000_000
MOST_UNPACKED_BYTES = 60_000_000
MOST_PARTS = 500
MOST_COLUMNS = 40
LONGEST_CELL = 1000
Rows = list[list[str]]


class Unreadable(Exception):
    """Why a table could not be read: a code with its numbers."""

    def __init__(self, code: str, **numbers: int) -> None:
        super().__init__(code)
        self.code, self.numbers = code, numbers


def read(content: bytes, *, most_rows: int) -> Rows:
    """Rows of trimmed texts, empty rows left out, short rows not filled up.

    Excel files are known by their first bytes, whatever they are called; formulas give the value that was last shown, none
    is computed. CSV may be UTF-8, UTF-16 or Windows-1252 with comma, semicolon or tab.

    Raises:
        Unreadable: ``table_too_large``, ``table_too_many_rows``, ``table_too_wide``, ``table_cell_too_long``,
            ``table_broken``, ``table_empty``.

    Cost: reading stops at the first row too many; an archive is looked at before it is unpacked.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable("table_too_large", most=MOST_BYTES // 1_000_000)
    found = _excel(content, most_rows) if content[:2] == b"PK" else _typed(_decoded(content))
    rows = list(_checked(found, most_rows))
    if not rows:
        raise Unreadable("table_empty")
    return rows


def _checked(found: Iterable[Iterable[object]], most_rows: int) -> Iterator[list[str]]:
    number = 0
    for cells in found:
        row = ["" if cell is None else " ".join(str(cell).replace("\0", "").split()) for cell in cells]
        while row and not row[-1]:
            row.pop()
        if not row:
            continue
        number += 1
        if number > most_rows:
            raise Unreadable("table_too_many_rows", most=most_rows)
        if len(row) > MOST_COLUMNS:
            raise Unreadable("table_too_wide", most=MOST_COLUMNS)
        if any(len(cell) > LONGEST_CELL for cell in row):
            raise Unreadable("table_cell_too_long", row=number, most=LONGEST_CELL)
        yield row


def _decoded(content: bytes) -> str:
    is_wide = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
    encodings = ["utf-16"] if is_wide else ["utf-8-sig", "cp1252"]  # the latter is Excel's own CSV in German Windows
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("table_broken")


def _typed(text: str) -> Iterator[list[str]]:
    delimiter = max("\t;,", key=text[:5000].count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise Unreadable("table_broken") from None


def _excel(content: bytes, most_rows: int) -> Iterator[Iterable[object]]:
    """The first sheet. A packed file says how large its parts are, and is read no further than it says."""
    from openpyxl import load_workbook  # heavy, and seldom needed

    try:
        _refuse_bombs(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that do not matter here
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # a file may claim to hold a million columns
            yield from sheet.iter_rows(values_only=True, max_row=10 * most_rows + 10, max_col=MOST_COLUMNS + 1)
    except Unreadable:
        raise
    except Exception as error:  # whatever a crafted file makes the library stumble over
        raise Unreadable("table_broken") from error


def _refuse_bombs(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise Unreadable("table_too_large", most=MOST_BYTES // 1_000_000)
