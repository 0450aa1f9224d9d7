"""The own pages of participant, company, lecturer and funder: axe finds nothing, nothing scrolls sideways, no dead end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.story.places import twin
from tests.story.servers import Campus
from tests.story.test_axe import SMALL, _looked_at

pytestmark = pytest.mark.browser
OWN = {
    "participant": ["/mein/", "/mein/loeschen/", "/konto/", "/konto/zweiter-faktor/"],
    "company": ["/betrieb/", "/betrieb/buchungen/", "/betrieb/buchungen/?zustand=waiting&q=nichts", "/betrieb/leute/", "/betrieb/nachweise/", "/betrieb/kollegen/"],
    "lecturer": ["/lehre/", "/lehre/termine/"],
    "funder": ["/foerderer/", "/foerderer/?von=2024-1&bis=2030-4"],
}  # fmt: skip


@pytest.fixture(params=sorted(OWN))
def opened(request: pytest.FixtureRequest, browser: Browser, demo_campus: Campus) -> Iterator[tuple[str, Page]]:
    """The demo's user of a role, signed in by its button."""
    context = browser.new_context(base_url=demo_campus.url)
    page = context.new_page()
    page.goto("/anmelden/")
    page.locator(f'form[action*="/demo/{request.param}/"] button').click()
    page.wait_for_load_state()
    yield str(request.param), page
    context.close()


@pytest.mark.parametrize("language", ["de", "en"])
def test_own_pages_are_for_everybody(opened: tuple[str, Page], language: str) -> None:
    """Light and dark, at 320 px and wide; each page has something of the role's own to show."""
    role, page = opened
    found: list[str] = []
    for path in OWN[role]:
        page.set_viewport_size(SMALL)
        page.emulate_media(color_scheme="light")
        response = page.goto(path if language == "de" else twin(path))
        assert response, path
        assert response.status == 200, (response.status, path)
        found += _looked_at(page, f"{role} {path}")
    assert not found, found[:40]


def test_who_is_not_of_the_office_sees_the_way_back_and_not_its_menu(opened: tuple[str, Page]) -> None:
    """403 under the reader's own menu, with a button to the own page."""
    role, page = opened

    response = page.goto("/buero/")

    assert response
    assert response.status == 403
    assert page.locator("main .actions a").first.get_attribute("href") == OWN[role][0]
    assert page.locator('header a[href="/buero/buchungen/"]').count() == 0
