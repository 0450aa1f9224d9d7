"""Without a mouse: booking a seat, tapping attendance, deciding a run; and the office's keys, which never get in the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.story.places import office_places
from tests.story.servers import Campus
from tests.story.test_axe import SMALL, _looked_at

pytestmark = pytest.mark.browser
MOST_TABS, DATE_PARTS = 120, 5


@pytest.fixture
def page(browser: Browser, demo_campus: Campus) -> Iterator[Page]:
    """A page whose mouse nobody has."""
    context = browser.new_context(base_url=demo_campus.url, viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


@pytest.fixture
def office(page: Page) -> Page:
    """The office, signed in by keys."""
    page.goto("/anmelden/")
    press(page, page.locator('form[action*="/demo/office/"] button'))
    page.wait_for_url("**/buero/")
    return page


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until ``wanted`` has the focus. Nothing may keep it; only a field for a date takes several presses."""
    expect(wanted).to_be_visible()
    before, stays = None, 0
    for _n in range(MOST_TABS):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
        here = page.evaluate_handle("document.activeElement")
        stays = stays + 1 if before and page.evaluate("([a, b]) => a === b", [before, here]) else 0
        assert stays < DATE_PARTS, "the focus is trapped"
        before = here
    raise AssertionError(f"{wanted} cannot be reached with Tab")


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    """Go there with Tab, and press a key."""
    reach(page, wanted)
    page.keyboard.press(key)


def write(page: Page, wanted: Locator, text: str) -> None:
    """Go there with Tab, and type."""
    reach(page, wanted)
    page.keyboard.type(text)


# Three stories


def test_a_seat_is_booked(page: Page) -> None:
    page.goto("/kurse/")
    write(page, page.locator("main input[type=search]"), "Elecktrotechnick")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Gesucht nach Elektrotechnik")
    press(page, page.locator('main a[href*="/buchen/"]').first)

    page.wait_for_url("**/buchen/")
    press(page, page.locator("input[name=kind]").first, "Space")
    write(page, page.locator("input[name=booker_name]"), "Tasta Tur")
    write(page, page.locator("input[name=booker_email]"), "tasta@example.org")
    press(page, page.locator("input[name=terms]"), "Space")
    press(page, page.locator("main form button.button").last)

    page.wait_for_url("**/buchung/**")
    expect(page.locator("main")).to_contain_text("Tasta Tur")


def test_attendance_is_tapped(office: Page, demo_campus: Campus) -> None:
    office.goto(office_places(demo_campus)["attendance"])
    there = office.get_by_role("button", name=": da").first
    press(office, there)
    office.wait_for_load_state()

    pressed = office.locator('main button[name=says][aria-pressed="true"]')
    expect(pressed.first).to_be_visible()


def test_a_run_is_decided(office: Page, demo_campus: Campus) -> None:
    code = "tasten-1"
    made = json.loads(demo_campus.run("demo", "run", "--code", code, "--seats", "4", "--min", "1").stdout)
    assert made["url"]

    office.keyboard.press("Control+k")
    office.keyboard.type(code)
    expect(office.locator("#leiste [role=option]").first).to_contain_text("Durchgang")
    office.keyboard.press("Enter")
    office.wait_for_url(f"**/buero/durchgaenge/{code}/")
    press(office, office.locator(f'main a[href$="/durchgaenge/{code}/buchungen/"]').first)
    press(office, office.get_by_role("link", name="Findet statt"))
    press(office, office.locator("main form button.button").last)

    office.wait_for_load_state()
    expect(office.locator("main")).to_contain_text("findet statt")


# The keys of the office


def test_the_command_bar_opens_chooses_and_gives_the_focus_back(office: Page) -> None:
    opener = office.locator("#suche")
    press(office, opener)
    field = office.get_by_role("combobox")
    expect(field).to_be_focused()

    office.keyboard.type("schmelse")
    options = office.get_by_role("option")
    expect(options.first).to_have_attribute("aria-selected", "true")
    office.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "treffer-2")
    expect(office.locator("#leiste [role=status]")).to_contain_text("gesucht nach Schmelze statt")
    office.set_viewport_size(SMALL)
    assert not _looked_at(office, "the command bar")

    office.keyboard.press("Escape")
    expect(office.locator("#leiste")).to_be_hidden()
    expect(opener).to_be_focused()


def test_enter_leads_to_the_page_of_results_where_nothing_is_chosen(office: Page) -> None:
    office.keyboard.press("Control+k")
    office.keyboard.type("quantencomputer")
    expect(office.locator("#leiste [role=status]")).to_contain_text("0 Treffer")
    office.keyboard.press("Enter")

    office.wait_for_url("**/buero/suche/?q=quantencomputer")


def test_a_question_mark_shows_the_keys(office: Page) -> None:
    office.keyboard.press("?")
    expect(office.locator("#tasten")).to_be_visible()
    office.set_viewport_size(SMALL)
    assert not _looked_at(office, "the keys")
    office.keyboard.press("Escape")
    expect(office.locator("#tasten")).to_be_hidden()


@pytest.mark.parametrize(
    ("keys", "leads_to"),
    [
        ("gk", "/buero/kurse/"),
        ("gd", "/buero/durchgaenge/"),
        ("gb", "/buero/buchungen/"),
        ("gp", "/buero/post/"),
        ("gm", "/buero/bedarf/"),
    ],
)
def test_g_and_a_letter_jump(office: Page, keys: str, leads_to: str) -> None:
    for key in keys:
        office.keyboard.press(key)
    office.wait_for_url(f"**{leads_to}")

    assert urlsplit(office.url).path == leads_to
    assert office.locator("header nav [aria-current=page]").get_attribute("href") == leads_to


def test_j_and_k_walk_through_a_list_and_enter_opens(office: Page) -> None:
    office.goto("/buero/kurse/")
    first, second = (office.locator("main .rows tbody tr").nth(n).locator("a, button").first for n in (0, 1))
    office.keyboard.press("j")
    expect(first).to_be_focused()
    office.keyboard.press("j")
    expect(second).to_be_focused()
    office.keyboard.press("k")
    expect(first).to_be_focused()
    wanted = first.get_attribute("href")
    office.keyboard.press("Enter")
    office.wait_for_url(f"**{wanted}")


def test_keys_are_only_letters_while_somebody_writes(office: Page) -> None:
    office.goto("/buero/suche/")
    office.keyboard.press("/")
    field = office.locator("#q")
    expect(field).to_be_focused()
    office.keyboard.type("gk?/j")

    expect(field).to_have_value("gk?/j")
    expect(office.locator("#tasten")).to_be_hidden()


def test_single_keys_can_be_switched_off_and_on(office: Page) -> None:
    office.goto("/buero/tasten/")
    switch = office.locator("main [data-key-switch] button")
    press(office, switch)
    expect(switch).to_have_attribute("aria-pressed", "true")
    office.goto("/buero/")
    office.keyboard.press("?")
    expect(office.locator("#tasten")).to_be_hidden()
    office.keyboard.press("Control+k")
    expect(office.locator("#leiste")).to_be_visible()
    office.keyboard.press("Escape")

    office.goto("/buero/tasten/")
    press(office, office.locator("main [data-key-switch] button"))
    office.keyboard.press("?")
    expect(office.locator("#tasten")).to_be_visible()
