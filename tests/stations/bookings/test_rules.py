"""What holds for bookings, as plain values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from glascampus.basics.reason import Reason
from glascampus.stations.bookings.rules import (
    OFFER_LASTS,
    Given,
    next_to_offer,
    offer_until,
    person_of,
    way_to_minimum,
    who,
)

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis adds the zone
GROUPS = st.lists(st.tuples(st.integers(1, 99), st.integers(1, 9)), max_size=8)


def test_only_the_firm_count_towards_the_minimum():
    assert way_to_minimum(binding=12, reserved=7, minimum=15) == Reason("minimum_open", have=12, need=15, reserved=7)
    assert way_to_minimum(binding=15, reserved=0, minimum=15) == Reason("minimum_reached", have=15, need=15)


@given(MOMENTS, MOMENTS, MOMENTS)
def test_an_offer_never_lasts_longer_than_two_days_nor_past_the_beginning(now, closes_at, starts_at):
    until = offer_until(now=now, closes_at=min(closes_at, starts_at), starts_at=starts_at)
    assert now <= until <= now + OFFER_LASTS
    assert until <= max(starts_at, now)


@given(st.integers(0, 12), GROUPS)
def test_the_first_group_that_fits_whole_moves_up(free, groups):
    chosen = next_to_offer(free, groups)
    fitting = [booking for booking, size in groups if size <= free]
    assert chosen == (fitting[0] if fitting else None)


def test_the_same_person_is_the_same_mailbox_or_the_same_name_in_the_same_firm():
    assert who(Given("Ada", "Muster", "ada@example.org"), "A") == who(Given("A.", "M.", " ADA@example.org "), "B")
    assert who(Given("Ada", "Muster"), "Nord GmbH") == who(Given("ada ", "MUSTER"), "nord gmbh")
    assert who(Given("Ada", "Muster"), "Nord GmbH") != who(Given("Ada", "Muster"), "Süd GmbH")


def test_a_line_is_read_as_a_person():
    assert person_of(" Ada  Maria Muster , Ada@Example.org") == Given("Ada Maria", "Muster", "ada@example.org")
    assert person_of("Ada") == Given("Ada", "", "")


def test_a_deadline_in_the_past_gives_no_time():
    now = datetime(2027, 3, 1, tzinfo=UTC)
    assert offer_until(now=now, closes_at=now - timedelta(days=2), starts_at=now - timedelta(days=1)) == now
