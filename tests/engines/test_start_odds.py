"""How sure a start is, in figures that were true somewhere."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as some

from glascampus.engines.start_odds import COVERAGE, counts, start_odds

chances = some.lists(some.floats(0, 1), max_size=30)


def test_cham_2013_was_no_start_to_count_on():
    """19 were registered, nobody asked them, 12 came, 15 were needed."""
    odds = start_odds([0.63] * 19, need=15)
    assert (round(odds.expected), odds.low, odds.high, round(odds.reached, 2)) == (12, 9, 15, 0.11)


def test_cham_2014_was_secured_by_asking():
    """23 were registered, each was asked, at least 15 confirmed."""
    odds = start_odds([0.95] * 15 + [0.63] * 8, need=15)
    assert (odds.low >= 15, round(odds.reached, 2)) == (True, 1.0)


def test_equal_chances_give_the_binomial_distribution():
    """Source: closed form, n over k times p to the k times (1-p) to the n-k."""
    closed = [math.comb(7, k) * 0.3**k * 0.7 ** (7 - k) for k in range(8)]
    assert counts([0.3] * 7) == pytest.approx(closed, abs=1e-15)


@given(chances)
def test_the_distribution_adds_up_and_has_the_right_mean(given_chances):
    each = counts(given_chances)
    assert math.isclose(sum(each), 1, abs_tol=1e-9)
    assert math.isclose(sum(n * p for n, p in enumerate(each)), sum(given_chances), abs_tol=1e-7)


@given(chances, some.integers(0, 35))
def test_the_interval_covers_what_it_says(given_chances, need):
    odds = start_odds(given_chances, need=need)
    each = counts(given_chances)
    assert 0 <= odds.low <= odds.high <= len(given_chances)
    assert sum(each[odds.low : odds.high + 1]) >= COVERAGE - 1e-9
    assert 0 <= odds.reached <= 1


@given(chances, some.floats(0, 1))
def test_one_more_person_never_makes_it_less_sure(given_chances, one):
    need = len(given_chances) // 2
    assert start_odds([*given_chances, one], need=need).reached >= start_odds(given_chances, need=need).reached - 1e-9


def test_who_surely_comes_and_surely_stays_away():
    odds = start_odds([1.0, 1.0, 0.0], need=2)
    assert (odds.expected, odds.low, odds.high, odds.reached) == (2.0, 2, 2, 1.0)


def test_nobody_is_no_start():
    assert start_odds([], need=1).reached == 0.0


@pytest.mark.parametrize("wrong", [-0.1, 1.1, float("nan")])
def test_a_chance_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match="between 0 and 1"):
        counts([0.5, wrong])
