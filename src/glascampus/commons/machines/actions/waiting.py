"""One request at a time for one idempotency key, over all threads and processes of this machine.

The locks are the operating system's: whoever is killed gives them up. Between machines the unique constraint has the last word.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Condition

from django.conf import settings

from glascampus.commons.machines.rules import WAITS_FOR_FIRST_S, Call, InProgress

PAUSE_S = 0.01
_here: set[int] = set()
_freed = Condition()


@contextmanager
def alone(call: Call) -> Iterator[None]:
    """Inside, no other request with the same token, method, path and key is worked on.

    Raises:
        InProgress: the other one took longer than ten seconds.
    """
    end, place = time.monotonic() + WAITS_FOR_FIRST_S, _place(call)
    _wait_for_threads(place, end)
    try:
        with _wait_for_processes(place, end):
            yield
    finally:
        with _freed:
            _here.discard(place)
            _freed.notify_all()


def _place(call: Call) -> int:
    """Where in the file this key's byte lies; two keys that share one by chance only wait for each other."""
    words = f"{call.token}\n{call.method}\n{call.path}\n{call.key}"
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:7], "big")


def _wait_for_threads(place: int, end: float) -> None:
    with _freed:
        if not _freed.wait_for(lambda: place not in _here, timeout=end - time.monotonic()):
            raise InProgress
        _here.add(place)


@contextmanager
def _wait_for_processes(place: int, end: float) -> Iterator[None]:
    file = _file(os.getpid())
    while not _locked(file, place):
        if time.monotonic() > end:
            raise InProgress
        time.sleep(PAUSE_S)
    try:
        yield
    finally:
        if file >= 0:
            fcntl.lockf(file, fcntl.LOCK_UN, 1, place)


def _locked(file: int, place: int) -> bool:
    """Whether the byte is ours now; without a file everybody goes on, and the constraint decides."""
    if file < 0:
        return True
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


@cache
def _file(process: int) -> int:
    """Opened once in each process: closing it anywhere would end the locks of its other threads."""
    try:
        return os.open(Path(settings.DATA) / "api.locks", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return -1
