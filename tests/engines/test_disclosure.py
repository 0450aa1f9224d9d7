"""No hidden number can be computed: proved by listing every table that fits what was published."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glascampus.engines.disclosure import Profile, Protected, protect, protect_for, protect_one, protect_views

small_tables = st.lists(st.integers(0, 7), max_size=4)


def words(published: Protected) -> list[str]:
    return [str(cell) for cell in published]


def fits(published: Protected, table: tuple[int, ...]) -> bool:
    """What a reader knows who knows the rule: "<3" is 1 or 2, an empty cell is 3 or more, the total."""
    for cell, count in zip(published, table, strict=True):
        if cell.kind == "exact" and count != cell.value:
            return False
        if cell.kind == "below" and not 0 < count < cell.threshold:
            return False
        if cell.kind == "hidden" and count < cell.threshold:
            return False
    return published.total is None or published.total.value is None or sum(table) == published.total.value


@settings(max_examples=150)
@given(table=small_tables, threshold=st.integers(3, 4))
def test_every_hidden_cell_keeps_two_possible_values(table: list[int], threshold: int) -> None:
    published = protect(table, threshold=threshold)
    ranges = [[c.value] if c.kind == "exact" else range(sum(table) + 6) for c in published]
    consistent = [t for t in product(*ranges) if fits(published, t)]  # type: ignore[arg-type]

    assert tuple(table) in consistent
    for index, cell in enumerate(published):
        if cell.kind != "exact":
            assert len({t[index] for t in consistent}) >= 2


@given(table=small_tables)
def test_no_small_count_is_shown_and_every_shown_value_is_true(table: list[int]) -> None:
    for count, cell in zip(table, protect(table), strict=True):
        assert cell.value in (None, count)
        assert (cell.kind == "below") == (0 < count < 3)
        if count == 0:
            assert cell.value == 0


@settings(max_examples=60)
@given(st.lists(st.integers(0, 6).flatmap(lambda w: st.tuples(st.just(w), st.integers(0, w))), min_size=1, max_size=2))
def test_two_views_leave_two_values_to_every_hidden_cell_even_if_the_rule_is_known(
    pairs: list[tuple[int, int]],
) -> None:
    whole, part = zip(*pairs, strict=True)
    outer, inner = protect_views(whole, part)

    consistent_wholes = [w for w in product(range(14), repeat=len(whole)) if fits(outer, w)]
    candidates = [
        (w, p)
        for w in consistent_wholes
        for p in product(*(range(n + 1) for n in w))
        if all(
            (c.value == n) if c.kind == "exact" else (n > 0 and not _shows(o.value, n))
            for o, c, n in zip(outer, inner, p, strict=True)
        )
    ]

    assert (whole, part) in candidates
    for index, (o, c) in enumerate(zip(outer, inner, strict=True)):
        if o.kind != "exact":
            assert len({w[index] for w, _ in candidates}) >= 2
        if c.kind != "exact":
            assert len({p[index] for _, p in candidates}) >= 2
            assert inner.total is not None
            assert inner.total.kind == "hidden"


def _shows(whole: int | None, part: int) -> bool:
    return whole is not None and part >= 3 and (whole == part or whole - part >= 3)


def test_one_small_cell_takes_the_smallest_other_with_it() -> None:
    assert words(protect([1, 9, 5, 0])) == ["<3", "9", "", "0"]


def test_two_ones_beside_their_total_would_be_read_so_a_third_is_hidden() -> None:
    assert words(protect([1, 1, 8])) == ["<3", "<3", ""]


def test_a_one_and_a_two_hide_each_other() -> None:
    assert words(protect([1, 2, 8])) == ["<3", "<3", "8"]


def test_where_nothing_helps_the_total_is_hidden() -> None:
    published = protect([1, 1])

    assert words(published) == ["<3", "<3"]
    assert str(published.total) == ""


def test_without_a_total_nothing_more_is_hidden() -> None:
    assert words(protect([1, 9, 0], total_shown=False)) == ["<3", "9", "0"]


def test_the_office_sees_every_number_and_the_public_does_not() -> None:
    assert words(protect_for(Profile.OFFICE, [1, 9])) == ["1", "9"]
    assert words(protect_for(Profile.PUBLIC, [1, 9])) == ["<3", ""]
    assert words(protect_for(Profile.PARTNER, [1, 9])) == ["<3", ""]


def test_a_single_count() -> None:
    assert [str(protect_one(n)) for n in (0, 1, 2, 3)] == ["0", "<3", "<3", "3"]


def test_a_difference_below_the_threshold_is_not_published() -> None:
    outer, inner = protect_views([9, 9, 4], [9, 8, 0])

    assert words(outer) == ["9", "9", "4"]
    assert words(inner) == ["9", "", "0"]


@pytest.mark.parametrize("threshold", [0, 1, 2])
def test_a_threshold_below_three_is_refused(threshold: int) -> None:
    with pytest.raises(ValueError, match="threshold"):
        protect([1], threshold=threshold)


def test_negative_counts_and_impossible_parts_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        protect([-1])
    with pytest.raises(ValueError, match="part"):
        protect_views([1], [2])
