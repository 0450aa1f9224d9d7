"""Whether a course fits beside a team's shifts, also around the two nights on which the clock is changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.basics.reason import Reason
from glascampus.engines.shifts import CYCLES, EARLY, LATE, NIGHT, OFF, SHIFTS, Limits, Roster, blocks, fit, roster_of

LAW = Limits(min_rest_hours=11, max_daily_hours=10)
MONDAY = date(2027, 3, 1)
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
cycles = st.sampled_from(list(CYCLES.values()))
ROUND_THE_CLOCK = [cycle for cycle in CYCLES.values() if not cycle.is_weekly]


def meeting(day: date, begins: int = 8, ends: int = 15, *, minute: int = 0) -> tuple[datetime, datetime]:
    start = datetime(day.year, day.month, day.day, begins, minute, tzinfo=CAMPUS_ZONE)
    return start, start.replace(hour=ends)


def team(key: str, shift: str, first_day: date = MONDAY) -> Roster:
    found = roster_of(CYCLES[key], shift, first_day)
    assert found
    return found


@given(cycle=cycles, begins=days, day=days, rounds=st.integers(-40, 40))
def test_a_cycle_comes_again_and_again(cycle, begins, day, rounds):
    roster = Roster(cycle, begins)

    assert roster.shift_on(day) == roster.shift_on(day + timedelta(days=rounds * len(cycle.days)))


@given(cycle=st.sampled_from(ROUND_THE_CLOCK), begins=days, day=days)
def test_round_the_clock_means_one_team_at_every_hour(cycle, begins, day):
    behind = len(cycle.days) // cycle.teams
    works = [Roster(cycle, begins + timedelta(days=behind * n)).shift_on(day) for n in range(cycle.teams)]

    assert sorted(shift for shift in works if shift != OFF) == sorted(SHIFTS)


@given(cycle=cycles, day=days, shift=st.sampled_from([*SHIFTS, "day"]))
def test_the_row_of_a_shift_begins_on_the_day_that_was_named(cycle, day, shift):
    roster = roster_of(cycle, shift, day)
    if shift not in cycle.days:
        assert roster is None
        return

    first = day - timedelta(days=day.weekday()) if cycle.is_weekly else day
    assert roster is not None
    assert (roster.shift_on(first), roster.shift_on(first - timedelta(days=1)) != shift) == (shift, True)


@given(cycle=cycles, begins=days, day=days, hour=st.integers(0, 20), length=st.integers(1, 3))
def test_what_fits_keeps_the_rest_on_both_sides(cycle, begins, day, hour, length):
    roster, span = Roster(cycle, begins), meeting(day, hour, hour + length)
    found = fit(roster, [span], LAW)

    starts, stops = (moment.astimezone(UTC) for moment in span)
    for work in found.missed:
        begins_at, ends_at = work.span
        near = ends_at > starts - timedelta(hours=11) and begins_at < stops + timedelta(hours=11)
        assert near or work.day == day
    assert found.is_good == (
        found.reason.code in {"shift_fits_day", "shift_fits_both", "shift_fits_days", "shift_fits_beside"}
    )


def test_four_free_days_fit():
    found = fit(
        team("voll-10", EARLY, MONDAY - timedelta(days=6)), [meeting(MONDAY + timedelta(days=n)) for n in range(4)], LAW
    )

    # the last night ends on Monday at six: that day is not free, the other three are
    assert found.reason == Reason("shift_rest_short", where=Reason("days_some", busy=1, days=4))
    assert found.meetings[0].reasons == (Reason("shift_rest_before", shift=Reason("shift_night"), have="2", need=11),)
    later = fit(
        team("voll-10", EARLY, MONDAY - timedelta(days=7)), [meeting(MONDAY + timedelta(days=n)) for n in range(3)], LAW
    )
    assert (later.reason, later.missed) == (Reason("shift_fits_days", days=3), frozenset())


def test_a_week_of_early_shifts_stands_in_the_way_of_two_days():
    found = fit(team("zwei", EARLY), [meeting(MONDAY + timedelta(days=n)) for n in (3, 4, 5, 6)], LAW)

    assert found.reason == Reason("shift_some", where=Reason("days_some", busy=2, days=4), shift=Reason("shift_early"))
    assert {(work.day, work.shift) for work in found.missed} == {(MONDAY + timedelta(days=n), EARLY) for n in (3, 4)}


@pytest.mark.parametrize(
    ("shift", "said"),
    [
        (EARLY, Reason("shift_some", where=Reason("days_both"), shift=Reason("shift_early"))),
        (LATE, Reason("shift_some", where=Reason("days_both"), shift=Reason("shift_late"))),
    ],
)
def test_of_two_days_one_says_both(shift, said):
    assert fit(team("zwei", shift), [meeting(MONDAY + timedelta(days=n), 10, 18) for n in (0, 1)], LAW).reason == said


def test_two_free_days_are_both_free():
    weekend = [meeting(MONDAY + timedelta(days=n)) for n in (5, 6)]

    assert fit(team("zwei", EARLY), weekend, LAW).reason == Reason("shift_fits_both")


def test_a_late_shift_the_evening_before_leaves_ten_hours():
    found = fit(team("zwei", LATE), [meeting(MONDAY + timedelta(days=5))], LAW)

    assert found.meetings[0].reasons == (Reason("shift_rest_before", shift=Reason("shift_late"), have="10", need=11),)


def test_an_evening_online_goes_with_an_early_shift_and_not_with_a_longer_day():
    assert fit(team("zwei", EARLY), [meeting(MONDAY, 17, 19)], LAW).reason == Reason("shift_fits_beside")
    longer = fit(team("zwei", EARLY), [meeting(MONDAY, 15, 18)], LAW)
    assert longer.meetings[0].reasons == (Reason("shift_rest_before", shift=Reason("shift_early"), have="1", need=11),)
    assert not fit(team("zwei", EARLY), [meeting(MONDAY, 17, 20)], LAW).is_good


def test_an_early_shift_the_next_morning_comes_too_soon_after_a_late_evening():
    found = fit(team("zwei", EARLY), [meeting(MONDAY - timedelta(days=1), 18, 20)], LAW)

    assert found.meetings[0].reasons == (Reason("shift_rest_after", shift=Reason("shift_early"), have="10", need=11),)


@pytest.mark.parametrize(
    ("sunday", "begins", "rest"),
    [
        (date(2027, 3, 28), 9, "10"),
        (date(2027, 10, 31), 8, None),
        (date(2027, 6, 6), 9, None),
        (date(2027, 6, 6), 8, "10"),
    ],
    ids=["an hour is lost in March", "an hour is won in October", "eleven hours", "ten hours"],
)
def test_the_rest_is_counted_in_real_hours(sunday, begins, rest):
    """The last late shift ends on Saturday at ten in the evening."""
    roster = team("voll-8", LATE, sunday - timedelta(days=2))
    works = fit(roster, [meeting(sunday, begins, begins + 1)], LAW)
    before = [r for r in works.meetings[0].reasons if r.code == "shift_rest_before"]

    assert [reason.numbers["have"] for reason in before] == ([rest] if rest else [])


def test_the_picture_of_a_cycle_can_be_read_aloud():
    assert blocks(CYCLES["zwei"]) == [(5, EARLY), (2, OFF), (5, LATE), (2, OFF)]
    assert blocks(CYCLES["voll-8"]) == [(2, EARLY), (2, LATE), (2, NIGHT), (2, OFF)]
