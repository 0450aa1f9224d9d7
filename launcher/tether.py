"""Run a module on a leash: when whoever started it is gone, even by SIGKILL, this process and all its children end by themselves.

``python -P launcher/tether.py FD MODULE ARGUMENTS``: FD is the reading end of a pipe whose writing end only the launcher holds. The kernel closes
that end when the launcher dies, however it dies. The process leads a group of its own, so that server workers go down with it.
"""

import os
import runpy
import signal
import sys
import threading
import time

GRACE_SECONDS = 5


def hold(leash: int) -> None:
    """Wait until the pipe is closed, then end the whole group: first politely, then for certain."""
    try:
        os.read(leash, 1)
    except OSError:
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.killpg(os.getpgid(0), signal.SIGKILL)


if __name__ == "__main__":
    threading.Thread(target=hold, args=(int(sys.argv[1]),), daemon=True).start()
    sys.argv = sys.argv[2:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
