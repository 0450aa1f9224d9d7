"""Tables of strangers are read as texts; whatever is too much or broken gets a code, in bounded time and memory."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from openpyxl import Workbook

from glascampus.engines.sheets import MOST_BYTES, Unreadable, read


def excel(*rows: list) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def code_of(content: bytes, most_rows: int = 10) -> str:
    with pytest.raises(Unreadable) as fault:
        read(content, most_rows=most_rows)
    return fault.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_all_sorts_says_the_same(encoding, delimiter):
    text = delimiter.join(["Vorname", "Straße"]) + "\r\n" + delimiter.join(["Ära", " Öl  weg "]) + "\r\n\r\n"

    assert read(text.encode(encoding), most_rows=10) == [["Vorname", "Straße"], ["Ära", "Öl weg"]]


def test_excel_gives_texts_and_the_value_last_shown():
    content = excel(["Name", 3, None], [None], ["=1+1", True])

    assert read(content, most_rows=10) == [["Name", "3"], ["", "True"]]


def test_a_pasted_formula_is_a_text():
    assert read(b"=cmd|' /C calc'!A0\tx", most_rows=10) == [["=cmd|' /C calc'!A0", "x"]]


def test_a_million_rows_are_refused_at_the_first_too_many():
    assert code_of(b"a\n" * 1_000_000) == "table_too_many_rows"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "table_empty"), (b"\n\n;;\n", "table_empty"), (b"x" * 2000, "table_cell_too_long"),
        (b";".join([b"x"] * 41), "table_too_wide"), (b"PK\x03\x04 no archive", "table_broken"),
        (b"\xff\xfe\x00", "table_broken"), (b"x" * (MOST_BYTES + 1), "table_too_large"), (b'"' + b"x\n" * 99_000, "table_broken"),
    ],
)  # fmt: skip
def test_what_is_no_table_has_a_code(content, code):
    assert code_of(content) == code


def test_a_bomb_is_not_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 70_000_000)

    assert code_of(out.getvalue()) == "table_too_large"


def test_a_sheet_that_claims_a_million_columns_and_a_far_row_is_read_in_bounds():
    content = excel(["a"], ["b"])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                text = text.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"').replace(b'<row r="2"', b'<row r="1048576"')
                text = text.replace(b'r="A2"', b'r="A1048576"')
            new.writestr(part.filename, text)

    assert read(out.getvalue(), most_rows=10)[0] == ["a"]


def test_entities_that_blow_up_are_refused():
    content = excel(["a"])
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, bomb + old.read(part) if part.filename.endswith(".xml") else old.read(part))

    assert code_of(out.getvalue()) == "table_broken"


@settings(max_examples=300)
@given(some.one_of(some.binary(max_size=300), some.text(max_size=300).map(lambda t: t.encode("utf-8", "replace")), some.binary(max_size=200).map(lambda b: b"PK\x03\x04" + b)))  # fmt: skip
def test_any_bytes_are_rows_or_a_code(content):
    try:
        rows = read(content, most_rows=20)
    except Unreadable:
        return
    assert 0 < len(rows) <= 20
    assert all(row[-1] and "\0" not in "".join(row) for row in rows)
