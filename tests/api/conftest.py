"""The API's clock stands still, and a program with a token is there."""

from __future__ import annotations

import pytest

from tests.build import courses, machines
from tests.build.commons import NOW


@pytest.fixture(autouse=True)
def _still(monkeypatch):
    """The API asks the one clock; here it says Monday, 1 March 2027, nine o'clock in Torgau. A minute of its limits does not end in the middle of a test."""
    from datetime import UTC, datetime, timedelta
    from types import SimpleNamespace

    from glascampus.basics import clock
    from glascampus.commons.machines.actions import counting

    monkeypatch.setattr(counting, "time", SimpleNamespace(time=lambda: 30.0))

    clock.turn_with(lambda: NOW - datetime.now(UTC) + timedelta(milliseconds=100))  # not before NOW


@pytest.fixture(autouse=True)
def _counted_anew(settings):
    """Tests roll their tokens back, so that the next has the same number."""
    from pathlib import Path

    counts = Path(settings.DATA) / "api.counts"
    if counts.exists():
        counts.write_bytes(b"")


@pytest.fixture
def run(campus):
    return courses.run(campus, capacity=4, minimum=2)


@pytest.fixture
def program(campus):
    return machines.program(campus)
