"""Writers of one process have their turn in the order of coming."""

import threading
import time

import pytest

from glascampus.web.sqlite.base import Line


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
    values["OPTIONS"] = {"timeout": 2, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"}
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
        assert 0.15 < time.monotonic() - began < 1
        one.rollback()
        one.set_autocommit(True)
        other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        other.commit()
        other.set_autocommit(True)


@pytest.mark.sqlite
def test_a_lost_connection_leaves_the_line(two, django_db_blocker):
    one, other = two
    with django_db_blocker.unblock():
        one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        one._close()
        one.connection = None

        other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        other.rollback()
        other.set_autocommit(True)
