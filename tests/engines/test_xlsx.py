"""A workbook holds what the CSV holds: numbers as numbers, no formula, no sign that breaks the file."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from glascampus.engines import tables


def _cells(*row, **values):
    body = tables.xlsx([row], [f"c{n}" for n in range(len(row))], **values)
    sheet = load_workbook(io.BytesIO(body)).active
    return [(cell.value, cell.data_type) for cell in sheet[2]]


@pytest.mark.parametrize("text", ["=1+1", "+49", "-1", "@SUM(A1)", "\tx", " =1"])
def test_a_formula_stays_a_text(text):
    (value, kind), *_ = _cells(text)

    assert kind == "s"
    assert value == f"'{text}"


def test_numbers_days_and_yes_stay_what_they_are():
    assert _cells(490.5, date(2027, 3, 1), datetime(2027, 3, 1, 8, 0, tzinfo=UTC), True, None) == [
        (490.5, "n"), (datetime.fromisoformat("2027-03-01"), "d"), (datetime.fromisoformat("2027-03-01T09:00"), "d"), ("ja", "s"), (None, "n"),
    ]  # fmt: skip


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="a row has 1 cells, the header 2"):
        tables.xlsx([["x"]], ["a", "b"])


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_makes_a_file_that_opens_and_holds_no_formula(text, title):
    body = tables.xlsx([[text]], ["=c"], title=title)

    sheet = load_workbook(io.BytesIO(body)).active
    assert all(cell.data_type != "f" for row in sheet for cell in row)
