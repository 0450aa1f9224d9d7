"""Many at once, on a database with a file and connections of its own: what is sold is what there is, and everybody gets an answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
BUYERS, ROUNDS, SEATS = 40, 3, 7


def environment(room: Path) -> dict[str, str]:
    """A data directory of its own; on PostgreSQL a new database on the tests' server."""
    env = {**os.environ, "CAMPUS_DATA": str(room), "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    if os.environ.get("CAMPUS_TEST_DB") == "postgres":
        from tests.begun import fresh_database

        env["DATABASE_URL"] = fresh_database()
    return env


def call(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], env=env, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """Every scene, played once for all tests of this file."""
    env = environment(tmp_path_factory.mktemp("crowd"))
    done = call(env, "-m", "tests.stations.bookings.crowd", "small", str(BUYERS), str(ROUNDS))
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_many_buyers_for_the_last_seats(crowd):
    for scene in crowd["rush"]:
        assert scene["statuses"] == {"302": SEATS, "422": BUYERS - SEATS}
        assert (scene["taken"], scene["seated"], scene["bookings"]) == (SEATS, SEATS, SEATS)
        assert scene["said"] == BUYERS - SEATS


def test_the_same_form_at_once_is_one_booking(crowd):
    for scene in crowd["twice"]:
        assert (scene["statuses"], scene["places"]) == ({"302": BUYERS // 2}, 1)
        assert (scene["taken"], scene["bookings"]) == (1, 1)


def test_cancelling_against_moving_up(crowd):
    for scene in crowd["promote"]:
        assert set(scene["statuses"]) <= {"302", "422"}
        assert scene["states"][:SEATS] == ["cancelled"] * SEATS
        assert set(scene["states"][SEATS : 2 * SEATS]) <= {"seated", "offered"}
        assert (scene["states"][2 * SEATS :], scene["taken"]) == (["waiting"] * 2, SEATS)


def test_seats_lowered_while_people_book(crowd):
    for scene in crowd["resize"]:
        assert set(scene["statuses"]) <= {"302", "422"}
        assert scene["taken"] == scene["seated"] == scene["bookings"] == scene["statuses"].get("302", 0)
        assert scene["taken"] <= scene["capacity"]
        assert set(" ".join(scene["office"]).split()) <= {"ok", "capacity_below_taken"}
    assert "ok" in " ".join(" ".join(scene["office"]) for scene in crowd["resize"])


def test_afterwards_verify_is_clean(crowd):
    assert crowd["faults"] == []


@pytest.mark.slow
def test_web_and_worker_killed_under_bookings_lose_nothing_that_was_answered(tmp_path):
    done = call(
        environment(tmp_path), "benchmarks/faults/run.py", "--kills", "2", "--clients", "4", "--histories", "0", "--buyers", "0",
        "--here",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    answer = json.loads(done.stdout.splitlines()[-1])
    kept = answer["here"]["kills"]
    assert (kept["lost"], kept["unasked"], kept["verify"]) == ([], [], [])
    assert kept["booked"] > 0
