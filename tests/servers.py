"""A PostgreSQL of our own for one run of the tests: Debian's programs, a directory that goes away, nothing shared."""

import contextlib
import ctypes
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PLACES = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt/postgresql@15")
INSTALL = "sudo apt-get install postgresql-15"
READY_SECONDS = 30
QUICK = (
    "-h 127.0.0.1 -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
    " -c max_connections=200 -c log_min_messages=fatal"
)
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
DICE = random.SystemRandom()  # the tests' own dice fall alike in all processes


def postgres_programs() -> Path | None:
    """The newest ``bin`` directory with ``initdb`` and ``postgres``, or None."""
    found = [Path(where) for where in [shutil.which("initdb")] if where]
    found += sorted((path for place in PLACES for path in Path(place).glob("**/bin/initdb")), reverse=True)
    return found[0].resolve().parent if found else None


class Postgres:
    """A server on a free port of this machine, without a password and without fsync; ``start`` gives its address."""

    def __init__(self) -> None:
        programs = postgres_programs()
        if not programs:
            sys.exit(f"PostgreSQL is not on this machine; install it with: {INSTALL}")
        self.programs = programs
        # Short, and not under TMPDIR: the path of a socket may have 107 letters.
        self.room = Path(tempfile.mkdtemp(prefix="campus-postgres-", dir="/tmp"))
        self.process: subprocess.Popen[bytes] | None = None
        self.user: dict[str, object] = {}
        if os.geteuid() == 0:  # PostgreSQL refuses to be root
            self.user = {"user": "postgres", "group": "postgres", "extra_groups": []}
            shutil.chown(self.room, "postgres", "postgres")

    def start(self) -> str:
        """Make and start it; returns the DATABASE_URL."""
        data = self.room / "data"
        make = ["initdb", "-D", str(data), "-U", "campus", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        self._call(make)
        port = free_port()
        words = [
            str(self.programs / "postgres"),
            "-D",
            str(data),
            "-k",
            str(self.room),
            "-p",
            str(port),
            *QUICK.split(),
        ]
        self.process = subprocess.Popen(
            words,
            cwd="/",
            stderr=subprocess.DEVNULL,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 -- no thread runs yet
            **self.user,  # type: ignore[call-overload]
        )
        self._wait(port)
        return f"postgresql://campus@127.0.0.1:{port}/campus"

    def _wait(self, port: int) -> None:
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end and self.process and self.process.poll() is None:
            ready = subprocess.run(
                [self.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False
            )
            if ready.returncode == 0:
                self._call(["createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "campus", "campus"])
                return
            time.sleep(0.1)
        self.stop()
        sys.exit("The PostgreSQL for the tests did not start.")

    def _call(self, words: list[str]) -> None:
        program = str(self.programs / words[0])
        done = subprocess.run([program, *words[1:]], cwd="/", capture_output=True, text=True, check=False, **self.user)  # type: ignore[call-overload]
        if done.returncode:
            sys.exit(f"The PostgreSQL for the tests could not be made: {done.stderr.strip()}")

    def stop(self) -> None:
        """End it at once and forget its data; twice does no harm."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(10)
        shutil.rmtree(self.room, ignore_errors=True)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGQUIT)


def free_port() -> int:
    """A port nobody listens on, from below those that outgoing connections are given: a browser beside us opens hundreds of them."""
    while True:
        with socket.socket() as trial, contextlib.suppress(OSError):
            trial.bind(("127.0.0.1", DICE.randrange(12_000, 32_000)))
            return int(trial.getsockname()[1])
