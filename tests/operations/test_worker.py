"""The worker as the process it is: it beats, sends, seals, outlives a database that was away, and ends when told."""

import json
import signal
import time

import pytest

pytestmark = pytest.mark.slow
WAIT_S = 120
MAKE = """
from glascampus.basics.clock import now
from glascampus.commons.campuses.reads import the_campus
from glascampus.commons.journal.actions import note
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.outbox.models import Mail
campus = the_campus()
with scope(campus=campus):
    note(by=SYSTEM, deed="test.done", thing=campus, now=now())
    Mail.objects.create(campus=campus, kind="test", to="bodo@example.org", subject="Hallo", body="Text", message_id="<1@test>", made_at=now(), next_try_at=now())
"""
LOOK = """
import json
from glascampus.commons.journal.models import Line
from glascampus.commons.outbox.models import Mail
from glascampus.commons.roll.models import Beat
with scopes_disabled():
    print(json.dumps([Beat.objects.count(), Line.objects.filter(number=None).count(), list(Mail.objects.values_list("state", flat=True))]))
"""


def ended(worker) -> float:
    """Tell it to end; how long it took."""
    began = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    _, errors = worker.communicate(timeout=60)
    assert worker.returncode == 0, errors
    return time.monotonic() - began


def until(look, wanted) -> None:
    end = time.monotonic() + WAIT_S
    while (found := look()) != wanted:
        assert time.monotonic() < end, found
        time.sleep(0.2)


def test_it_beats_sends_seals_and_ends_when_told(shell, smtp, mailbox):
    shell.python(MAKE)

    worker = shell.start("worker", EMAIL_URL=f"smtp://127.0.0.1:{smtp.port}")
    until(lambda: json.loads(shell.python(LOOK)), [1, 0, ["sent"]])

    assert ended(worker) < 8
    assert len(mailbox.mails) == 1


@pytest.mark.sqlite
def test_it_outlives_a_database_that_is_away(shell):
    base, away = shell.data / "campus.sqlite3", shell.data / "away"
    base.rename(away)
    base.mkdir()  # nothing can be opened here

    worker = shell.start("worker")
    assert "waits for the database" in worker.stderr.readline()
    base.rmdir()
    away.rename(base)
    shell.python(MAKE)
    until(lambda: json.loads(shell.python(LOOK))[:2], [1, 0])

    assert ended(worker) < 8


@pytest.mark.postgres
def test_it_outlives_a_database_that_threw_it_out(shell):
    import psycopg

    worker = shell.start("worker")
    until(lambda: json.loads(shell.python(LOOK))[0], 1)

    with psycopg.connect(shell.surroundings["DATABASE_URL"], autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    shell.python(MAKE)
    until(lambda: json.loads(shell.python(LOOK))[:2], [1, 0])

    assert ended(worker) < 8


def test_a_tick_that_fails_does_not_stop_the_others(monkeypatch, now, caplog):
    from glascampus.commons.roll import actions
    from glascampus.commons.roll.rules import Tick

    done = []
    ticks = [Tick("bad", 0, lambda _: 1 // 0), Tick("good", 0, lambda now: done.append(now) or 1)]
    monkeypatch.setattr(actions, "announced", lambda _: ticks)

    assert actions.run_due(last={}, now=now) == 1
    assert done == [now]
    assert "tick bad failed" in caplog.text


def test_a_tick_runs_no_more_often_than_it_says(monkeypatch, now):
    from glascampus.commons.roll import actions
    from glascampus.commons.roll.rules import Tick

    monkeypatch.setattr(actions, "announced", lambda _: [Tick("slow", 60, lambda _: 1), Tick("quick", 0, lambda _: 1)])
    last: dict[str, float] = {}

    assert [actions.run_due(last=last, now=now) for _ in range(3)] == [2, 1, 1]
