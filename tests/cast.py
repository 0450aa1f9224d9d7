"""One cast for all tests: office Anna, company Bodo, stranger Carla, and always a second campus."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # a plugin is imported before Django is ready
    from glascampus.commons.campuses.models import Campus
    from glascampus.commons.roles.models import User


def commons():
    """The builders, once Django is there."""
    from tests.build import commons

    return commons


@pytest.fixture(autouse=True)
def tidy() -> Iterator[None]:
    """A test begins at :func:`now`, whatever the day, as what the builders make lies around it; what it turned, the next one finds right, and the language German."""
    from django.utils import translation

    from glascampus.basics import clock
    from glascampus.commons.campuses.rules import clock_file, turned_by

    ahead = commons().NOW - datetime.now(UTC)
    clock.turn_with(lambda: ahead)
    yield
    translation.activate("de")
    clock.turn_with(turned_by)
    clock_file().unlink(missing_ok=True)


@pytest.fixture
def now() -> datetime:
    """Monday, 1 March 2027, nine o'clock in Torgau."""
    return commons().NOW


@pytest.fixture
def other_campus(db: None) -> Campus:
    """The second campus that is in the test data always; it answers under its own host."""
    return commons().campus("other", name_de="Anderer Campus", host="other.example")


@pytest.fixture
def campus(db: None, other_campus: Campus) -> Iterator[Campus]:
    """The campus under test, in scope."""
    from django_scopes import scope

    made = commons().campus()
    with scope(campus=made):
        yield made


@pytest.fixture
def anna(campus: Campus) -> User:
    """The office."""
    return commons().user(campus, "anna@example.org", "office")


@pytest.fixture
def bodo(campus: Campus) -> User:
    """A company's HR."""
    return commons().user(campus, "bodo@example.org", "company")


@pytest.fixture
def carla(campus: Campus) -> User:
    """Signed in, with no role here."""
    from glascampus.commons.roles.models import User

    user = User(email="carla@example.org", made_at=commons().NOW)
    user.save()
    return user
