"""The process in the background."""

from __future__ import annotations

import argparse
import logging
import signal
import time

from django.db import InterfaceError, InternalError, OperationalError, close_old_connections
from django_scopes import scopes_disabled

from glascampus.basics.clock import now
from glascampus.commons.roll.actions import beat, run_due
from glascampus.web.sqlite.base import never_make_one

PAUSE_S = 0.25
WITHOUT_DATABASE_S = 2.0
BEAT_EVERY_S = 5

log = logging.getLogger("glascampus.worker")


def worker(arguments: list[str]) -> int:
    """Work in the background: send mail, seal the journal, end offers; until a signal comes."""
    argparse.ArgumentParser(prog="./campus worker", description=worker.__doc__).parse_args(arguments)
    never_make_one()
    leaving: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda n, _frame: leaving.append(n))
    last: dict[str, float] = {}
    beaten = float("-inf")
    while not leaving:
        try:
            close_old_connections()  # one that broke is opened anew
            if time.monotonic() - beaten >= BEAT_EVERY_S:
                beat(name="worker")
                beaten = time.monotonic()
            with scopes_disabled():
                run_due(last=last, now=now())
        except (InterfaceError, InternalError, OperationalError) as error:
            log.error("The worker waits for the database: %s", error)  # noqa: TRY400  no trace every two seconds
            _rest(WITHOUT_DATABASE_S, leaving)
        _rest(PAUSE_S, leaving)
    return 0


def _rest(seconds: float, leaving: list[int]) -> None:
    """Sleep in short pieces: a signal does not wake a sleeping process whose handler returns."""
    end = time.monotonic() + seconds
    while not leaving and time.monotonic() < end:
        time.sleep(min(PAUSE_S, seconds))
