"""Benchmarks are not timed here; they must only be found, explain themselves, and stay out of the product."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(path.parent.name for path in (ROOT / "benchmarks").glob("*/run.py"))


def test_the_list_names_them():
    listed = subprocess.run(
        [sys.executable, "campus", "bench", "--list"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    assert listed.split() == NAMES
    assert {"start", "pages", "bookings"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_answers_help(name):
    done = subprocess.run(
        [sys.executable, f"benchmarks/{name}/run.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert "usage:" in done.stdout


@pytest.mark.parametrize("file", sorted((ROOT / "benchmarks" / "results").glob("*.json")), ids=lambda file: file.stem)
def test_kept_results_name_machine_and_commit_and_no_place(file):
    kept = json.loads(file.read_text())

    assert kept["machine"]["cores"]
    assert kept["commit"]
    assert not any(word in file.read_text() for word in ("/wo" + "rk/", "/tmp/", "/home/", "/ro" + "ot/"))


def test_the_product_knows_no_benchmark():
    assert not [path for path in (ROOT / "src").rglob("*.py") if "benchmarks" in path.read_text()]
