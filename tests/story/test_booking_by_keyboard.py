"""Booking without a mouse: few fields, few keys, nothing lost by a mistake, and the number of people comes along."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.story.servers import Campus

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
MOST_STEPS, MOST_SECONDS = 15, 60


@pytest.fixture
def page(browser: Browser, demo_campus: Campus) -> Iterator[Page]:
    context = browser.new_context(base_url=demo_campus.url, viewport=PHONE)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def run_url(demo_campus: Campus) -> str:
    told = demo_campus.run("demo", "run", "--code", "tastatur", "--seats", "30", "--min", "3")
    return str(json.loads(told.stdout)["url"])


def tab_to(page: Page, name: str) -> int:
    """Press Tab until the field or button with this name has the focus; how many presses it took."""
    for presses in range(1, MOST_STEPS + 1):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name || document.activeElement.className") == name:
            return presses
    raise AssertionError(f"{name} is not within {MOST_STEPS} presses of Tab")


def test_a_practised_person_books_by_keyboard_within_a_minute(page: Page, run_url: str) -> None:
    page.goto(run_url)
    page.locator("[name=kind]").first.focus()
    began, steps = time.monotonic(), 0
    for name, typed in (("booker_name", "Nele Ulme"), ("booker_email", "nele@example.org")):
        steps += tab_to(page, name)
        page.keyboard.type(typed, delay=60)
    steps += tab_to(page, "terms")
    page.keyboard.press("Space")
    steps += tab_to(page, "button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/buchung/**")

    assert steps <= MOST_STEPS
    assert time.monotonic() - began < MOST_SECONDS


def test_the_phone_offers_the_right_keys_and_the_known_values(page: Page, run_url: str) -> None:
    page.goto(run_url)
    fields = {
        name: page.locator(f"[name={name}]") for name in ("booker_name", "booker_email", "booker_phone", "people")
    }

    expect(fields["booker_name"]).to_have_attribute("autocomplete", "name")
    expect(fields["booker_email"]).to_have_attribute("type", "email")
    expect(fields["booker_email"]).to_have_attribute("autocomplete", "email")
    expect(fields["booker_phone"]).to_have_attribute("type", "tel")
    expect(fields["people"]).to_have_attribute("autocapitalize", "words")
    expect(page.locator("main .button:not(.quiet)")).to_have_count(1)


def test_a_mistake_costs_one_click_and_loses_nothing(page: Page, run_url: str) -> None:
    page.goto(f"{run_url}?leute=3")
    page.locator("[name=booker_name]").fill("Kofi Pirol")
    page.locator("[name=people]").fill("Ada Muster\nBo Beispiel")
    page.locator("main button.button").click()
    summary = page.get_by_role("alert")

    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(page.locator("[name=booker_email]")).to_be_focused()
    expect(page.locator("[name=people]")).to_have_value("Ada Muster\nBo Beispiel")
    expect(page.locator("[name=kind][value=company]")).to_be_checked()
