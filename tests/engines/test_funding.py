"""What the rulebook says about funding: its rows decide, a day and an hour more or less turn the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glascampus.basics.money import Money
from glascampus.basics.reason import Reason
from glascampus.basics.rulebook import Row, Rulebook, shipped
from glascampus.basics.source import Source
from glascampus.engines.funding import Answer, Asked, funding

IN_MAY, IN_2026 = Rulebook(on=date(2027, 5, 3)), Rulebook(on=date(2026, 12, 7))
COURSE = Asked(minutes=32 * 60, days=4, price_cents=49_000, mandatory=False)
CHECKED = date(2027, 4, 1)


def answers(asked: Asked, book: Rulebook = IN_MAY) -> dict[str, Answer]:
    return {answer.instrument: answer for answer in funding(asked, book)}


def own(key: str, value: bool | int) -> Row:
    return Row(key, value, date(2027, 1, 1), Source("Büro"), "R", CHECKED)


def test_four_days_are_too_short_for_the_agency_and_the_way_out_is_said():
    said = answers(COURSE)["sgb3_82"]

    assert (said.verdict, said.reason) == ("no", Reason("fund_hours", have=32, need=120))
    assert said.change == Reason("fund_stack", need=120)


@pytest.mark.parametrize(("minutes", "verdict"), [(120 * 60, "no"), (120 * 60 + 1, "not_yet")])
def test_exactly_120_hours_are_not_enough(minutes, verdict):
    assert answers(replace(COURSE, minutes=minutes))["sgb3_82"].verdict == verdict


@pytest.mark.parametrize(
    ("minutes", "have"), [(450, Decimal("7.5")), (440, Decimal("7.33")), (119 * 60 + 59, Decimal("119.98")), (480, 8)]
)
def test_the_hours_are_the_true_ones_and_never_claim_a_whole_one_too_many(minutes, have):
    assert answers(replace(COURSE, minutes=minutes))["sgb3_82"].reason == Reason("fund_hours", have=have, need=120)


def test_enough_hours_still_wait_for_the_approval():
    said = answers(replace(COURSE, minutes=160 * 60))["sgb3_82"]

    assert (said.reason, said.change) == (Reason("fund_approval", have=160), Reason("fund_people", since=2, between=2))


@given(minutes=st.integers(0, 100_000), price=st.integers(0, 2_000_000))
def test_what_the_law_demands_anyway_is_never_paid_by_the_agency(minutes, price):
    said = answers(Asked(minutes=minutes, days=1, price_cents=price, mandatory=True))["sgb3_82"]

    assert (said.verdict, said.reason, said.change) == ("no", Reason("fund_mandatory"), None)


def test_the_grant_is_suspended_and_the_price_says_whether_waiting_helps():
    cheap, dear = answers(COURSE)["sab"], answers(replace(COURSE, price_cents=70_000))["sab"]

    assert (cheap.verdict, cheap.change) == (
        "no",
        Reason("fund_grant_again_price", need=Money(700_00), have=Money(490_00)),
    )
    assert (dear.verdict, dear.change) == (
        "not_yet",
        Reason("fund_grant_again", need=Money(700_00), have=Money(700_00)),
    )
    assert cheap.reason == dear.reason == Reason("fund_grant_suspended")


def test_a_row_of_the_office_opens_the_grant_without_code():
    book = Rulebook(on=date(2027, 5, 3), overrides=[own("sab.applications_open", value=True)])
    said = answers(replace(COURSE, price_cents=70_000), book)["sab"]

    assert (said.verdict, said.reason, said.change) == (
        "perhaps",
        Reason("fund_grant_open", share=50),
        Reason("fund_grant_first"),
    )
    assert answers(COURSE, book)["sab"].reason == Reason("fund_grant_price", need=Money(700_00), have=Money(490_00))


def test_paid_days_begin_with_2027():
    before, after = answers(COURSE, IN_2026)["qualifizierungszeit_sn"], answers(COURSE)["qualifizierungszeit_sn"]

    assert (before.verdict, before.reason) == ("not_yet", Reason("fund_leave_from", day=date(2027, 1, 1)))
    assert after.reason == Reason("fund_leave_days", paid=3, have=4, months=6)
    assert after.change == Reason("fund_leave_small", people=20, refund=Money(115_00))


def test_without_a_row_nothing_is_claimed():
    said = answers(COURSE, Rulebook(on=date(2027, 5, 3), shipped=[]))

    assert {(answer.verdict, answer.reason) for answer in said.values()} == {("unknown", Reason("fund_unknown"))}
    assert {answer.checked_on for answer in said.values()} == {None}


@given(
    minutes=st.integers(0, 100_000), days=st.integers(1, 60), price=st.integers(0, 2_000_000), mandatory=st.booleans()
)
def test_nothing_is_ever_promised_and_every_answer_says_where_it_was_read(minutes, days, price, mandatory):
    said = funding(Asked(minutes, days, price, mandatory), IN_MAY)

    assert {answer.verdict for answer in said} <= {"no", "not_yet", "perhaps"}
    assert all(answer.rows and answer.checked_on and answer.source for answer in said)


def test_the_oldest_look_counts():
    book = Rulebook(on=date(2027, 5, 3), overrides=[own("sab.applications_open", value=False)])
    shipped_on = min(row.checked_on for row in shipped() if row.key == "sab.min_course_cents")

    assert answers(COURSE, book)["sab"].checked_on == shipped_on
