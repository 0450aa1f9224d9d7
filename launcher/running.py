"""``./campus run``: prepare the data, start web and background worker, say ``Ready:``, keep both alive, end both."""

from __future__ import annotations

import errno
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from launcher import environment
from launcher.checkout import PYTHON, ROOT, surroundings
from launcher.faults import Fault, from_os, no_space, say
from launcher.kept import Kept, tell_group

DATA_MB = 50
FIRST_PAGE_SECONDS = 90
GRACE_SECONDS = 10
MOST_VAIN_STARTS = 5
ASKS_SECONDS = 5
INTERRUPTED = 130


class Leaving(Exception):
    """A signal asked the campus to end; ``code`` is what the launcher then exits with."""

    def __init__(self, code: int) -> None:
        super().__init__()
        self.code = code


def run(*, host: str, port: int, data: Path, prepare: list[str]) -> int:
    """Run the campus until a signal ends it: 0 after SIGTERM, 130 after Ctrl-C, 1 when the web process cannot be kept alive.

    Raises:
        Fault: it could not be started; nothing of it is left running.
    """
    for number, code in ((signal.SIGTERM, 0), (signal.SIGHUP, 0), (signal.SIGINT, INTERRUPTED)):
        signal.signal(number, lambda *_, code=code: _leave(code))
    try:
        port_is_free(host, port)
        data_is_writable(data)
        environment.ready("base")
        campus = Campus(host, port, data)
    except Leaving as leaving:
        return leaving.code
    try:
        return campus.live(prepare)
    except Leaving as leaving:
        say("Ending ...")
        return leaving.code
    finally:
        campus.end()


def _leave(code: int) -> None:
    raise Leaving(code)


def port_is_free(host: str, port: int) -> None:
    """Refuse early, in a sentence, what the server would refuse late."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, proto) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except socket.gaierror:
        raise Fault(f"{host} is not an address of this machine; leave --host out or name one.") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Fault(
                f"Port {port} is taken: end what runs there, or choose another with --port {port + 1 if port < 65535 else 8000}."
            ) from None
        raise Fault(
            f"The campus cannot listen on {host}, port {port} ({os.strerror(error.errno or 0)}); choose others with --host and --port."
        ) from None


def data_is_writable(data: Path) -> None:
    """The data directory is there, takes a file, and lies on a disk with room."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data) as trial:
            trial.write(b"campus")
        free = shutil.disk_usage(data).free
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise no_space(data, DATA_MB) from None
        if error.errno in (errno.ENOTDIR, errno.EEXIST):
            raise Fault(f"{data} is not a directory: choose another place with --data DIR.") from None
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT):
            raise Fault(
                f"The data directory {data} cannot be written: give yourself the right to write there, or choose another with --data DIR."
            ) from None
        raise from_os(error) from None
    if free < DATA_MB * 1_000_000:
        raise no_space(data, DATA_MB)


