"""Shares, firms that were answered, quarters."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from glascampus.stations.impact import words
from glascampus.stations.impact.rules import SPECS, Asked, answered, firms_by_topic, quarters, share_percent

AT = datetime(2027, 1, 1, tzinfo=UTC)
moments = st.datetimes(
    datetime(2025, 1, 1),  # noqa: DTZ001  hypothesis adds the zone
    datetime(2030, 1, 1),  # noqa: DTZ001  hypothesis adds the zone
    timezones=st.just(UTC),
)
asked = st.lists(st.builds(Asked, st.sampled_from(["", "a", "b", "c"]), st.none() | st.integers(1, 3), moments))


def test_nothing_of_nothing_is_no_share():
    assert [share_percent(0, 0), share_percent(0, 4), share_percent(1, 3), share_percent(2, 3)] == [None, 0, 33, 67]


@given(st.integers(0, 999), st.integers(1, 999))
def test_a_share_lies_between_none_and_all(part, more):
    assert 0 <= share_percent(part, part + more) <= 100


def test_a_run_before_the_need_was_stated_is_no_answer_to_it():
    said = [
        Asked("early", 1, AT),
        Asked("late", 1, AT + timedelta(days=20)),
        Asked("none", 2, AT),
        Asked("open", None, AT),
    ]
    assert [one.firm for one in answered(said, {1: [AT + timedelta(days=10)]})] == ["early"]


@given(asked, st.dictionaries(st.integers(1, 3), st.lists(moments, max_size=3)))
def test_no_more_firms_are_answered_than_asked(said, taught):
    whole, part = firms_by_topic(said), firms_by_topic(answered(said, taught))
    assert all(part[topic] <= whole[topic] for topic in part)


def test_a_run_on_new_years_eve_in_utc_may_begin_in_the_new_year_in_torgau():
    rows = quarters([(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), 8, 6), (datetime(2026, 11, 1, tzinfo=UTC), 4, 4)])
    assert [(q.year, q.quarter, q.booked, q.attended) for q in rows] == [(2026, 4, 4, 4), (2027, 1, 8, 6)]
    assert (rows[1].booked_width, rows[1].attended_width) == ("100.0%", "75.0%")


@given(st.lists(st.tuples(moments, st.integers(0, 50), st.integers(0, 50)), max_size=40))
def test_quarters_lose_nobody_while_they_are_few(runs):
    rows = quarters(runs, most=100)
    assert sum(q.booked for q in rows) == sum(booked for _, booked, _ in runs)
    assert [(q.year, q.quarter) for q in rows] == sorted({(q.year, q.quarter) for q in rows})


def test_every_figure_has_a_name_and_a_definition():
    codes = {spec.code for spec in SPECS}
    assert codes == set(words.LABELS) == set(words.DEFINITIONS)
