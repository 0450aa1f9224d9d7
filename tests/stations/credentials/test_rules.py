"""The kind of a paper follows from evidence; the link opens and ends with the run."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from glascampus.basics.reason import Reason
from glascampus.stations.credentials.rules import (
    REPLACING,
    REVOKING,
    Ended,
    Evidence,
    Kind,
    LinkHours,
    LinkState,
    Why,
    attended_minutes,
    kind_of,
    link_state,
    opens_next,
    public_word,
    why,
)  # fmt: skip
from glascampus.stations.credentials.words import PUBLIC, WHYS

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


HOURS = LinkHours(before=timedelta(hours=2), after=timedelta(hours=24))
NINE = datetime(2027, 3, 1, 9, tzinfo=BERLIN)
SECOND = timedelta(seconds=1)


def session(at, hours=8):
    return at, (at.astimezone(UTC) + timedelta(hours=hours)).astimezone(BERLIN)


def state(spans, now, *, revoked=False, run_done=False):
    return link_state(spans, hours=HOURS, revoked=revoked, run_done=run_done, now=now)


def test_the_window_is_counted_in_real_hours_across_both_changes_of_the_clock():
    for day in (datetime(2027, 3, 28, 4, 30, tzinfo=BERLIN), datetime(2027, 10, 31, 4, 0, tzinfo=BERLIN)):
        opens_at, ends_at = HOURS.around((day, day + timedelta(hours=4)))
        assert day.astimezone(UTC) - opens_at == timedelta(hours=2)
        assert ends_at - (day + timedelta(hours=4)).astimezone(UTC) == timedelta(hours=24)


def test_a_lesson_on_the_evening_before_the_october_change_stays_open_for_24_real_hours():
    span = session(
        datetime(2027, 10, 30, 18, tzinfo=BERLIN), hours=2
    )  # ends at 20:00 summer time, two hours ahead of UTC
    last = datetime(2027, 10, 31, 19, tzinfo=BERLIN)  # winter time: the day has 25 hours
    assert [state([span], at) for at in (last, last + SECOND)] == [LinkState.OPEN, LinkState.OVER]


def test_a_lesson_on_the_morning_of_the_october_change_opens_two_real_hours_before():
    span = session(datetime(2027, 10, 31, 4, tzinfo=BERLIN))  # 3:00 UTC
    first = datetime(2027, 10, 31, 2, fold=1, tzinfo=BERLIN)  # the second 2 o'clock, 1:00 UTC
    assert first.astimezone(UTC) == datetime(2027, 10, 31, 1, tzinfo=UTC)
    utc = first.astimezone(UTC)
    assert [state([span], utc - SECOND), state([span], utc)] == [LinkState.EARLY, LinkState.OPEN]


def test_a_link_is_early_open_and_over_to_the_second():
    span = session(NINE)
    edges = [NINE - timedelta(hours=2), span[1] + timedelta(hours=24)]
    asked = [edges[0] - SECOND, edges[0], edges[1], edges[1] + SECOND]
    assert [state([span], at) for at in asked] == [LinkState.EARLY, LinkState.OPEN, LinkState.OPEN, LinkState.OVER]


def test_a_link_is_shut_between_sessions_that_lie_a_week_apart():
    spans = [session(NINE), session(NINE + timedelta(days=7))]
    asked = [NINE, NINE + timedelta(days=1), NINE + timedelta(days=3), NINE + timedelta(days=7, hours=-2)]
    assert [state(spans, at) for at in asked] == [LinkState.OPEN, LinkState.OPEN, LinkState.BETWEEN, LinkState.OPEN]
    assert opens_next(spans, hours=HOURS, now=asked[2]) == NINE + timedelta(days=7, hours=-2)
    assert opens_next(spans, hours=HOURS, now=NINE + timedelta(days=8)) is None


def test_a_link_of_following_days_never_shuts_in_between():
    spans = [session(NINE + timedelta(days=n)) for n in range(3)]
    hours = range(-2, 2 * 24 + 8 + 24 + 1)
    assert {state(spans, NINE + timedelta(hours=n)) for n in hours} == {LinkState.OPEN}


def test_a_revoked_link_and_a_closed_run_are_shut_at_any_time():
    spans = [session(NINE)]
    shut = (state(spans, NINE, revoked=True), state(spans, NINE, run_done=True), state([], NINE))
    assert shut == (LinkState.REVOKED, LinkState.CLOSED, LinkState.OVER)


def test_a_session_can_be_noted_from_two_hours_before():
    assert HOURS.has_opened(NINE, datetime(2027, 3, 1, 6, tzinfo=UTC))
    assert not HOURS.has_opened(NINE, datetime(2027, 3, 1, 5, 59, 59, tzinfo=UTC))


@given(st.lists(st.integers(0, 40), max_size=6), st.integers(-48, 1100))
def test_a_link_is_open_exactly_around_its_sessions(days, hour):
    spans, now = [session(NINE + timedelta(days=day)) for day in sorted(days)], NINE + timedelta(hours=hour)
    around = any(start - timedelta(hours=2) <= now <= end + timedelta(hours=24) for start, end in spans)
    assert (state(spans, now) is LinkState.OPEN) == around


def test_the_public_reads_four_neutral_words():
    assert {public_word(why) for why in REVOKING} | {Ended.REPLACED} == set(Ended)
    assert public_word(Why.OBTAINED_WRONGLY) == public_word(Why.ON_REQUEST) == Ended.REVOKED
    assert public_word(Why.WRONG_PERSON) == public_word(Why.ATTENDANCE_WRONG) == Ended.MISTAKE
    assert public_word(Why.VALIDITY_OVER) == Ended.EXPIRED


def test_every_reason_has_words_and_the_public_ones_give_no_true_reason_away():
    assert set(WHYS) == set(Why)
    assert set(PUBLIC) == set(Ended)
    assert set(REPLACING) | set(REVOKING) == set(Why)
    public = " ".join(map(str, PUBLIC.values())).casefold()
    assert not any(str(words).casefold() in public for words in WHYS.values())
