"""Counting a token's requests of this minute: a small file that all processes of this machine share.

In the database each read would become a write. A machine that dies forgets a minute's count, and nothing else. Real time, since a turned demo
clock must not stop a program.
"""

from __future__ import annotations

import fcntl
import os
import struct
import time
from functools import cache
from pathlib import Path
from threading import Lock

from django.conf import settings

from glascampus.commons.machines.rules import MINUTE_S, Allowance, allowance

SLOTS, SLOT = 4096, struct.Struct("<QII")  # token, minute, requests
_one_thread = Lock()


def count(*, token: int, limit: int) -> Allowance:
    """Count a request; ``over`` when the minute's ``limit`` is used up. Without the file nobody is stopped."""
    moment = time.time()
    try:
        used = _next(token, int(moment // MINUTE_S))
    except OSError:
        used = 1
    return allowance(limit=limit, used=used, second=moment)


def _next(token: int, minute: int) -> int:
    """The number of this request within its minute."""
    file, place = _file(os.getpid()), token % SLOTS * SLOT.size
    with _one_thread:
        fcntl.lockf(file, fcntl.LOCK_EX, SLOT.size, place)
        try:
            known = os.pread(file, SLOT.size, place)
            whose, when, used = SLOT.unpack(known) if len(known) == SLOT.size else (0, 0, 0)
            used = used + 1 if (whose, when) == (token, minute) else 1
            os.pwrite(file, SLOT.pack(token, minute, used), place)
        finally:
            fcntl.lockf(file, fcntl.LOCK_UN, SLOT.size, place)
    return used


@cache
def _file(process: int) -> int:
    """Opened once in each process: closing it anywhere would end the locks of its other threads."""
    return os.open(Path(settings.DATA) / "api.counts", os.O_RDWR | os.O_CREAT, 0o600)
