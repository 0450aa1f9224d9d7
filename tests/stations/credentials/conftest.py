"""The edge's clock stands still at the tests' moment."""

import pytest

from glascampus.basics import clock
from glascampus.commons.campuses.rules import turned_by
from tests.cast import anna, bodo, campus, carla, now, other_campus  # noqa: F401  fixtures


@pytest.fixture
def settle_clock(now):  # noqa: F811  the fixture
    from datetime import UTC, datetime

    clock.turn_with(lambda: now - datetime.now(UTC))
    yield
    clock.turn_with(turned_by)
