"""A real campus on a real server: many at once, a server that is killed, and everything the description promises."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest

from tests.story.servers import Campus

pytestmark = pytest.mark.slow
AT_ONCE = 16
NO_CRASH_LOOP_S = 6  # Granian gives up when a worker dies twice within 5.5 seconds


class Served:
    """A running campus, a token, and runs to book."""

    def __init__(self, campus: Campus) -> None:
        self.campus = campus
        made = campus.run("tokens", "new", "Prüfprogramm", "--scope", "bookings:write", "--json")
        assert made.returncode == 0, made.stderr
        self.token = json.loads(made.stdout)["token"]

    def run(self, code: str, seats: int = 20) -> str:
        """A bookable run."""
        made = self.campus.run("demo", "run", "--code", code, "--seats", str(seats), "--min", "1")
        assert made.returncode == 0, made.stderr
        return code

    def call(
        self, method: str, path: str, body: object = None, key: str = "", timeout: float = 30
    ) -> tuple[int, bytes, dict[str, str]]:
        """Status (0: no answer), body and headers."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Connection": "close"}
        if key:
            headers["Idempotency-Key"] = key
        asking = HTTPConnection("127.0.0.1", self.campus.port, timeout=timeout)
        try:
            asking.request(method, f"/api/v1/{path}", json.dumps(body) if body is not None else None, headers)
            said = asking.getresponse()
            return said.status, said.read(), {name.lower(): value for name, value in said.getheaders()}
        except (OSError, HTTPException):
            return 0, b"", {}
        finally:
            asking.close()

    def seats(self, code: str) -> dict[str, Any]:
        """What the API says of a run."""
        return json.loads(self.call("GET", f"runs/{code}")[1])

    def servers(self) -> list[int]:
        """The web server's own worker processes."""
        parents: dict[int, list[int]] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                after = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(after[1]), []).append(int(stat.parent.name))
        mine = parents.get(self.campus.process.pid, [])
        web = [pid for pid in mine if "granian" in Path(f"/proc/{pid}/cmdline").read_text()]
        return [child for pid in web for child in parents.get(pid, [])]


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    campus = Campus()
    campus.environment["CAMPUS_API_PER_MINUTE"] = "100000"  # the tests ask more often than anybody
    with campus:
        yield Served(campus)


def order(run: str, number: int = 0) -> dict[str, Any]:
    person = {"given_name": "Ada", "family_name": f"Muster{number}", "email": f"ada{number}@example.org"}
    return {
        "run": run,
        "kind": "private",
        "booker": {"name": "Ada Muster", "email": f"ada{number}@example.org"},
        "participants": [person],
        "accept_terms": True,
    }


def booked(served: Served, code: str, number: int, key: str) -> tuple[int, bytes, dict[str, str]]:
    """An order until it is decided: 503 says that the database had a long line, and to send it again with its key."""
    while (said := served.call("POST", "bookings", order(code, number), key))[0] == 503:
        time.sleep(0.2)
    return said


def all_at_once(do: Any, number: int = AT_ONCE) -> list[Any]:
    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(do, range(number)))


def test_sixteen_equal_requests_at_once_are_one_booking(served):
    code = served.run("equal")

    said = all_at_once(lambda _: served.call("POST", "bookings", order(code), "equal-key-1"))

    assert {status for status, _, _ in said} == {201}
    assert len({body for _, body, _ in said}) == 1
    assert sorted(headers.get("idempotent-replayed", "") for _, _, headers in said) == ["", *["true"] * (AT_ONCE - 1)]
    assert served.seats(code)["taken"] == 1


def test_sixteen_different_orders_for_four_seats_sell_four(served):
    code = served.run("four", seats=4)

    said = all_at_once(lambda n: booked(served, code, n, f"four-key-{n}"))

    assert sorted(status for status, _, _ in said) == [201] * 4 + [409] * 12
    assert {json.loads(body)["type"] for status, body, _ in said if status == 409} == {"urn:campus:full"}
    assert served.seats(code)["free"] == 0


