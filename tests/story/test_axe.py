"""The main pages of every role: axe finds nothing, the console is silent, nothing scrolls sideways on a small phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.story.places import office_places, public_places, twin
from tests.story.servers import Campus, Mailbox

pytestmark = pytest.mark.browser
SMALL, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
ERRORS_ON = {
    "report", "sign-in", "sign-in-password", "book", "check-enter", "withdraw", "report-barrier", "module-new", "run-new",
}  # fmt: skip
RULES: dict[str, Any] = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
FAULTS_ONLY = {"resultTypes": ["violations"]}  # what is right need not be described: half the time


@pytest.fixture(scope="module")
def places(demo_campus: Campus, mailbox: Mailbox) -> dict[str, dict[str, str]]:
    """Addresses by role."""
    return {"stranger": public_places(demo_campus, mailbox), "office": office_places(demo_campus)}


@pytest.fixture(params=["stranger", "office"])
def role(request: pytest.FixtureRequest) -> str:
    """Who looks."""
    return str(request.param)


@pytest.fixture
def opened(browser: Browser, demo_campus: Campus, role: str) -> Iterator[tuple[Page, list[str]]]:
    """A page of this role and what its console says, violations of the content policy included."""
    context = browser.new_context(bypass_csp=False, base_url=demo_campus.url)
    page, said = context.new_page(), []
    page.on(
        "console",
        lambda message: (
            said.append(f"{message.type}: {message.text[:200]}") if message.type in {"error", "warning"} else None
        ),
    )
    page.on("pageerror", lambda error: said.append(f"page error: {error}"))
    if role == "office":
        page.goto("/anmelden/")
        page.get_by_role("button", name="Büro").first.click()
        page.wait_for_load_state()
    yield page, said
    context.close()


@pytest.mark.parametrize("language", ["de", "en"])
def test_axe_finds_nothing(
    role: str, language: str, opened: tuple[Page, list[str]], places: dict[str, dict[str, str]]
) -> None:
    """Light and dark, as it comes and with errors shown; no word on the console, no sideways scrolling at 320 px."""
    page, said = opened
    found: list[str] = []
    for name, path in places[role].items():
        page.set_viewport_size(SMALL)
        page.emulate_media(color_scheme="light")
        response = page.goto(path if language == "de" else twin(path))
        assert response, path
        assert response.status == 200, (response.status, path)
        found += _looked_at(page, f"{name} {path}")
        if name in ERRORS_ON:
            page.emulate_media(color_scheme="light")
            page.get_by_role("main").locator("form").last.locator("button").last.click()
            page.get_by_role("alert").wait_for()
            page.set_viewport_size(SMALL)
            found += _looked_at(page, f"{name} with errors")
    calm = [word for word in said if "422" not in word]
    assert not found, found[:40]
    assert not calm, calm


def _looked_at(page: Page, name: str) -> list[str]:
    """All complaints about what is shown now; of the dark scheme only its colours are new."""
    wide = page.evaluate("document.scrollingElement.scrollWidth")
    found = [f"{name}: {wide} px wide"] if wide > SMALL["width"] else []
    page.set_viewport_size(WIDE)
    found += _axe(page, name, RULES)
    page.emulate_media(color_scheme="dark")
    return found + _axe(page, f"{name}, dark", {"runOnly": {"type": "rule", "values": ["color-contrast"]}})


def _axe(page: Page, name: str, options: dict[str, Any]) -> list[str]:
    result = Axe().run(page, options=options | FAULTS_ONLY).response
    return [
        f"{name}: {v['id']} at {v['nodes'][0]['target']} {v['nodes'][0]['html'][:160]}" for v in result["violations"]
    ]
