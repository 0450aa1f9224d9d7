"""Times, states, seats, codes and filters."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glascampus.basics.reason import Reason
from glascampus.stations.courses import rules
from glascampus.stations.courses.rules import (
    Filter,
    RunRefused,
    filter_of,
    may_become,
    overlap,
    propose_code,
    seats,
    timetable,
)

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTES = st.integers(0, 500)
SPANS = st.lists(st.tuples(MINUTES, st.integers(1, 100)), max_size=8).map(
    lambda pairs: [(NOW + timedelta(minutes=a), NOW + timedelta(minutes=a + n)) for a, n in pairs]
)


@given(SPANS)
def test_spans_overlap_exactly_when_two_share_a_minute(spans):
    """Against counting every minute of every span."""
    minutes = [
        start + timedelta(minutes=n) for start, end in spans for n in range(int((end - start).total_seconds() // 60))
    ]
    assert overlap(spans) is (len(minutes) != len(set(minutes)))


@given(SPANS)
def test_a_run_is_as_long_as_its_sessions(spans):
    times = timetable(spans)
    assert times.minutes == sum((end - start).total_seconds() // 60 for start, end in spans)
    assert (times.starts_at is None) is (not spans)
    assert all(times.starts_at <= start < end <= times.ends_at for start, end in spans)


def test_booking_ends_before_the_run_begins():
    rules.check_times([(NOW, NOW + HOUR)], NOW)
    with pytest.raises(RunRefused):
        rules.check_times([(NOW, NOW + HOUR)], NOW + HOUR)
    with pytest.raises(RunRefused):
        rules.check_times([(NOW, NOW)], NOW - HOUR)


def test_nothing_follows_cancelled_or_done():
    states = list(rules.NEXT_STATES)
    assert not any(may_become(ended, other) for ended in ("cancelled", "done") for other in states)
    assert may_become("planned", "open")
    assert may_become("open", "done")
    assert not may_become("planned", "confirmed")
    assert not may_become("confirmed", "planned")


@pytest.mark.parametrize(
    ("state", "free", "closes", "code"),
    [
        ("open", 5, 1, Reason("seats_free", free=5)), ("open", 1, 1, Reason("seats_one")), ("open", 0, 1, Reason("seats_waiting")),
        ("open", 0, -1, Reason("seats_none")), ("open", 5, -1, Reason("run_closed")), ("open", 5, 0, Reason("run_closed")),
        ("confirmed", 2, 1, Reason("seats_free", free=2)), ("cancelled", 2, 1, Reason("run_cancelled")),
        ("done", 2, 1, Reason("run_done")), ("planned", 2, 1, Reason("run_planned")),
    ],
)  # fmt: skip
def test_seats_are_told_as_a_reader_wants_to_hear_it(state, free, closes, code):
    assert seats(state=state, free=free, closes_at=NOW + closes * HOUR, now=NOW) == code


def test_machines_are_told_one_of_six_states():
    def told(state="open", free=1, closes=1, starts=2):
        at = {"closes_at": NOW + closes * HOUR, "starts_at": NOW + starts * HOUR}
        return rules.public_state(state=state, free=free, now=NOW, **at)

    assert [told(), told(free=0), told(closes=-1), told(closes=-2, starts=-1), told("done"), told("cancelled")] == [
        "open", "full", "closed", "running", "done", "cancelled",
    ]  # fmt: skip


def test_codes_are_short_and_nobody_has_them_yet():
    known = {"glas-2027-03-a", "glas-2027-03-b"}
    assert propose_code("glas", date(2027, 3, 9), known) == "glas-2027-03-c"
    assert propose_code("von-der-schmelze-zum-produkt", date(2027, 3, 9), ()) == "von-der-schmelze-2027-03-a"


@given(st.text("abc-", min_size=1, max_size=70).map(lambda s: s.strip("-") or "a"), st.sets(st.integers(0, 5)))
def test_a_proposed_code_fits_its_column(slug, taken):
    known = {propose_code(slug, date(2027, 3, 1), ())[:-1] + "abcdef"[n] for n in taken}
    code = propose_code(slug, date(2027, 3, 1), known)
    assert code not in known
    assert len(code) <= 40


@given(st.dictionaries(st.sampled_from([*rules.IN_ADDRESS.values(), "seite", "x"]), st.text(max_size=100)))
def test_any_query_string_is_a_filter(asked):
    wanted = filter_of(asked)
    assert "\0" not in "".join(wanted.active.values())
    assert filter_of(wanted.address) == wanted


def test_a_filter_switches_on_and_off_and_keeps_the_others():
    wanted = filter_of({"stufe": "entry", "q": "glas", "monat": "2027-13", "form": "nonsense"})
    assert wanted == Filter(q="glas", level="entry")
    assert wanted.switched("mode", "live").address == {"q": "glas", "stufe": "entry", "form": "live"}
    assert wanted.switched("level", "entry").address == {"q": "glas"}
    assert not wanted.asks_runs
    assert rules.month_days("2027-12") == (date(2027, 12, 1), date(2028, 1, 1))