def test_two_hundred_requests_at_once_are_all_answered(served):
    said = all_at_once(lambda _: served.call("GET", "bookings/nowhere"), 200)

    assert {status for status, _, _ in said} <= {404}


def test_a_server_that_is_killed_answers_the_same_afterwards(served):
    """The web processes are killed while sixteen equal requests are on their way, again and again; each key books once."""
    code = served.run("killed")
    for turn in range(2):
        time.sleep(turn * NO_CRASH_LOOP_S)
        key, sent = f"killed-key-{turn}", order(code, turn)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            asked = [pool.submit(served.call, "POST", "bookings", sent, key) for _ in range(AT_ONCE)]
            time.sleep(0.01 * turn)
            servers = served.servers()
            for pid in servers:
                os.kill(pid, signal.SIGKILL)
            first = [done.result() for done in asked]
        final = _until_answered(served, sent, key)
        heard = {body for status, body, _ in [*first, final] if status == 201}

        assert servers
        assert {status for status, _, _ in first} <= {0, 201}
        assert heard == {final[1]}
        assert served.seats(code)["taken"] == turn + 1
    checked = served.campus.run("verify", "--json")
    assert (checked.returncode, [c["name"] for c in json.loads(checked.stdout)["checks"] if not c["ok"]]) == (0, [])


def _until_answered(served: Served, sent: dict[str, Any], key: str) -> tuple[int, bytes, dict[str, str]]:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        said = served.call("POST", "bookings", sent, key)
        if said[0] == 201:
            return said
        time.sleep(0.2)
    raise AssertionError(said)


def test_a_database_that_is_busy_too_long_is_503_and_nothing_is_written(served):
    """Somebody else holds the write lock (SQLite) or the run's row (PostgreSQL) for longer than five seconds."""
    code = served.run("busy")
    with Held(served, code):
        began = time.monotonic()
        status, body, headers = served.call("POST", "bookings", order(code), "busy-key-1")
        took = time.monotonic() - began

    assert (status, headers["content-type"], headers["retry-after"]) == (503, "application/problem+json", "5"), body
    assert 4.5 < took < 15  # not the twenty of a page
    assert served.call("POST", "bookings", order(code), "busy-key-1")[0] == 201
    assert served.seats(code)["taken"] == 1


NOT_PROMISED = "positive_data_acceptance"  # a cursor or a key of the right shape may still be a wrong one


def test_schemathesis_finds_no_broken_promise(served, tmp_path):
    """Every answer has a documented status, content type, headers and shape; what breaks the description is refused; no 5xx."""
    served.run("gc-05-2027-03", seats=200)  # the run of the description's examples

    done = subprocess.run(
        [Path(sys.executable).parent / "st", "run", f"{served.campus.url}/api/v1/openapi.json", "-H", f"Authorization: Bearer {served.token}",
         "--checks", "all", "--exclude-checks", NOT_PROMISED, "--phases", "examples,coverage,fuzzing", "--max-examples", "12", "--seed", "4",
         "--continue-on-failure", "--generation-database", "none"],
        cwd=tmp_path, env=served.campus.environment | {"PYTHONPATH": ""}, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-1000:]
    assert "Tested: 8" in done.stdout


class Held:
    """Holds what a booking needs."""

    def __init__(self, served: Served, code: str) -> None:
        self.served, self.code = served, code

    def __enter__(self) -> None:
        if url := self.served.campus.environment.get("DATABASE_URL"):
            import psycopg

            self.connection: Any = psycopg.connect(url)
            self.connection.execute("SELECT 1 FROM courses_run WHERE code = %s FOR UPDATE", [self.code])
        else:
            self.connection = sqlite3.connect(
                Path(self.served.campus.room.name) / "campus.sqlite3", isolation_level=None, timeout=20
            )
            self.connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, *_: object) -> None:
        self.connection.rollback()
        self.connection.close()
