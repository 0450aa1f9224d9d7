"""The turn among processes that write into one SQLite file: two locks on files beside it, a turnstile (docs/decisions/0028).

Whoever wants to write holds the door (``-next``) while waiting for the room (``-turn``), and lets go of the door once inside. So a process that
has just written finds the door taken by the one that waits, and two busy processes write in turn. The kernel gives the locks of a dead process back.
"""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import suppress
from functools import cache

PAUSE_S = 0.0005  # between two looks; SQLite's own pauses grow to 100 ms


class Turn:
    """Taken by one thread of a process at a time: the one whose turn it is among its own."""

    def __init__(self, database: str) -> None:
        self._door = self._room = -1  # without a file (in memory, a disk that takes none) there is no turn to wait for
        if not database.startswith("file:"):
            with suppress(OSError):
                self._door = _opened(f"{database}-next")
                self._room = _opened(f"{database}-turn")

    def take(self, *, until: float) -> bool:
        """Wait for the turn until a moment of ``time.monotonic``; False when it did not come."""
        if self._room < 0:
            return True
        if not _locked(self._door, until):
            return False
        try:
            return _locked(self._room, until)
        finally:
            fcntl.flock(self._door, fcntl.LOCK_UN)

    def give(self) -> None:
        """Let the next process in; harmless for whoever has no turn."""
        if self._room >= 0:
            fcntl.flock(self._room, fcntl.LOCK_UN)


def turn_of(database: str) -> Turn:
    """This process's turn at a database; a process that was forked has one of its own."""
    return _turn(database, os.getpid())


@cache
def _turn(database: str, _process: int) -> Turn:
    return Turn(database)


def _opened(path: str) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _locked(file: int, until: float) -> bool:
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        if time.monotonic() >= until:
            return False
        time.sleep(PAUSE_S)
