"""Moving a run's dates: what is refused, what keeps its distance, who is elsewhere already."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.sites.actions import keep_room
from glascampus.commons.sites.models import Room
from glascampus.stations.courses import actions, reads
from glascampus.stations.courses.models import Run
from glascampus.stations.courses.rules import RunRefused, moved_days, refuse_move, shifted
from tests.build import commons, courses

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
moments = some.integers(0, 3 * 365 * 24 * 60).map(lambda m: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=m))


@given(moments, some.integers(-400, 400))
def test_a_shifted_moment_lies_so_many_campus_days_later(moment, days):
    later = shifted(moment, days)
    assert (later.astimezone(CAMPUS_ZONE).date() - moment.astimezone(CAMPUS_ZONE).date()).days == days
    assert moved_days([(moment, moment + HOUR)], [(later, later + HOUR)]) == days


def test_without_meetings_nothing_moved():
    assert moved_days([], [(NOW, NOW + HOUR)]) == 0


def test_new_dates_that_are_fine_are_not_refused():
    refuse_move([(NOW + DAY, NOW + DAY + HOUR)], [(NOW + 2 * DAY, NOW + 2 * DAY + HOUR)], closes_at=NOW + DAY, now=NOW)


@pytest.mark.parametrize(
    ("after", "closes_at", "code"),
    [
        ([(NOW + DAY, NOW + DAY + HOUR)], NOW, "nothing_moved"),
        ([(NOW - DAY, NOW - DAY + HOUR)], NOW - 2 * DAY, "moved_into_the_past"),
        ([(NOW + 2 * DAY, NOW + 2 * DAY)], NOW, "session_without_length"),
        ([(NOW + 2 * DAY, NOW + 2 * DAY + HOUR)], NOW + 3 * DAY, "closes_after_start"),
    ],
)
def test_new_dates_that_cannot_be_are_refused(after, closes_at, code):
    with pytest.raises(RunRefused) as refused:
        refuse_move([(NOW + DAY, NOW + DAY + HOUR)], after, closes_at=closes_at, now=NOW)
    assert refused.value.reason.code == code


def spans_of(run, by=timedelta()):
    return {s.pk: (s.starts_at + by, s.ends_at + by) for s in run.sessions.all()}


def test_a_lecturer_cannot_teach_twice_at_once(campus):
    teacher = commons.person(campus, "Toni", "Glas", teaches=True)
    run, other = courses.run(campus), courses.run(campus, starts_in_days=40)
    for one in (run, other):
        one.lecturers.set([teacher])
    found = reads.clashes(run, spans_of(run, 10 * DAY))
    assert [(clash.what, clash.name, clash.run_code) for clash in found] == [("lecturer", "Toni Glas", other.code)]
    assert reads.clashes(run, spans_of(run, 11 * DAY)) == []


@pytest.mark.parametrize("online", [0, 1])
def test_a_meeting_online_takes_no_room(campus, online):
    site = commons.site(campus)
    room = keep_room(room=Room(campus=campus), by=SYSTEM, now=NOW, site=site, name_de="Halle", slug="halle", seats=6)
    run, other = runs = [courses.run(campus, site=site, room=room) for _ in range(2)]
    assert [(clash.name, clash.run_code) for clash in reads.clashes(run, spans_of(run))] == [("Halle", other.code)]
    runs[online].sessions.update(mode="live")
    assert reads.clashes(run, spans_of(run)) == []


@pytest.mark.parametrize("state", ["cancelled", "done"])
def test_a_run_that_is_over_is_in_nobodys_way(campus, state):
    teacher = commons.person(campus, "Toni", "Glas", teaches=True)
    run, other = courses.run(campus), courses.run(campus, state=state)
    for one in (run, other):
        one.lecturers.set([teacher])
    assert reads.clashes(run, spans_of(run)) == []


@pytest.mark.parametrize("others", [1, 30])
def test_clashes_need_a_fixed_number_of_queries(campus, others, django_assert_max_num_queries):
    run = courses.run(campus)
    for _ in range(others):
        courses.run(campus, run.course)
    with django_assert_max_num_queries(5):
        reads.clashes(run, spans_of(run))


def test_touching_dates_do_not_clash(campus):
    teacher = commons.person(campus, "Toni", "Glas", teaches=True)
    run, other = courses.run(campus), courses.run(campus)
    for one in (run, other):
        one.lecturers.set([teacher])
    assert len(reads.clashes(run, spans_of(run))) == 1
    assert reads.clashes(run, spans_of(run, timedelta(hours=8))) == []


def test_how_long_seats_may_be_held_is_part_of_a_run(campus, anna, now):
    run = courses.run(campus)
    actions.keep_run(run=run, by=anna, now=now, provisional_days=14)
    assert Run.objects.get(pk=run.pk).provisional_days == 14


def test_changing_one_date_says_that_nobody_is_told(client, campus, anna):
    client.force_login(anna)
    run = courses.run(campus)
    address = reverse("courses:office_session", args=[run.code, run.sessions.get().pk])
    assert "erfährt davon nichts" not in client.get(address).content.decode()
    actions.take_seats(run_id=run.pk, number=1)
    assert "erfährt davon nichts" in client.get(address).content.decode()
