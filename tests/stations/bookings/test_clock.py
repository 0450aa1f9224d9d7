"""One clock: deadlines, holds and reminders over the changes of the clock, late at night, and under another ``TZ``."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import OperationalError, connection
from django.urls import reverse
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as some

from glascampus.basics import clock
from glascampus.basics.clock import CAMPUS_ZONE, today
from glascampus.commons.campuses.actions import set_clock
from glascampus.commons.campuses.rules import turned_by
from glascampus.commons.journal.models import Line
from glascampus.commons.outbox.models import Mail
from glascampus.stations.bookings import actions, announces
from glascampus.stations.bookings.models import Booking, Reminder, Seat
from glascampus.stations.bookings.rules import provisional_end, reminder_due
from glascampus.stations.courses.models import Run, Session
from glascampus.stations.courses.rules import shifted
from tests.build import bookings as build
from tests.build import courses


def local(*parts):
    return datetime(*parts, tzinfo=CAMPUS_ZONE)


# In 2027 the clock changes on 28 March and on 31 October.
STARTS = [local(2027, 3, 29, 8, 0), local(2027, 11, 1, 8, 0), local(2027, 6, 14, 23, 30), local(2027, 3, 29, 0, 15)]


@pytest.mark.parametrize("starts_at", STARTS, ids=["march", "october", "late", "just after midnight"])
def test_reminders_begin_at_nine_on_the_campus_whatever_the_clock_does(starts_at):
    booked_at = starts_at - timedelta(days=60)

    def kinds(days):
        nine = datetime.combine(starts_at.date() - timedelta(days=days), datetime.min.time(), CAMPUS_ZONE).replace(
            hour=9
        )
        return [
            reminder_due(starts_at=starts_at, booked_at=booked_at, now=moment)
            for moment in (nine.astimezone(UTC) - timedelta(seconds=1), nine.astimezone(UTC))
        ]

    assert (kinds(7), kinds(1)) == ([None, "week"], ["week", "day"])


@given(
    starts_at=some.integers(0, 4 * 365 * 24 * 60).map(
        lambda m: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=m)
    ),
    booked_before=some.timedeltas(timedelta(0), timedelta(days=30)),
)
def test_each_reminder_has_one_window_and_none_after_the_start(starts_at, booked_before):
    said = [
        reminder_due(starts_at=starts_at, booked_at=starts_at - booked_before, now=starts_at - timedelta(hours=h))
        for h in range(24 * 9, -3, -1)
    ]
    changes = [kind for n, kind in enumerate(said) if n == 0 or said[n - 1] != kind]
    assert [kind for kind in changes if kind] in ([], ["day"], ["week"], ["week", "day"])
    assert said[-2:] == [None, None]


def test_who_booked_yesterday_is_not_reminded_of_next_week():
    starts_at = local(2027, 5, 10, 8, 0)
    booked_at = local(2027, 5, 5, 12, 0)
    assert reminder_due(starts_at=starts_at, booked_at=booked_at, now=local(2027, 5, 6, 12, 0)) is None
    assert reminder_due(starts_at=starts_at, booked_at=booked_at, now=local(2027, 5, 9, 12, 0)) == "day"


@pytest.mark.parametrize(
    ("days", "closes", "until"),
    [
        (10, date(2027, 4, 1), date(2027, 3, 11)),
        (60, date(2027, 4, 1), date(2027, 4, 1)),
        (0, date(2027, 4, 1), None),
        (5, date(2027, 2, 1), None),
    ],
)
def test_how_long_seats_are_held(days, closes, until):
    assert provisional_end(days=days, on=date(2027, 3, 1), closes_on=closes) == until


@pytest.mark.parametrize(("month", "day"), [(3, 28), (10, 31)])
def test_a_closing_time_keeps_its_hour_when_the_clock_changes(month, day):
    before = local(2027, month, day - 3, 18, 0)
    assert shifted(before.astimezone(UTC), 7) == local(2027, month, day - 3, 18, 0) + timedelta(days=7)
    assert shifted(before, 7).astimezone(CAMPUS_ZONE).hour == 18


# In the database


def run_at(campus, starts_at, **values):
    """A run that begins then, with one booking made sixty days before."""
    run = courses.run(campus, capacity=4, minimum=1, **values)
    Session.objects.filter(run=run).update(starts_at=starts_at, ends_at=starts_at + timedelta(hours=8))
    Run.objects.filter(pk=run.pk).update(
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=8), closes_at=starts_at - timedelta(days=10)
    )
    run.refresh_from_db()
    build.booking(run, "Ada Muster", now=starts_at - timedelta(days=60))
    Mail.objects.all().delete()
    return run


def kinds():
    return sorted(Mail.objects.values_list("kind", flat=True))


@pytest.mark.parametrize("starts_at", STARTS[:3], ids=["march", "october", "late"])
def test_each_reminder_leaves_once_though_the_worker_asks_every_minute_and_slept_for_an_hour(campus, starts_at):
    run_at(campus, starts_at)
    begin = starts_at - timedelta(days=8)
    minutes = [m for m in range(0, 60 * 24 * 9, 10) if not 60 * 24 < m % (60 * 24 * 7) < 60 * 25]
    for minute in minutes:
        actions.remind(now=begin + timedelta(minutes=minute))
    assert kinds() == ["bookings.remind_day", "bookings.remind_week"]
    assert Line.objects.filter(deed__startswith="bookings.reminded_").count() == 2


def test_a_worker_that_slept_for_an_hour_catches_up(campus):
    run_at(campus, STARTS[0])
    assert actions.remind(now=local(2027, 3, 28, 8, 59)) == 1  # the week's
    assert actions.remind(now=local(2027, 3, 28, 10, 0)) == 1  # the day's, an hour late
    assert actions.remind(now=local(2027, 3, 28, 10, 1)) == 0


def test_a_worker_that_slept_for_a_week_sends_only_what_still_helps(campus):
    run_at(campus, STARTS[0])
    assert (actions.remind(now=local(2027, 3, 28, 20, 0)), kinds()) == (1, ["bookings.remind_day"])


def test_nobody_is_reminded_of_a_run_that_was_cancelled_or_a_seat_that_is_gone(campus, anna):
    gone, stays = run_at(campus, STARTS[0]), run_at(campus, STARTS[0])
    actions.cancel_booking(booking=Booking.objects.get(run=gone), by=anna, now=local(2027, 3, 1, 8, 0))
    actions.cancel_run(run=stays, by=anna, now=local(2027, 3, 1, 8, 0))
    assert actions.remind(now=local(2027, 3, 28, 12, 0)) == 0


def test_new_dates_are_reminded_of_anew(campus, anna):
    run = run_at(campus, STARTS[0])
    actions.remind(now=local(2027, 3, 28, 12, 0))
    times = {s.pk: (local(2027, 7, 16, 8, 0), local(2027, 7, 16, 16, 0)) for s in run.sessions.all()}
    actions.reschedule(
        run=run, times=times, closes_at=local(2027, 7, 1, 0, 0), decide_on=None, by=anna, now=local(2027, 3, 28, 13, 0)
    )
    assert actions.remind(now=local(2027, 7, 15, 12, 0)) == 1
    assert sorted(Reminder.objects.values_list("kind", "about_on")) == [
        ("day", date(2027, 3, 29)),
        ("day", date(2027, 7, 16)),
    ]


def hold(campus, until, booked_at):
    run = run_at(campus, local(2027, 6, 14, 8, 0))
    booking = build.booking(run, "Cora Muster", now=booked_at, provisional_until=until)
    Mail.objects.all().delete()
    return booking


@pytest.mark.parametrize("until", [date(2027, 3, 28), date(2027, 3, 27), date(2027, 4, 12)])
def test_a_hold_is_reminded_of_once_three_days_before_and_ends_with_its_day(campus, until):
    booking = hold(campus, until, local(2027, 3, 1, 8, 0))
    first = datetime.combine(until - timedelta(days=3), datetime.min.time(), CAMPUS_ZONE)
    assert actions.remind(now=first - timedelta(minutes=1)) == 0
    assert [actions.remind(now=first + timedelta(hours=h)) for h in range(3)] == [1, 0, 0]
    last = datetime.combine(until, datetime.min.time(), CAMPUS_ZONE).replace(hour=23, minute=30)
    assert (actions.end_provisional(now=last), Seat.objects.get(booking=booking).state) == (0, "seated")
    midnight = datetime.combine(until + timedelta(days=1), datetime.min.time(), CAMPUS_ZONE)
    assert (actions.end_provisional(now=midnight), Seat.objects.get(booking=booking).state) == (1, "cancelled")


def test_who_held_for_three_days_was_told_a_moment_ago(campus):
    hold(campus, date(2027, 3, 30), local(2027, 3, 27, 8, 0))
    assert actions.remind(now=local(2027, 3, 28, 8, 0)) == 0


def test_a_hold_that_became_firm_is_not_reminded_of(campus, anna):
    booking = hold(campus, date(2027, 4, 12), local(2027, 3, 1, 8, 0))
    actions.make_binding(booking=booking, by=anna, now=local(2027, 4, 1, 8, 0))
    assert actions.remind(now=local(2027, 4, 10, 8, 0)) == 0


@pytest.mark.parametrize(("hour", "minute", "bookable"), [(23, 30, True), (23, 59, True)])
def test_one_can_book_until_the_end_of_the_closing_day(client, campus, hour, minute, bookable):
    run = run_at(campus, local(2027, 11, 8, 8, 0))
    Run.objects.filter(pk=run.pk).update(
        closes_at=local(2027, 11, 1, 0, 0)
    )  # booking until 31 October, when the clock changes
    address = reverse("bookings:book", args=[run.code])
    turn_to(local(2027, 10, 31, hour, minute))
    assert ("zahlungspflichtig buchen" in client.get(address).content.decode()) == bookable
    turn_to(local(2027, 11, 1, 0, 0, 1))
    assert client.post(address, {}).status_code == 409


def turn_to(moment):
    """As ``demo turn`` does: the file beside the database, read by every process."""
    clock.turn_with(turned_by)
    set_clock(to=moment)


def test_turning_the_demos_clock_turns_the_reminders(campus):
    run_at(campus, STARTS[1])
    turn_to(local(2027, 10, 31, 12, 0))
    assert (today(clock.now()), actions.remind(now=clock.now())) == (date(2027, 10, 31), 1)


def test_the_worker_knows_the_reminders(campus):
    run_at(campus, STARTS[0])
    tick = next(tick for tick in announces.ticks() if tick.name == "bookings.remind")
    assert (tick.do(local(2027, 3, 28, 12, 0)), tick.do(local(2027, 3, 28, 12, 1))) == (1, 0)


# Other machines, other workers


SCRIPT = """
import sys
from datetime import datetime
from glascampus.basics.clock import today
from glascampus.stations.bookings.rules import provisional_end, reminder_due
from glascampus.stations.courses.rules import shifted
at = datetime.fromisoformat
print(today(at("2027-03-28T22:30:00+00:00")), today(at("2027-10-31T22:30:00+00:00")), today(at("2027-10-31T23:30:00+00:00")))
print(*[reminder_due(starts_at=at("2027-03-29T06:00:00+00:00"), booked_at=at("2027-01-01T08:00:00+00:00"), now=at(m))
        for m in ("2027-03-22T07:59:59+00:00", "2027-03-22T08:00:00+00:00", "2027-03-28T06:59:59+00:00", "2027-03-28T07:00:00+00:00")])
