"""Writers of one process have their turn in the order of coming, and processes write in turn."""

import fcntl
import subprocess
import sys
import threading
import time

import pytest

from glascampus.web.sqlite import turns
from glascampus.web.sqlite.base import Line
from glascampus.web.sqlite.turns import Turn


def writer(line, name, heard):
    def run():
        if line.enter(5):
            heard.append(name)
            time.sleep(0.002)
            line.leave()

    return threading.Thread(target=run)


def test_the_turn_goes_on_in_the_order_of_coming():
    line, heard = Line(), []
    assert line.enter(1)
    threads = [writer(line, number, heard) for number in range(20)]
    for number, thread in enumerate(threads):
        thread.start()
        while len(line._waiting) <= number:
            time.sleep(0.0005)
    line.leave()
    for thread in threads:
        thread.join()

    assert heard == list(range(20))
    assert line.enter(0.01)


def test_who_waits_too_long_goes_and_holds_nobody_up():
    line = Line()
    assert line.enter(1)

    assert not line.enter(0.01)
    line.leave()
    assert line.enter(0.01)


def test_only_one_is_inside_at_a_time():
    line, inside, most = Line(), [], []

    def run():
        for _ in range(50):
            assert line.enter(5)
            inside.append(1)
            most.append(len(inside))
            inside.pop()
            line.leave()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (max(most), len(most)) == (1, 400)


def soon(seconds=0.05):
    return time.monotonic() + seconds


def test_a_process_that_has_written_lets_the_waiting_one_in_first(tmp_path):
    one, other, third = (Turn(str(tmp_path / "turn.sqlite3")) for _ in range(3))  # each as a process of its own has it
    assert one.take(until=soon())
    waiting = threading.Thread(target=other.take, kwargs={"until": soon(10)})
    waiting.start()
    while turns._locked(third._door, 0):  # until the other one stands at the door
        fcntl.flock(third._door, fcntl.LOCK_UN)
    one.give()

    assert not one.take(until=soon())  # at once again, and yet too late
    waiting.join()
    other.give()
    assert one.take(until=soon())


def test_the_turn_of_a_dead_process_comes_back(tmp_path):
    database = str(tmp_path / "dead.sqlite3")
    words = (
        f"import os; from glascampus.web.sqlite.turns import Turn; print(Turn({database!r}).take(until=0)); os.abort()"
    )
    died = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=False)

    assert died.returncode < 0
    assert Turn(database).take(until=soon())


def test_a_database_in_memory_has_no_turn_to_wait_for():
    turn = Turn("file:memory?mode=memory")

    assert turn.take(until=0)
    assert turn.take(until=0)
    turn.give()


@pytest.fixture
def two(tmp_path, settings):
    """Two connections to one file, as two threads have them."""
    from glascampus.web.sqlite.base import DatabaseWrapper

    values = {**settings.DATABASES["default"], "NAME": str(tmp_path / "line.sqlite3")}
    values |= {
        "ENGINE": "glascampus.web.sqlite",
        "ATOMIC_REQUESTS": False,
        "AUTOCOMMIT": True,
        "CONN_HEALTH_CHECKS": False,
        "TIME_ZONE": None,
    }
    values["OPTIONS"] = {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"}
    made = [DatabaseWrapper(values, alias) for alias in ("one", "two")]
    yield made
    for connection in made:
        connection.close()


@pytest.mark.sqlite
def test_a_transaction_waits_its_turn_and_fails_in_time(two, django_db_blocker):
    from django.db import OperationalError

    one, other = two
    with django_db_blocker.unblock():
        one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        began = time.monotonic()
        with other.patience(0.2), pytest.raises(OperationalError):
            other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        assert 0.15 < time.monotonic() - began < 10
        one.rollback()
        one.set_autocommit(True)
        other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        other.commit()
        other.set_autocommit(True)


@pytest.mark.sqlite
def test_a_lost_connection_leaves_the_line(two, django_db_blocker):
    from django.db import OperationalError

    one, other = two
    with django_db_blocker.unblock():
        one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        with other.patience(0.2), pytest.raises(OperationalError):  # the turn is really held
            other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        one._close()
        one.connection = None

        other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        assert other.connection.in_transaction
        other.rollback()
        other.set_autocommit(True)
