"""The database goes and comes back under a campus that runs: a clear sentence meanwhile, nothing half-written, all goes on afterwards."""

from contextlib import contextmanager

import pytest

from tests.operations.conftest import Shell
from tests.operations.living import Living, Stoppable

pytestmark = pytest.mark.slow
FILES = ("campus.sqlite3", "campus.sqlite3-wal", "campus.sqlite3-shm")


@contextmanager
def moved_away(data):
    """SQLite's files are elsewhere, as when a disk is not mounted; whoever has them open writes on, and nobody makes new ones."""
    there = [name for name in FILES if (data / name).exists()]
    (data / "away").mkdir()
    for name in there:
        (data / name).rename(data / "away" / name)
    yield
    assert not [name for name in FILES if (data / name).exists()]
    for name in there:
        (data / "away" / name).rename(data / name)


@contextmanager
def stopped(server):
    server.stop_for_now()
    yield
    server.start_again()


@pytest.fixture
def taken_away(shell, tmp_path):
    """(the data, what takes their database away)."""
    if "DATABASE_URL" not in shell.surroundings:
        yield shell, lambda: moved_away(shell.data)
        return
    server = Stoppable()
    try:
        yield Shell(shell.data, DATABASE_URL=server.start()), lambda: stopped(server)
    finally:
        server.stop()


def test_it_says_so_writes_nothing_and_goes_on_when_it_is_back(taken_away):
    shell, away = taken_away
    with Living(shell) as campus:
        assert [campus.book()[0] for _ in range(3)] == [302] * 3
        campus.until_well()
        with away():
            answers = campus.book_at_once(24)
            ill = campus.health()
        statuses = [campus.book()[0] for _ in range(6)]
        campus.until_well()

        written = [status for status, _ in answers].count(302)  # by those who had SQLite's file open
        said = next(text for status, text in answers if status == 503)
        assert {status for status, _ in answers} <= {302, 503}
        assert "Es wurde nichts geändert" in said
        assert "retry-after: 60" in said.lower()
        if "DATABASE_URL" in shell.surroundings:
            assert written == 0
            assert (ill["code"], ill["status"], ill["database"]) == (503, "down", "unreachable")
        assert statuses == [302] * 6
        campus.stands(booked=9 + written)
