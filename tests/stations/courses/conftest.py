"""The cast, and a clock that stands still."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from glascampus.basics import clock
from glascampus.commons.campuses.rules import turned_by
from tests.cast import anna, bodo, campus, carla, now, other_campus  # noqa: F401


@pytest.fixture
def settle_clock(now: datetime) -> Iterator[None]:  # noqa: F811  the fixture
    """The edge asks the tests' moment."""
    clock.turn_with(lambda: now - datetime.now(UTC))
    yield
    clock.turn_with(turned_by)
