"""Writers of one process stand in line before SQLite's lock (docs/decisions/0028).

SQLite lets writers ask again after ever longer pauses, so that whoever came last may be next, and one of sixteen may wait for seconds. Here each
thread has its turn in the order of coming, and the first of each process waits for the turn among the processes (``turns.py``) before it asks SQLite.
"""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from glascampus.web.sqlite.turns import turn_of

SOON_S = 0.05


class Line:
    """A lock that is given on in the order in which threads asked for it."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Lock] = deque()
        self._taken = False

    def enter(self, seconds: float) -> bool:
        """Wait for one's turn; False when it did not come in time."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            mine = Lock()
            mine.acquire()  # whoever leaves releases it
            self._waiting.append(mine)
        return mine.acquire(timeout=seconds) or not self._gave_up(mine)

    def _gave_up(self, mine: Lock) -> bool:
        """Out of the line; False when the turn came at the last moment."""
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return True
        return False

    def leave(self) -> None:
        """Let the next one in."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


LINES: defaultdict[str, Line] = defaultdict(Line)  # one for each database
_must_be_there: list[bool] = [False]


def never_make_one() -> None:
    """From now on a file that is not there is a database that is away (a disk not mounted, a file moved), and no new empty one is begun."""
    _must_be_there[0] = True


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that stands in line before each transaction."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the file; see ``never_make_one``."""
        name = str(conn_params["database"])
        if _must_be_there[0] and not name.startswith("file:") and not Path(name).is_file():
            raise OperationalError("unable to open database file: it is not there")
        return super().get_new_connection(conn_params)

    _inside = False
    _waits_s: float | None = None

    @contextmanager
    def patience(self, seconds: float) -> Iterator[None]:
        """Inside, a transaction waits so long for its turn and for SQLite's lock together, and then fails with OperationalError."""
        self.ensure_connection()
        self._waits_s = seconds
        self._ask_for(seconds)
        try:
            yield
        finally:
            self._waits_s = None
            self._ask_for(self._usual_s)

    @property
    def _usual_s(self) -> float:
        return float(self.settings_dict["OPTIONS"].get("timeout", 5))

    @property
    def _line(self) -> Line:
        return LINES[str(self.settings_dict["NAME"])]

    def _ask_for(self, seconds: float) -> None:
        """Tell SQLite, past Django: this must work in a broken transaction, too."""
        if self.connection is not None:
            self.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    def _start_transaction_under_autocommit(self) -> None:
        whole, began = self._waits_s or self._usual_s, time.monotonic()
        if not self._line.enter(whole):
            raise OperationalError("database is locked: the writers before this one took too long")
        self._inside = True
        turn_of(str(self.settings_dict["NAME"])).take(until=began + whole / 2)  # in vain: then SQLite itself decides
        waited = time.monotonic() - began
        try:
            if waited > SOON_S:
                self._ask_for(max(whole - waited, SOON_S))
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # Django's own, not in the stubs
        except BaseException:
            self._out()
            raise
        finally:
            if waited > SOON_S:
                self._ask_for(whole)

    def _out(self) -> None:
        if self._inside:
            self._inside = False
            turn_of(str(self.settings_dict["NAME"])).give()
            self._line.leave()

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            self._out()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._out()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._out()
