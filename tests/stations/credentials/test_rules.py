"""The kind of a paper follows from evidence; the link opens and ends with the run."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from glascampus.basics.reason import Reason
from glascampus.stations.credentials.rules import (
    Evidence,
    Kind,
    LinkState,
    attended_minutes,
    has_begun,
    kind_of,
    link_state,
    why,
    window,
)  # fmt: skip

BERLIN = ZoneInfo("Europe/Berlin")
evidences = st.builds(
    Evidence,
    attended_minutes=st.integers(0, 6000),
    planned_minutes=st.integers(0, 6000),
    assessed=st.booleans(),
    passed=st.none() | st.booleans(),
)


def test_three_quarters_are_enough_and_a_minute_less_is_not():
    assert kind_of(Evidence(360, 480, False, None), minimum_percent=75) is Kind.ATTENDANCE
    assert kind_of(Evidence(359, 480, False, None), minimum_percent=75) == Reason(
        "attendance_too_low", have=74, need=75
    )


def test_only_a_passed_assessment_makes_a_certificate():
    kinds = [kind_of(Evidence(480, 480, True, passed), minimum_percent=75) for passed in (True, False, None)]
    assert kinds == [Kind.CERTIFICATE, Kind.ATTENDANCE, Kind.ATTENDANCE]


def test_a_result_without_an_assessed_module_changes_nothing():
    assert kind_of(Evidence(480, 480, False, True), minimum_percent=75) is Kind.ATTENDANCE


def test_the_reason_says_what_was_missing():
    said = [why(Evidence(480, 480, True, passed), minimum_percent=75).code for passed in (True, False, None)]
    assert said == ["attended_and_passed", "attended_not_passed", "attended_no_result"]


@given(evidences, st.integers(1, 100))
def test_more_attendance_never_takes_a_paper_away(evidence, minimum):
    more = Evidence(evidence.attended_minutes + 60, evidence.planned_minutes, evidence.assessed, evidence.passed)
    if isinstance(kind_of(evidence, minimum_percent=minimum), Kind):
        assert kind_of(more, minimum_percent=minimum) == kind_of(evidence, minimum_percent=minimum)


@given(evidences, st.integers(1, 100))
def test_a_certificate_always_rests_on_attendance_and_a_passed_assessment(evidence, minimum):
    if kind_of(evidence, minimum_percent=minimum) is Kind.CERTIFICATE:
        assert evidence.passed
        assert evidence.assessed
        assert evidence.attended_minutes * 100 >= minimum * evidence.planned_minutes


@given(st.dictionaries(st.integers(1, 9), st.integers(1, 600)), st.lists(st.integers(1, 9)))
def test_nobody_attends_more_than_there_was(minutes, present_in):
    assert 0 <= attended_minutes(minutes, present_in) <= sum(minutes.values())


def test_the_window_is_counted_in_real_hours_across_both_changes_of_the_clock():
    for day in (datetime(2027, 3, 28, 4, 30, tzinfo=BERLIN), datetime(2027, 10, 31, 4, 0, tzinfo=BERLIN)):
        opens_at, ends_at = window(day, day + timedelta(hours=4))
        assert day.astimezone(UTC) - opens_at == timedelta(hours=2)
        assert ends_at - (day + timedelta(hours=4)).astimezone(UTC) == timedelta(hours=24)


def test_a_link_is_early_open_and_over():
    starts_at, ends_at = datetime(2027, 3, 1, 7, tzinfo=UTC), datetime(2027, 3, 2, 15, tzinfo=UTC)
    asked = [starts_at - timedelta(hours=2, seconds=1), starts_at - timedelta(hours=2), ends_at + timedelta(hours=24)]
    asked.append(asked[-1] + timedelta(seconds=1))
    states = [link_state(starts_at=starts_at, ends_at=ends_at, revoked=False, run_done=False, now=now) for now in asked]
    assert states == [LinkState.EARLY, LinkState.OPEN, LinkState.OPEN, LinkState.OVER]


def test_a_revoked_link_and_a_closed_run_are_shut_at_any_time():
    at = datetime(2027, 3, 1, 7, tzinfo=UTC)
    revoked = link_state(starts_at=at, ends_at=at, revoked=True, run_done=False, now=at)
    closed = link_state(starts_at=at, ends_at=at, revoked=False, run_done=True, now=at)
    assert (revoked, closed) == (LinkState.REVOKED, LinkState.CLOSED)


def test_a_session_can_be_noted_from_two_hours_before():
    at = datetime(2027, 3, 1, 9, tzinfo=BERLIN)
    assert has_begun(at, datetime(2027, 3, 1, 6, tzinfo=UTC))
    assert not has_begun(at, datetime(2027, 3, 1, 5, 59, tzinfo=UTC))
