"""Courses, runs, sessions and seats: what is done, by whom, and what is refused."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django_scopes import scope

from glascampus.basics.reason import NotAllowed
from glascampus.commons.journal.models import Line
from glascampus.commons.journal.rules import GUEST
from glascampus.commons.roll.reads import announced
from glascampus.stations.courses import actions, reads
from glascampus.stations.courses.models import Course, Run, Session
from glascampus.stations.courses.rules import (
    CapacityTooSmall,
    NotReady,
    RunFull,
    RunRefused,
    SessionsOverlap,
    WrongState,
)
from tests.build import commons, courses, curriculum

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def faults(name):
    return [fault for check in announced("checks") if check.name == name for fault in check.look()[1]]


def test_a_run_comes_with_its_first_session_its_code_and_its_closing(campus, anna, now):
    course = courses.course(campus, slug="glas")
    starts = now + 60 * DAY
    before = Line.objects.count()
    run = actions.keep_run(
        run=Run(campus=campus, course=course), by=anna, now=now, capacity=8, minimum=4,
        session=Session(campus=campus, starts_at=starts, ends_at=starts + HOUR),
    )  # fmt: skip
    assert Line.objects.count() == before + 1
    assert (run.code, run.starts_at, run.ends_at) == ("glas-2027-04-a", starts, starts + HOUR)
    assert run.closes_at == starts - 14 * DAY
    assert run.state == "planned"


def test_the_span_follows_the_sessions_and_calendars_learn_of_it(campus, anna, now):
    run = courses.run(campus, days=2)
    assert run.sequence < Run.objects.get(pk=run.pk).sequence
    run.refresh_from_db()
    first, last = reads.sessions_of(run)
    assert (run.starts_at, run.ends_at) == (first.starts_at, last.ends_at)
    before = run.sequence
    actions.keep_session(session=last, by=anna, now=now, starts_at=last.starts_at + DAY, ends_at=last.ends_at + DAY)
    actions.remove_session(session=first, by=anna, now=now)
    run.refresh_from_db()
    assert (run.starts_at, run.sequence) == (last.starts_at, before + 2)
    assert faults("thread") == []


def test_sessions_of_a_run_do_not_overlap(campus, anna, now):
    run = courses.run(campus)
    there = run.sessions.get()
    with pytest.raises(SessionsOverlap):
        actions.keep_session(
            session=Session(campus=campus, run=run),
            by=anna,
            now=now,
            starts_at=there.starts_at + HOUR,
            ends_at=there.ends_at + HOUR,
        )
    actions.keep_session(
        session=Session(campus=campus, run=run), by=anna, now=now, starts_at=there.ends_at, ends_at=there.ends_at + HOUR
    )
    assert run.sessions.count() == 2


def test_times_that_cannot_be_are_refused(campus, anna, now):
    run = courses.run(campus)
    only = run.sessions.get()
    with pytest.raises(RunRefused):
        actions.keep_session(session=only, by=anna, now=now, starts_at=only.ends_at, ends_at=only.starts_at)
    with pytest.raises(RunRefused):
        actions.keep_session(session=only, by=anna, now=now, starts_at=now, ends_at=now + HOUR)
    with pytest.raises(RunRefused):
        actions.keep_run(run=Run.objects.get(pk=run.pk), by=anna, now=now, closes_at=only.starts_at + HOUR)
    with pytest.raises(RunRefused):
        actions.remove_session(session=only, by=anna, now=now)
    assert Run.objects.get(pk=run.pk).sequence == 1


def test_seats_are_taken_all_or_none(campus):
    run = courses.run(campus, capacity=3, minimum=1)
    actions.take_seats(run_id=run.pk, number=2)
    with pytest.raises(RunFull) as refused:
        actions.take_seats(run_id=run.pk, number=2)
    assert refused.value.reason.numbers["free"] == 1
    actions.give_seats_back(run_id=run.pk, number=2)
    with pytest.raises(ValueError, match="more seats"):
        actions.give_seats_back(run_id=run.pk, number=1)
    with pytest.raises(ValueError, match="counted"):
        actions.take_seats(run_id=run.pk, number=-1)
    assert Run.objects.get(pk=run.pk).taken == 0


def test_the_database_refuses_what_the_code_would_not(campus):
    run = courses.run(campus, capacity=3, minimum=1)
    for taken in (4, -1):
        with pytest.raises(IntegrityError), transaction.atomic():
            Run.objects.filter(pk=run.pk).update(taken=taken)


def test_a_stale_form_takes_no_seat_back(campus, anna, now):
    run = courses.run(campus, capacity=6)
    stale = Run.objects.get(pk=run.pk)
    actions.take_seats(run_id=run.pk, number=4)
    actions.keep_run(run=stale, by=anna, now=now, capacity=5)
    run.refresh_from_db()
    assert (run.taken, run.capacity, run.state) == (4, 5, "open")
    with pytest.raises(CapacityTooSmall) as refused:
        actions.keep_run(run=run, by=anna, now=now, capacity=3)
    assert refused.value.field == "capacity"


def test_a_run_opens_when_it_is_ready(campus, anna, now):
    draft = courses.course(campus, state="draft")
    run = courses.run(campus, draft, state="planned")
    with pytest.raises(NotReady):
        actions.open_run(run=run, by=anna, now=now)
    empty = courses.run(campus, state="planned", days=0)
    with pytest.raises(NotReady):
        actions.open_run(run=empty, by=anna, now=now)
    actions.publish_course(course=draft, by=anna, now=now)
    actions.open_run(run=Run.objects.get(pk=run.pk), by=anna, now=now)
    with pytest.raises(WrongState):
        actions.open_run(run=Run.objects.get(pk=run.pk), by=anna, now=now)


def test_a_booked_run_goes_not_back_into_planning(campus, anna, now):
    run = courses.run(campus)
    actions.plan_run(run=run, by=anna, now=now)
    actions.open_run(run=run, by=anna, now=now)
    actions.take_seats(run_id=run.pk, number=1)
    with pytest.raises(WrongState):
        actions.plan_run(run=run, by=anna, now=now)


def test_states_end_and_write_no_line_of_their_own(campus, anna, now):
    run = courses.run(campus)
    before = Line.objects.count()
    actions.mark_confirmed(run=run, by=anna, now=now)
    actions.mark_done(run=run, by=anna, now=now)
    assert (run.state, run.closed_at, Line.objects.count()) == ("done", now, before)
    with pytest.raises(WrongState):
        actions.mark_cancelled(run=run, by=anna, now=now)


def test_strangers_change_nothing(campus, bodo, now):
    course, run = courses.course(campus), courses.run(campus)
    session = run.sessions.get()
    deeds = [
        lambda by: actions.keep_course(course=course, by=by, now=now, title_de="X"),
        lambda by: actions.publish_course(course=course, by=by, now=now),
        lambda by: actions.remove_course(course=course, by=by, now=now),
        lambda by: actions.keep_run(run=run, by=by, now=now, capacity=9),
        lambda by: actions.remove_run(run=run, by=by, now=now),
        lambda by: actions.open_run(run=run, by=by, now=now),
        lambda by: actions.plan_run(run=run, by=by, now=now),
        lambda by: actions.keep_session(session=session, by=by, now=now),
        lambda by: actions.remove_session(session=session, by=by, now=now),
    ]
    before = Line.objects.count()
    for deed in deeds:
        for by in (bodo, GUEST):
            with pytest.raises(NotAllowed):
                deed(by)
    assert Line.objects.count() == before


def test_a_course_needs_modules_to_be_shown(campus, anna, now):
    course = courses.course(campus, state="draft", modules=[])
    with pytest.raises(NotReady):
        actions.publish_course(course=course, by=anna, now=now)
    shown = courses.course(campus)
    with pytest.raises(NotReady):
        actions.keep_course(course=shown, by=anna, now=now, modules=[])
    courses.run(campus, shown)
    with pytest.raises(NotReady):
        actions.publish_course(course=shown, by=anna, now=now, published=False)


def test_who_sees_what(campus, anna, carla):
    draft = courses.course(campus, state="draft")
    courses.run(campus, draft, state="planned")
    for state in ("planned", "open", "confirmed", "cancelled", "done"):
        courses.run(campus, state=state)
    assert reads.runs_seen_by(anna).count() == 6
    assert set(reads.runs_seen_by(carla).values_list("state", flat=True)) == {"open", "confirmed", "cancelled", "done"}
    assert draft not in reads.courses_seen_by(carla)


def test_rows_of_another_campus_are_refused_and_found(campus, other_campus, anna, now):
    with scope(campus=other_campus):
        far, site = curriculum.module(other_campus), commons.site(other_campus, "fern")
    with pytest.raises(ValidationError):
        courses.course(campus, modules=[far])
    run = courses.run(campus)
    with pytest.raises(ValidationError):
        actions.keep_run(run=run, by=anna, now=now, site=site)
    Course.objects.first().modules.add(far)
    Run.objects.filter(pk=run.pk).update(site=site)
    assert len(faults("scope")) == 2


def test_verify_finds_broken_ends(campus, now):
    run = courses.run(campus)
    assert faults("thread") == []
    Run.objects.filter(pk=run.pk).update(starts_at=now)
    Course.objects.first().modules.clear()
    assert len(faults("thread")) == 2


def test_the_board_names_courses_without_dates(campus, now):
    lonely, planned = courses.course(campus, title="Allein"), courses.course(campus, title="Geplant")
    courses.run(campus, planned, state="planned")
    told = [item.title for item in announced("board", now)]
    assert any("Allein" in title for title in told)
    assert not any("Geplant" in title for title in told)
    assert lonely.slug in [kwargs.get("slug") for _, kwargs in announced("sitemap")]
