"""Prints the matrix as it is now, for the lines whose objects stand in the table: ``./campus test -s -n0 tests/access/observe.py``."""

import pytest

from tests.access.test_matrix import KNOWN, LINES, ROUTES, _address, _seen, turned, world  # noqa: F401  fixtures

pytestmark = pytest.mark.django_db


def test_print_the_matrix(world, capsys):  # noqa: F811  the fixture
    """Every known address once; nothing is judged here."""
    with capsys.disabled():
        print(*(f"# no line: {route}" for route in ROUTES if route not in LINES), sep="\n")
        for route in KNOWN:
            objects = LINES[route][2]
            url = _address(route, objects, world["own"])
            names = " ".join(f"{name}={thing}" for name, thing in objects.items())
            print(f"{route.split('#')[0]:34} {_seen(world, url, 'GET')}  {_seen(world, url, 'POST')}  {names}".rstrip())
