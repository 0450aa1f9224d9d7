"""A form on another site presses no button here: every address, as somebody who may press it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.access.test_matrix import KNOWN, LINES, _address, turned, world  # noqa: F401  fixtures
from tests.access.world import ROLES

pytestmark = pytest.mark.django_db
OPEN_TO_MACHINES = {"web:undeliverable"}  # a token in its header, no cookie


PRESSED = {route: next(role for role, may in reversed(list(zip(ROLES, LINES[route][1], strict=True))) if may == "+")
           for route in KNOWN if "+" in LINES[route][1] and route not in OPEN_TO_MACHINES}  # fmt: skip


@pytest.mark.parametrize("route", sorted(PRESSED))
def test_a_form_of_another_site_does_nothing(route, world):  # noqa: F811  the fixture
    """Whoever may press a button here is refused when the page that sent it was not ours."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    if user := world["users"][PRESSED[route]]:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    answer = client.post(_address(route, LINES[route][2], world["own"]), headers={"Origin": "https://xq.example"})

    assert answer.status_code == 403
