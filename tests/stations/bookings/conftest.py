"""The cast."""

from tests.cast import anna, bodo, campus, carla, now, other_campus  # noqa: F401  fixtures
