"""The rulebook answers with exactly one row per key and day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glascampus.basics.rulebook import Row, Rulebook, RulebookFaulty, RuleMissing, read_rows, shipped, stale
from glascampus.basics.source import Source

days = st.dates(date(2024, 1, 1), date(2035, 12, 31))
keys = st.sampled_from(sorted({row.key for row in shipped()}))
SHARED = '[shared]\nvalid_from = 2025-01-01\nmark = "R"\nchecked_on = 2026-11-01\nsource = { title = "a", url = "" }\n'


def own(key: str, value: int, first: date, last: date | None = None) -> Row:
    return Row(key, value, first, Source("Büro"), "K", first, last)


@given(key=keys, on=days)
def test_exactly_one_row_holds_per_key_and_day_or_the_missing_one_is_named(key: str, on: date) -> None:
    holding = [row for row in shipped() if row.key == key and row.holds(on)]

    assert len(holding) <= 1
    if holding:
        assert Rulebook(on=on).row(key) == holding[0]
    else:
        with pytest.raises(RuleMissing, match=f"{key}.*{on.isoformat()}"):
            Rulebook(on=on).row(key)


@given(lengths=st.lists(st.integers(1, 400), min_size=1, max_size=6), offset=st.integers(0, 2500))
def test_rows_laid_end_to_end_cover_every_day_once(lengths: list[int], offset: int) -> None:
    first, rows = date(2025, 1, 1), []
    for number, length in enumerate(lengths):
        last = first + timedelta(days=length - 1)
        rows.append(own("x.days", number, first, last))
        first = last + timedelta(days=1)
    on = date(2025, 1, 1) + timedelta(days=offset % sum(lengths))

    assert [row.value for row in rows if row.holds(on)] == [Rulebook(on=on, shipped=rows).value("x.days")]


@pytest.mark.parametrize(
    ("on", "key", "value"),
    [
        (date(2026, 11, 23), "sgb3_82.min_hours_exclusive", 120),
        (date(2027, 1, 1), "qualifizierungszeit_sn.paid_days_per_year", 3),
        (date(2026, 11, 23), "fernusg.separated_share_above_percent", 50),
        (date(2026, 6, 18), "consumers.withdrawal_button_required", False),
        (date(2026, 6, 19), "consumers.withdrawal_button_required", True),
        (date(2027, 12, 31), "vat.old_practice_tolerated", True),
        (date(2028, 1, 1), "vat.old_practice_tolerated", False),
        (date(2026, 11, 23), "credentials.min_attendance_percent", 75),
        (date(2026, 12, 31), "sgb4_127.fee_contracts_protected", True),
        (date(2027, 1, 1), "sgb4_127.fee_contracts_protected", False),
    ],
)
def test_the_shipped_edition_says(on: date, key: str, value: object) -> None:
    assert Rulebook(on=on).value(key) == value


def test_paid_days_in_saxony_do_not_exist_before_2027() -> None:
    with pytest.raises(RuleMissing, match="2026-12-31"):
        Rulebook(on=date(2026, 12, 31)).whole("qualifizierungszeit_sn.paid_days_per_year")


def test_a_micro_credential_has_eleven_mandatory_items() -> None:
    assert len(set(Rulebook(on=date(2026, 11, 23)).items("microcredential.mandatory_items"))) == 11


def test_the_offices_row_wins_from_its_date() -> None:
    key, ours = "credentials.min_attendance_percent", own("credentials.min_attendance_percent", 80, date(2027, 1, 1))

    assert Rulebook(on=date(2026, 12, 31), overrides=[ours]).whole(key) == 75
    assert Rulebook(on=date(2027, 1, 1), overrides=[ours]).whole(key) == 80


def test_overlapping_rows_are_refused() -> None:
    with pytest.raises(RulebookFaulty, match="2025-06-30"):
        Rulebook(
            on=date(2025, 1, 1),
            overrides=[own("x.days", 1, date(2025, 1, 1), date(2025, 6, 30)), own("x.days", 2, date(2025, 6, 30))],
        )


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ('key = "a.days"\nvalue = 1\ncolour = "red"', "unknown field colour"),
        ('key = "a.days"', "value is missing"),
        ('key = "a.days"\nvalue = 1.5', "whole number"),
        ('key = "a.much"\nvalue = 1', "unit"),
        ('key = "a.days"\nvalue = 1\nmark = "?"', "mark"),
        ('key = "a.days"\nvalue = 1\nvalid_from = "soon"', "no date"),
        ('key = "a.days"\nvalue = 1\nvalid_to = 2024-01-01', "ends before"),
        ('key = "a.days"\nvalue = 1\nsource = { url = "x" }', "source"),
        ("key = ", "rulebook:"),
    ],
)
def test_a_faulty_row_is_refused_with_its_reason(row: str, says: str) -> None:
    with pytest.raises(RulebookFaulty, match=says):
        list(read_rows(f"{SHARED}[[row]]\n{row}\n"))


def test_a_row_not_checked_for_two_years_is_stale_unless_it_has_ended() -> None:
    checked = date(2024, 11, 23)
    open_row, ended = own("a.days", 1, checked), own("b.days", 1, checked, date(2025, 1, 1))

    assert stale(date(2026, 11, 23), [open_row, ended]) == []
    assert stale(date(2026, 11, 24), [open_row, ended]) == [open_row]


def test_every_shipped_row_names_its_source() -> None:
    assert all(row.source.title for row in shipped())


def test_a_value_of_the_wrong_kind_is_named() -> None:
    book = Rulebook(on=date(2026, 11, 23))

    for ask, key in [
        (book.whole, "vat.on_demand_taxable"),
        (book.holds, "consumers.withdrawal_days"),
        (book.text, "consumers.withdrawal_days"),
        (book.items, "consumers.withdrawal_days"),
    ]:
        with pytest.raises(TypeError, match=key):
            ask(key)
