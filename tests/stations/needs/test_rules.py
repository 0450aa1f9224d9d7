"""How strong a need is, and what the public may see of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glascampus.stations.needs.rules import (
    Found,
    Said,
    Stage,
    Strength,
    day_of,
    is_overdue,
    plain,
    public_strength,
    slug_of,
    split_fits,
    stage_of,
    strength_of,
)
from tests.build.commons import NOW

SAID = st.lists(st.builds(Said, st.sampled_from(["", "a", "b", "c", "d", "e"]), st.integers(1, 50)), max_size=8)
FOUND = st.lists(
    st.builds(
        Found,
        st.sampled_from(["interview", "survey", "study"]),
        st.none() | st.integers(0, 6),
        st.none() | st.integers(0, 50),
    ),
    max_size=4,
)


def test_a_firm_that_said_it_twice_counts_once() -> None:
    said = [Said("nord", 2), Said("nord", 3), Said("", 1)]

    strength = strength_of(said, [Found("interview", firms=4), Found("survey", people=20)])

    assert strength == Strength(firms=5, interviews=1, surveys=1, people=26)


def test_more_firms_weigh_more_than_more_people() -> None:
    assert Strength(firms=2, people=500) < Strength(firms=3, people=3)


@given(SAID, FOUND)
def test_another_statement_never_makes_a_topic_weaker(said: list[Said], found: list[Found]) -> None:
    stronger = strength_of([*said, Said("z", 1)], found)

    assert strength_of(said, found) < stronger


@given(SAID, FOUND)
def test_the_order_of_what_was_said_does_not_matter(said: list[Said], found: list[Found]) -> None:
    assert strength_of(said, found) == strength_of(said[::-1], found[::-1])


@given(SAID, FOUND)
def test_no_published_number_depends_on_a_small_one(said: list[Said], found: list[Found]) -> None:
    """Whoever knows every published figure knows no more with one firm in a source than with two."""
    one = public_strength([*said], [*found, Found("interview", firms=1, people=3)])
    two = public_strength([*said], [*found, Found("interview", firms=2, people=9)])

    assert one == two


@given(SAID, FOUND)
def test_the_public_never_sees_more_than_there_is(said: list[Said], found: list[Found]) -> None:
    public, whole = public_strength(said, found), strength_of(said, found)

    assert public.strength.firms <= whole.firms
    assert public.strength.people <= whole.people
    assert public.firms.value is None or public.firms.value == 0 or public.firms.value >= 3
    assert (public.firms.value == whole.firms) or public.at_least or public.firms.kind != "exact"


@pytest.mark.parametrize(
    ("count", "kind", "value"),
    [(0, "exact", 0), (1, "below", None), (2, "below", None), (3, "exact", 3), (7, "exact", 7)],
)
def test_fewer_than_three_firms_are_never_shown(count: int, kind: str, value: int | None) -> None:
    shown = public_strength([Said(str(n), 4) for n in range(count)], [])

    assert (shown.firms.kind, shown.firms.value) == (kind, value)
    assert shown.strength.people == (4 * count if count >= 3 else 0)


def test_two_small_sources_do_not_give_their_sum_away() -> None:
    shown = public_strength([Said("a", 1)], [Found("interview", firms=1)])

    assert (shown.firms.kind, str(shown.firms), shown.strength.firms) == ("hidden", "", 0)


def test_a_small_source_beside_a_large_one_is_left_out() -> None:
    shown = public_strength([Said("a", 1)], [Found("interview", firms=5)])

    assert (shown.firms.value, shown.at_least) == (5, True)


@pytest.mark.parametrize(
    ("confirmed", "joined", "split", "stage"),
    [
        (False, False, False, Stage.STATED),
        (True, False, False, Stage.CONFIRMED),
        (True, True, False, Stage.JOINED),
        (True, False, True, Stage.SPLIT),
    ],
)
def test_how_far_a_statement_has_come(confirmed: bool, joined: bool, split: bool, stage: Stage) -> None:
    assert stage_of(confirmed=confirmed, joined=joined, split=split) is stage


def test_after_thirty_days_an_answer_is_overdue() -> None:
    assert not is_overdue(NOW - timedelta(days=30), False, NOW)
    assert is_overdue(NOW - timedelta(days=30, seconds=1), False, NOW)
    assert not is_overdue(NOW - timedelta(days=300), True, NOW)


@pytest.mark.parametrize(
    ("people", "parts", "fits"), [(6, [2, 4], True), (6, [6], False), (6, [6, 0], False), (6, [3, 4], False)]
)
def test_a_split_loses_nobody(people: int, parts: list[int], fits: bool) -> None:
    assert split_fits(people, parts) is fits


def test_names_count_once_whatever_their_case_and_space() -> None:
    assert plain("  Glaswerk  NORD gmbh ") == plain("Glaswerk Nord GmbH")


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Glas prüfen & messen", "glas-pruefen-messen"), ("Größe", "groesse"), ("🙂", "thema"), ("a" * 200, "a" * 70)],
)
def test_a_title_becomes_an_address(title: str, slug: str) -> None:
    assert slug_of(title) == slug


@pytest.mark.parametrize(
    ("dated", "day"),
    [
        ("2027", date(2027, 1, 1)), ("2027-03", date(2027, 3, 1)), ("2027-03-15", date(2027, 3, 15)),
        ("2027-13", None), ("2027-02-30", None), ("März", None), ("", None), ("2027-03-15-01", None),
    ],
)  # fmt: skip
def test_a_date_is_a_year_a_month_or_a_day(dated: str, day: date | None) -> None:
    assert day_of(dated) == day
