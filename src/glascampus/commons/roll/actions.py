"""Running the announced ticks."""

from __future__ import annotations

import logging
import time
from datetime import datetime

from django.db import InterfaceError, InternalError, OperationalError
from django.utils.timezone import now as real_now

from glascampus.commons.roll.models import Beat
from glascampus.commons.roll.reads import announced
from glascampus.commons.roll.rules import Tick

log = logging.getLogger("glascampus.worker")


def beat(*, name: str) -> None:
    """Note that ``name`` ran just now; real time, since a turned demo clock must not look like a dead worker."""
    Beat.objects.update_or_create(name=name, defaults={"at": real_now()})


def run_due(*, last: dict[str, float], now: datetime) -> int:
    """Run each announced tick whose time has come; ``last`` remembers when. A tick that fails does not stop the others.

    Raises:
        InterfaceError, InternalError, OperationalError: the database is away, so that no other tick would do better.
    """
    done = 0
    for tick in announced("ticks"):
        if time.monotonic() - last.get(tick.name, float("-inf")) >= tick.every_s:
            last[tick.name] = time.monotonic()
            done += _run(tick, now)
    return done


def _run(tick: Tick, now: datetime) -> int:
    try:
        return tick.do(now)
    except (InterfaceError, InternalError, OperationalError):
        raise
    except Exception:  # the worker outlives any single tick; the fault is logged with its trace
        log.exception("tick %s failed", tick.name)
        return 0