class Campus:
    """The two processes of a running campus, on one leash."""

    def __init__(self, host: str, port: int, data: Path) -> None:
        self.host, self.port = host, port
        self.address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        self.environment = surroundings(CAMPUS_DATA=str(data), CAMPUS_ADDRESS=self.address)
        self.leash, self._held = os.pipe()  # nobody inherits the second end: it closes with the launcher
        self.web: Kept | None = None
        self.worker: Kept | None = None

    def live(self, prepare: list[str]) -> int:
        """Prepare, start, announce, watch; ends by a signal or a Fault only."""
        welcome = self.prepare(prepare)
        self.web = Kept("The web process", lambda: self.start(*self.server()))
        self.first_page(self.web)
        self.worker = Kept("The background worker", lambda: self.start("glascampus.web.cli", "worker"))
        sys.stdout.write(
            "\n".join([f"Ready: {self.address}", *welcome]) + "\n"
        )  # in one piece: who reads it may end us at once
        sys.stdout.flush()
        return self.watch(self.web, self.worker)

    def prepare(self, arguments: list[str]) -> list[str]:
        """Migrate and load in a process of its own; what it prints is said after ``Ready:``, its sentence and exit code are passed on."""
        words = [str(PYTHON), "-m", "glascampus.web.cli", "prepare", *arguments]
        with subprocess.Popen(
            words, env=self.environment, stdout=subprocess.PIPE, text=True, start_new_session=True
        ) as working:
            try:
                welcome, _ = working.communicate()
            except Leaving:
                working.terminate()
                raise
        if working.returncode:
            raise Fault("", code=working.returncode if working.returncode > 0 else 1)
        return welcome.splitlines()

    def server(self) -> list[str]:
        """Granian's words: two processes, eight threads each, no access log (addresses hold tokens)."""
        where = ["--host", self.host, "--port", str(self.port)]
        size = ["--workers", "2", "--blocking-threads", "8", "--respawn-failed-workers", "--workers-kill-timeout", "5"]
        return [
            "granian",
            "--interface",
            "wsgi",
            *where,
            *size,
            "--log-level",
            "error",
            "--no-ws",
            "glascampus.web.wsgi:application",
        ]

    def start(self, *module: str) -> subprocess.Popen[bytes]:
        """A module in a process group of its own, tethered to the launcher's life."""
        words = [str(PYTHON), "-P", str(ROOT / "launcher" / "tether.py"), str(self.leash), *module]
        return subprocess.Popen(
            words,
            env=self.environment,
            pass_fds=[self.leash],
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,  # stdout is for Ready: and the sign-ins
        )

    def first_page(self, web: Kept) -> None:
        """Wait until ``/`` answers 200."""
        end = time.monotonic() + FIRST_PAGE_SECONDS
        answer = "nothing"
        while time.monotonic() < end:
            if web.process.poll() is not None:
                raise Fault("The web process ended while it started; see the reason above.", code=1)
            answer = self.ask()
            if answer == "200":
                return
            if answer.isdigit():
                break
            time.sleep(0.03)
        raise Fault(f"The first page answers {answer} instead of 200; see the reason above.", code=1)

    def ask(self, page: str = "/", seconds: float = 30) -> str:
        """The status of a page, or what the connection said within ``seconds``."""
        here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 -- asks, does not bind
        asking = http.client.HTTPConnection(here, self.port, timeout=seconds)
        try:
            named = (
                os.environ.get("CAMPUS_HOSTS", "").split(",")[0].strip(" .*")
            )  # the campus answers to its names only
            asking.request("GET", page, headers={"Host": named} if named else {})
            return str(asking.getresponse().status)
        except (OSError, http.client.HTTPException) as error:
            return str(error)
        finally:
            asking.close()

    def watch(self, web: Kept, worker: Kept) -> int:
        """Start web and worker again when they die. Granian itself gives up when one of its processes dies twice within 5.5 s.

        Raises:
            Fault: the web process died several times before it answered once; a service manager may try what it likes.
        """
        while True:
            worker.look()
            if web.look() and web.vain and self.ask("/health/", ASKS_SECONDS).isdigit():
                web.well()
            if web.vain >= MOST_VAIN_STARTS:
                raise Fault(
                    f"The web process ended by itself {web.vain} times before it answered; see the reason above. "
                    "Start again with: ./campus run",
                    code=1,
                )
            time.sleep(0.2)

    def end(self) -> None:
        """Ask both to end, wait, and leave nothing of their groups behind."""
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it running
        living = [kept for kept in (self.web, self.worker) if kept]
        for kept in living:
            kept.end()
        end = time.monotonic() + GRACE_SECONDS
        for kept in living:
            if not self.wait_for(kept, end):
                say("A process did not end in time and is stopped.")
            tell_group(kept.process, signal.SIGKILL)

    def wait_for(self, kept: Kept, end: float) -> bool:
        """Whether it ends before ``end``; a server process that was only just starting is deaf at first and is asked again."""
        while time.monotonic() < end:
            try:
                kept.process.wait(0.5)
            except subprocess.TimeoutExpired:
                if kept is self.web:
                    tell_group(kept.process, signal.SIGTERM)
            else:
                return True
        return False