print(shifted(at("2027-10-25T16:00:00+00:00"), 14).isoformat())
print(provisional_end(days=3, on=today(at("2027-03-28T22:30:00+00:00")), closes_on=today(at("2027-05-01T22:30:00+00:00"))))
"""
EXPECTED = """\
2027-03-29 2027-10-31 2027-11-01
None week week day
2027-11-08T18:00:00+01:00
2027-04-01
"""


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "UTC", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kathmandu"]
)
def test_the_machines_zone_changes_nothing(zone):
    made = subprocess.run(
        [sys.executable, "-c", SCRIPT], env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=True
    )
    assert made.stdout == EXPECTED


def until_it_runs(now):
    """The tests' SQLite in memory refuses instead of waiting; a worker asks again a moment later."""
    for _ in range(200):
        try:
            return actions.remind(now=now)
        except OperationalError:
            time.sleep(0.01)
    raise AssertionError("locked for two seconds")


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_reminder():
    from tests.build import commons

    campus = commons.campus()
    with scope(campus=campus):
        run_at(campus, STARTS[0])
    begin, done, faults = threading.Barrier(2), [], []

    def work():
        try:
            with scope(campus=campus):
                begin.wait()
                done.append(until_it_runs(local(2027, 3, 28, 12, 0)))
        except Exception as fault:  # noqa: BLE001  shown below
            faults.append(fault)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with scope(campus=campus):
        assert (sorted(done), kinds(), faults) == ([0, 1], ["bookings.remind_day"], [])
