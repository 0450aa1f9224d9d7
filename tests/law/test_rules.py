"""Fees, periods and time limits are arithmetic; here it is checked by hand and by chance."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glascampus.basics.reason import Reason
from glascampus.basics.rulebook import Rulebook, shipped
from glascampus.commons.legal.rules import RuleNotKept, ended_before, read_value
from glascampus.commons.roll.rules import Keep
from glascampus.stations.bookings.rules import (
    FREE_UNTIL_START,
    FeeDue,
    FeeStep,
    ScaleWrong,
    codes_in,
    fee_due,
    same_words,
    scale_of,
    tax_code,
    tax_reason,
    withdrawable_until,
)

SCALE = scale_of([FeeStep(3, 50), FeeStep(14, 0)])


@pytest.mark.parametrize(
    ("left", "cents"), [(30, 0), (14, 0), (13, 24_500), (3, 24_500), (2, 49_000), (0, 49_000), (-1, 49_000)]
)
def test_the_fee_follows_the_days_that_are_left(left, cents):
    assert fee_due(49_000, SCALE, left).cents == cents


def test_where_nothing_is_set_cancelling_is_free_until_the_run_begins():
    assert fee_due(49_000, FREE_UNTIL_START, 0) == FeeDue(0, 0, 0)


def test_half_a_cent_is_left_to_whoever_cancels():
    assert fee_due(999, SCALE, 5).cents == 499


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [FeeStep(14, 50), FeeStep(3, 20)],
        [FeeStep(3, 0), FeeStep(3, 10)],
        [FeeStep(3, 101)],
        [FeeStep(-1, 0)],
        [FeeStep(3, -1)],
    ],
)
def test_a_scale_that_makes_no_sense_is_refused(steps):
    with pytest.raises(ScaleWrong):
        scale_of(steps)


@given(
    price=st.integers(0, 10**9),
    days=st.lists(st.integers(0, 400), min_size=1, max_size=4, unique=True),
    percents=st.lists(st.integers(0, 100), min_size=4, max_size=4),
    left=st.integers(-5, 500),
)
def test_cancelling_later_never_costs_less_and_never_more_than_the_price(price, days, percents, left):
    steps = scale_of([FeeStep(d, p) for d, p in zip(sorted(days, reverse=True), sorted(percents), strict=False)])
    now, later = fee_due(price, steps, left).cents, fee_due(price, steps, left - 1).cents
    assert 0 <= now <= later <= price


@pytest.mark.parametrize(
    ("agreed", "last"),
    [
        (date(2027, 3, 1), date(2027, 3, 15)),  # Monday to Monday
        (date(2027, 3, 6), date(2027, 3, 22)),  # the 20th is a Saturday
        (date(2027, 3, 7), date(2027, 3, 22)),  # the 21st is a Sunday
        (date(2027, 12, 20), date(2028, 1, 3)),
    ],
)
def test_a_period_that_ends_on_a_weekend_ends_on_monday(agreed, last):
    assert withdrawable_until(agreed_on=agreed, days=14) == last


def test_who_was_not_told_has_a_year_longer():
    assert withdrawable_until(agreed_on=date(2027, 3, 1), days=14, months_uninformed=12) == date(2028, 3, 15)
    assert withdrawable_until(agreed_on=date(2028, 2, 29), days=14, months_uninformed=12) == date(2029, 3, 14)


@given(agreed=st.dates(date(2000, 1, 1), date(2100, 1, 1)), months=st.integers(0, 24))
def test_a_period_is_never_shorter_than_the_law_says_and_never_ends_on_a_weekend(agreed, months):
    last = withdrawable_until(agreed_on=agreed, days=14, months_uninformed=months)
    assert (last - agreed).days >= 14
    assert last.isoweekday() <= 5


def test_codes_are_found_among_words():
    assert codes_in("Buchung 0123456789ABCDEF, Kurs Glas") == ["0123456789abcdef"]
    assert codes_in("0123456789abcdef0") == codes_in("١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦") == []


def test_names_are_the_same_whatever_their_case_and_spaces():
    assert same_words(" Ada  MUSTER", "ada muster")
    assert not same_words("", " ")
    assert not same_words("Ada Muster", "Ada Mustermann")


def test_the_tax_of_a_booking_is_a_code_with_its_sentence():
    assert tax_reason(tax_code("ustg_4_21", 19)) == Reason("tax_exempt_4_21")
    assert tax_reason(tax_code("included", 19)) == Reason("tax_included", percent=19)
    assert tax_reason("") is None


BOOK = Rulebook(on=date(2027, 3, 1))
AT = datetime(2027, 3, 1, 8, tzinfo=UTC)


def test_days_count_back_from_midnight_on_the_campus():
    keep = Keep("x.X", "x", 30)
    assert ended_before(keep, BOOK, AT) == datetime(2027, 1, 29, 23, tzinfo=UTC)


def test_years_count_from_the_end_of_the_calendar_year():
    keep = Keep("x.X", "x", None, rule="retention.bookings_years")
    assert ended_before(keep, BOOK, AT) == datetime(2018, 12, 31, 23, tzinfo=UTC)


def test_a_rule_of_the_office_changes_the_limit():
    own = next(row for row in shipped() if row.key == "retention.mails_days")
    longer = type(own)(own.key, 10, date(2027, 1, 1), own.source, "K", date(2027, 1, 1))
    keep = Keep("x.X", "x", None, rule="retention.mails_days")
    assert ended_before(keep, Rulebook(on=date(2027, 3, 1), overrides=[longer]), AT) == datetime(
        2027, 2, 18, 23, tzinfo=UTC
    )


def test_without_a_limit_nothing_is_past():
    assert ended_before(Keep("x.X", "x", None), BOOK, AT) is None


@pytest.mark.parametrize(
    ("typed", "like", "value"),
    [
        ("ja", False, True),
        ("no", True, False),
        (" 14 ", 7, 14),
        ("2027-01-31", date(2027, 1, 1), date(2027, 1, 31)),
        ("a, b", ("x",), ("a", "b")),
        ("x", "y", "x"),
    ],
)
def test_a_value_is_read_as_the_shipped_one_is_written(typed, like, value):
    assert read_value(typed, like) == value


@pytest.mark.parametrize(
    ("typed", "like"),
    [("vielleicht", True), ("-1", 7), ("1e3", 7), ("9" * 20, 7), ("²", 7), ("gestern", date(2027, 1, 1))],
)
def test_a_value_of_another_kind_is_refused(typed, like):
    with pytest.raises(RuleNotKept):
        read_value(typed, like)
