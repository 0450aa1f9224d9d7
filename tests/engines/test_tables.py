"""CSV opens in a German spreadsheet as it is meant, and runs nothing."""

from __future__ import annotations

import csv as standard_csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glascampus.engines.tables import csv


def test_german_has_bom_semicolon_and_decimal_comma() -> None:
    assert csv([["Müller", 1.5, -3, None, True]], ["Name", "a", "b", "c", "d"]) == (
        b"\xef\xbb\xbfName;a;b;c;d\r\nM\xc3\xbcller;1,5;-3;;ja\r\n"
    )


def test_english_has_comma_and_point() -> None:
    assert csv(
        [[Decimal("1.50"), date(2027, 1, 2), datetime(2027, 1, 2, 8, tzinfo=UTC)]], ["a", "b", "c"], language="en"
    ) == (b"\xef\xbb\xbfa,b,c\r\n1.50,2027-01-02,2027-01-02T08:00+00:00\r\n")


@pytest.mark.parametrize("text", ["=1+1", "+49", "-x", "@SUM(A1)", "\t=1", "\r=1", "  =1"])
def test_a_formula_is_defused(text: str) -> None:
    written = csv([[text]], ["a"]).decode("utf-8-sig")

    assert next(iter(list(standard_csv.reader(io.StringIO(written, newline=""), delimiter=";"))[1:]))[0] == f"'{text}"


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells"):
        csv([[1, 2]], ["a"])


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2), max_size=5))
def test_every_text_comes_back_but_for_the_apostrophe_and_nul(rows: list[list[str]]) -> None:
    written = csv(rows, ["a", "b"]).decode("utf-8-sig")
    read = list(standard_csv.reader(io.StringIO(written, newline=""), delimiter=";"))[1:]

    for given_row, read_row in zip(rows, read, strict=True):
        for before, after in zip(given_row, read_row, strict=True):
            plain = before.replace("\0", "")
            assert after in (plain, f"'{plain}")
            assert not after.startswith(("=", "+", "-", "@", "\t", "\r"))
