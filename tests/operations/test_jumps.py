"""The clock jumps a day while the worker runs, or the worker sleeps for an hour: each reminder once, holds end right, ``/health/`` tells."""

from datetime import timedelta

import pytest
from django.utils.timezone import now as real_now
from django_scopes import scope, scopes_disabled

from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.outbox.models import Mail
from glascampus.commons.roll.actions import beat, run_due
from glascampus.commons.roll.models import Beat
from glascampus.stations.bookings import actions
from glascampus.stations.bookings.models import Reminder, Seat
from glascampus.stations.bookings.rules import OFFER_LASTS
from glascampus.stations.courses.models import Run, Session
from glascampus.stations.courses.rules import RunFull
from glascampus.web.commands.verify import audit
from tests.build import bookings as build
from tests.build import courses

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def worker():
    """Each call is one turn of the worker's loop at that moment, with every tick due."""

    def turn(at):
        with scopes_disabled():
            return run_due(last={}, now=at)

    return turn


@pytest.fixture
def run(campus, now):
    """A run of one seat that begins in twenty days at nine; its seat is offered to the second, the third waits."""
    run = courses.run(campus, capacity=1, minimum=1)
    starts_at = now + 20 * DAY
    Session.objects.filter(run=run).update(starts_at=starts_at, ends_at=starts_at + 8 * HOUR)
    Run.objects.filter(pk=run.pk).update(
        starts_at=starts_at, ends_at=starts_at + 8 * HOUR, closes_at=starts_at - DAY, decide_on=None
    )
    run.refresh_from_db()
    return run


def queue(run, now):
    first = build.booking(run, "Erste Person", now=now)
    for name in ("Zweite Person", "Dritte Person"):
        build.booking(run, name, wait_if_full=True, now=now)
    actions.cancel_booking(booking=first, by=SYSTEM, now=now)


def states():
    return list(Seat.objects.order_by("pk").values_list("state", flat=True)[1:])


def mails(*kinds):
    return [Mail.objects.filter(kind=f"bookings.{kind}").count() for kind in kinds]


def clean():
    return [check for check in audit() if not check["ok"] and check["name"] not in {"keys", "files"}] == []


def test_a_clock_that_jumps_forward_and_back_sends_each_reminder_once(run, now, worker):
    build.booking(run, "Ada Muster", now=now)
    before_week = run.starts_at - 7 * DAY - HOUR
    before_day = run.starts_at - DAY - HOUR

    for calm in (before_week, before_day):
        for at in (calm, calm + DAY, calm, calm + MINUTE, calm + DAY, calm + 2 * HOUR, calm + DAY - MINUTE):
            if at < run.starts_at:
                worker(at)

    assert sorted(Reminder.objects.values_list("kind", flat=True)) == ["day", "week"]
    assert mails("remind_week", "remind_day") == [1, 1]
    assert clean()


def test_a_hold_ends_at_its_own_time_and_once_whatever_the_clock_did(run, now, worker):
    queue(run, now)
    worker(now + MINUTE)
    assert (states(), mails("offered")) == (["offered", "waiting"], [1])
    ahead = now + OFFER_LASTS + MINUTE
    worker(ahead)  # the first offer is over, the next one has its own time
    until = Seat.objects.get(state="offered").until
    assert (states(), until - ahead <= OFFER_LASTS) == (["cancelled", "offered"], True)

    for at in (ahead - DAY, ahead - DAY + MINUTE, now + OFFER_LASTS, ahead, until - MINUTE):
        worker(at)
        assert (states(), mails("offered", "offer_ended")) == (["cancelled", "offered"], [2, 1])
    assert Seat.objects.get(state="offered").until == until
    worker(until + MINUTE)
    worker(until - DAY)

    run.refresh_from_db()
    assert (states(), run.taken) == (["cancelled", "cancelled"], 0)
    assert mails("offered", "offer_ended") == [2, 2]
    assert clean()


def test_a_worker_that_stood_still_for_an_hour_is_seen_and_catches_up_once(run, now, worker, client):
    queue(run, now)
    worker(now + MINUTE)
    beat(name="worker")
    Beat.objects.update(at=real_now() - HOUR)
    late = now + OFFER_LASTS + HOUR - MINUTE

    ill = client.get("/health/").json()
    assert (ill["status"], ill["worker"]["late_s"] >= 3600) == ("degraded", True)
    with (
        scope(campus=run.campus),
        pytest.raises(RunFull),
    ):  # no worker is needed: the line moves with the next visitor
        build.booking(run, "Vierte Person", now=late)
    assert (states(), mails("offered", "offer_ended")) == (["cancelled", "offered"], [2, 1])

    for minutes in range(3):
        worker(late + minutes * MINUTE)
    beat(name="worker")
    assert (states(), mails("offered", "offer_ended")) == (["cancelled", "offered"], [2, 1])
    assert client.get("/health/").json()["status"] == "ok"
    assert clean()


def test_a_worker_seen_in_the_future_is_not_taken_for_a_living_one(campus, client):
    beat(name="worker")
    Beat.objects.update(at=real_now() + DAY)  # the machine's clock went back a day, and the worker stands still

    assert client.get("/health/").json()["status"] == "degraded"
