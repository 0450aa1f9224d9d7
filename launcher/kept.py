"""A process that is kept alive: started again at once when it had been well, ever more slowly while it dies young."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable

from launcher.faults import say

YOUNG_SECONDS = 4
LONGEST_PAUSE_SECONDS = 30


class Kept:
    """One process and all it starts; ``vain`` counts how often it gave up by itself since it was last ``well``.

    A process that somebody killed (the system for want of memory, an administrator) did not give up: it is started again for ever.
    """

    def __init__(self, name: str, start: Callable[[], subprocess.Popen[bytes]]) -> None:
        self.name, self._start = name, start
        self.pause, self.vain = 0, 0
        self.again_at: float | None = None
        self._begin()

    def _begin(self) -> None:
        self.process, self.began, self.again_at = self._start(), time.monotonic(), None

    def look(self) -> bool:
        """Whether it runs; a dead one is started anew when its pause is over. Never waits."""
        if self.again_at is None and self.process.poll() is not None:
            self._died()
        if self.again_at is not None and time.monotonic() >= self.again_at:
            self._begin()
        return self.again_at is None

    def _died(self) -> None:
        tell_group(self.process, signal.SIGKILL)  # whatever it left behind would hold its port or its work
        young = time.monotonic() - self.began < YOUNG_SECONDS
        self.pause = min(max(self.pause * 2, 1), LONGEST_PAUSE_SECONDS) if young else 0
        self.vain += self.process.returncode >= 0
        self.again_at = time.monotonic() + self.pause
        say(f"{self.name} ended by itself; it is started again{f' in {self.pause} s' if self.pause else ''}.")

    def well(self) -> None:
        """It was seen at work: whatever happened before is forgotten."""
        self.vain = 0

    def end(self) -> None:
        """Ask it to end, once."""
        if self.process.poll() is None:
            self.process.terminate()


def tell_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send a signal to a process and all it started; whoever is gone is gone."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)
