"""What holds for bookings, as plain values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glascampus.basics.reason import Reason
from glascampus.stations.bookings.rules import (
    FITS,
    IN_PART,
    OFFER_LASTS,
    TOO_LARGE,
    Given,
    Group,
    Turn,
    offer_until,
    person_of,
    sits,
    turns,
    way_to_minimum,
    who,
)

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis adds the zone
GROUPS = st.lists(
    st.builds(Group, st.integers(1, 99), st.integers(1, 9), st.booleans()), max_size=8, unique_by=lambda g: g.booking
)


def test_only_the_firm_count_towards_the_minimum():
    assert way_to_minimum(binding=12, reserved=7, minimum=15) == Reason("minimum_open", have=12, need=15, reserved=7)
    assert way_to_minimum(binding=15, reserved=0, minimum=15) == Reason("minimum_reached", have=15, need=15)


@given(MOMENTS, MOMENTS, MOMENTS)
def test_an_offer_never_lasts_longer_than_two_days_nor_past_the_beginning(now, closes_at, starts_at):
    until = offer_until(now=now, closes_at=min(closes_at, starts_at), starts_at=starts_at)
    assert now <= until <= now + OFFER_LASTS
    assert until <= max(starts_at, now)


def test_a_group_stays_together_unless_it_said_otherwise():
    line = [Group(7, 3), Group(8, 1), Group(9, 4, split=True), Group(10, 1)]
    assert turns(3, line) == [Turn(7, 3, 3, 3, FITS)]
    assert turns(2, line) == [Turn(7, 2, 3, 0, TOO_LARGE), Turn(8, 2, 1, 1, FITS), Turn(9, 1, 4, 1, IN_PART)]
    assert (turns(0, line), turns(2, [])) == ([], [])


@given(st.integers(0, 12), GROUPS)
def test_along_the_line_nobody_is_skipped_who_fitted(free, groups):
    found = turns(free, groups)
    assert [turn.booking for turn in found] == [group.booking for group in groups][: len(found)]
    left = free
    for turn, group in zip(found, groups, strict=False):
        assert (turn.free, turn.wants) == (left, group.size)
        assert turn.gets == (group.size if group.size <= left else left * group.split)
        left -= turn.gets
    assert 0 <= left <= free
    assert len(found) == len(groups) or left == 0


@given(st.integers(1, 50), st.integers(-3, 60), st.booleans())
def test_who_sits_at_once_is_all_none_or_those_who_fit(wanted, free, split):
    assert sits(wanted, free, split=split) == (min(wanted, max(free, 0)) if split or wanted <= free else 0)


def test_the_same_person_is_the_same_mailbox_or_the_same_name_in_the_same_firm():
    assert who(Given("Ada", "Muster", "ada@example.org"), "A") == who(Given("A.", "M.", " ADA@example.org "), "B")
    assert who(Given("Ada", "Muster"), "Nord GmbH") == who(Given("ada ", "MUSTER"), "nord gmbh")
    assert who(Given("Ada", "Muster"), "Nord GmbH") != who(Given("Ada", "Muster"), "Süd GmbH")


def test_a_line_is_read_as_a_person():
    assert person_of(" Ada  Maria Muster , Ada@Example.org") == Given("Ada Maria", "Muster", "ada@example.org")
    assert person_of("Ada") == Given("Ada", "", "")


@pytest.mark.parametrize("line", [
    "Muster, Ada", "Muster, Ada, ada@example.org", "Muster, Ada; ada@example.org", "Ada Muster <ada@example.org>",
    "Ada Muster; ada@example.org", "Ada Muster ada@example.org",
])  # fmt: skip
def test_a_line_is_read_as_lists_of_companies_write_it(line):
    assert person_of(line) == Given("Ada", "Muster", "ada@example.org" if "@" in line else "")


@pytest.mark.parametrize("typed", ["ada.example.org", "ada(at)example.org", "0172 12345"])
def test_what_is_no_name_behind_a_comma_was_meant_as_the_address(typed):
    assert person_of(f"Ada Muster, {typed}") == Given("Ada", "Muster", typed)


def test_a_deadline_in_the_past_gives_no_time():
    now = datetime(2027, 3, 1, tzinfo=UTC)
    assert offer_until(now=now, closes_at=now - timedelta(days=2), starts_at=now - timedelta(days=1)) == now
