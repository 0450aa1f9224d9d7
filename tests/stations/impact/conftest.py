"""The cast, and the edge's clock standing still."""

from tests.cast import anna, bodo, campus, carla, now, other_campus  # noqa: F401  fixtures
from tests.stations.credentials.conftest import settle_clock  # noqa: F401  fixture
