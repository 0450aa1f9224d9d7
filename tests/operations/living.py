"""A campus that runs (web and worker as processes) while something is taken from under it, and a visitor who goes on booking."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import psycopg

from benchmarks.faults.run import form, order, token_of
from benchmarks.measuring import Line, Server, get
from tests.operations.conftest import CHECKOUT, Shell
from tests.servers import Postgres

LAY = """
from glascampus.basics.clock import now
from glascampus.commons.campuses.reads import the_campus
from glascampus.web.loader.trial import lay_trial_run
from tests.build import courses
campus = the_campus()
with scope(campus=campus):
    courses.course(campus)
    lay_trial_run(campus=campus, code="bleibt-1", seats=900, minimum=1, in_days=60, now=now())
"""
COUNT = """
import json
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.commons.journal.models import Line
from glascampus.commons.outbox.models import Mail
with scopes_disabled():
    seated = Seat.objects.filter(state="seated").count()
    print(json.dumps([Booking.objects.count(), seated, Mail.objects.filter(kind="bookings.booked").count(), Line.objects.filter(number=None).count()]))
"""
PAGE = "/kurse/termin/bleibt-1/buchen/"


class Living:
    """Web and worker on the data of ``shell``; ``with Living(shell) as campus``."""

    def __init__(self, shell: Shell) -> None:
        self.shell, self.sent = shell, 0
        made = shell("prepare", "--empty")
        assert made.returncode == 0, made.stderr
        shell.python(LAY)
        path = os.pathsep.join([str(CHECKOUT / "src"), str(CHECKOUT)])
        around = {**shell.surroundings, "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
        self.server = Server(around, worker=True)

    def __enter__(self) -> Self:
        self.server.__enter__()
        self.token = token_of(self.server.port, "bleibt-1")
        return self

    def __exit__(self, *_: object) -> None:
        self.server.__exit__()

    def processes(self) -> list[int]:
        """Web and worker with all they started."""
        pids = [process.pid for process in self.server.started]
        for pid in pids:  # grows while we go
            pids += [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return pids

    def book(self) -> tuple[int, str]:
        """(status, text) of one more booking; (0, "") when the connection broke."""
        self.sent += 1
        key = f"b{self.sent}-{os.urandom(2).hex()}"
        with suppress(OSError):
            status, head, body = Line(self.server.port).ask(form(PAGE, self.token, order(key, f"P{self.sent}")))
            return status, head.decode() + body.decode()
        return 0, ""

    def book_at_once(self, number: int) -> list[tuple[int, str]]:
        """So many visitors in the same moment."""
        with ThreadPoolExecutor(number) as pool:
            return list(pool.map(lambda _: self.book(), range(number)))

    def health(self) -> dict[str, Any]:
        """What ``/health/`` says to this machine, with its status code as ``code``."""
        status, _, body = Line(self.server.port).ask(get("/health/"))
        return {"code": status, **json.loads(body)}

    def until_well(self, seconds: float = 40) -> None:
        """Wait until ``/health/`` says ok: the database answers and the worker beats."""
        end = time.monotonic() + seconds
        while (found := self.health())["status"] != "ok":
            assert time.monotonic() < end, found
            time.sleep(0.2)

    def stands(self, booked: int) -> None:
        """So many whole bookings, each with its seat and its mail, everything sealed, ``verify`` clean."""
        end = time.monotonic() + 20
        while (found := json.loads(self.shell.python(COUNT))) != [booked, booked, booked, 0]:
            assert time.monotonic() < end, found
            time.sleep(0.3)
        verified = self.shell("verify", "--json")
        assert verified.returncode == 0, verified.stdout


class Stoppable(Postgres):
    """A PostgreSQL that is stopped and started on the same data and port."""

    def stop_for_now(self) -> None:
        """As ``pg_ctl stop -m fast`` does: connections are closed, nothing is lost."""
        assert self.process
        self.process.send_signal(signal.SIGINT)
        self.process.wait(20)

    def start_again(self) -> None:
        """Until it takes connections."""
        assert self.process
        self.process = subprocess.Popen(self.process.args, cwd="/", stderr=subprocess.DEVNULL, **self.user)  # type: ignore[call-overload]
        port = self.process.args[self.process.args.index("-p") + 1]  # type: ignore[union-attr, index]
        end = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(f"postgresql://campus@127.0.0.1:{port}/campus").close()
            except psycopg.OperationalError:
                assert time.monotonic() < end
                time.sleep(0.1)
            else:
                return
