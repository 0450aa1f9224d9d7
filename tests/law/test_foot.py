"""The way to withdraw and the legal pages stand at the foot of every page a reader can open (§356a BGB, §5 DDG)."""

from __future__ import annotations

import pytest

from tests.access.test_matrix import KNOWN, LINES, _address, _ask, _client, turned, world  # noqa: F401  fixtures

pytestmark = pytest.mark.django_db
SCREENS = {"web:wall"}  # hangs in the foyer; its one link leads to a page with a foot
NO_PAGES = ("text/calendar", "text/csv", "text/plain", "application/", "image/")


@pytest.mark.parametrize(("language", "root"), [("de", "/"), ("en", "/en/")])
def test_every_public_page_ends_with_the_way_to_withdraw_and_the_legal_pages(world, language, root):  # noqa: F811  the fixture
    lacking, seen = [], 0
    for route in KNOWN:
        if LINES[route][0][0] == "+" and route not in SCREENS:
            answer = _ask(_client(world, "guest"), "GET", _address(route, LINES[route][2], world["own"], language))
            if answer.status_code == 200 and not answer.headers["Content-Type"].startswith(NO_PAGES):
                seen += 1
                foot = answer.content.decode().partition("<footer")[2]
                lacking += [
                    (route, link) for link in ("vertrag-widerrufen/", "impressum/", "datenschutz/", "barrierefreiheit/")
                    if f'href="{root}{link}"' not in foot
                ]  # fmt: skip

    assert lacking == []
    assert seen > 30
