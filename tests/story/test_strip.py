"""The line of stations on a page of the thread: two lines at most on a phone, and every word of it where there is room. The foot is one line on a desk, and a field has its edge wherever it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.story.servers import Campus

pytestmark = pytest.mark.browser
COURSE = "/kurse/von-der-schmelze-zum-produkt/"
PAGES = [
    "/bedarf/",
    "/bedarf/qualitaet/",
    "/bedarf/melden/",
    "/curriculum/",
    "/kurse/",
    COURSE,
    "/termine/",
    "/nachweis/",
    "/wirkung/",
]
OF_A_RUN = ["", "buchungen/", "anwesenheit/", "papiere/"]
LINES = "new Set([...document.querySelectorAll('.strip > li')].map(step => Math.round(step.getBoundingClientRect().top))).size"


Opens = Callable[[int, int], Page]


@pytest.fixture(params=["own letters", "letters of the device"])
def opens(request: pytest.FixtureRequest, browser: Browser, demo_campus: Campus) -> Iterator[Opens]:
    """A page of that width and height; on a slow line its own letters come too late for the first page, and the device lends its own."""
    made: list[BrowserContext] = []

    def opened(width: int, height: int) -> Page:
        made.append(browser.new_context(base_url=demo_campus.url, viewport={"width": width, "height": height}))
        page = made[-1].new_page()
        if request.param != "own letters":
            page.route("**/*.woff2", lambda route: route.abort())
        page.goto("/")  # so that the letters are at hand
        return page

    yield opened
    for context in made:
        context.close()


@pytest.fixture
def phone(opens: Opens) -> Page:
    """A phone, 390 px wide."""
    return opens(390, 800)


def lines_of(page: Page, path: str) -> int:
    """How many lines the line of the page takes."""
    page.goto(path)
    assert page.locator(".strip [aria-current=step]").inner_text().strip(), path
    return int(page.evaluate(LINES))


def test_the_line_of_a_page_takes_two_lines_at_most_on_a_phone(phone: Page) -> None:
    phone.goto(COURSE)
    booking = phone.locator("main a[href*='/buchen/']").first.get_attribute("href") or ""
    public = {path: lines_of(phone, path) for path in (*PAGES, f"/en{COURSE}", booking)}
    phone.goto("/anmelden/")
    phone.click('form[action*="/demo/office/"] button')
    phone.wait_for_url("**/buero/")
    run = phone.locator("main a[href^='/buero/durchgaenge/']").first.get_attribute("href") or ""
    begin = "/".join(run.split("/")[:4])
    office = {path: lines_of(phone, path) for part in OF_A_RUN if (path := f"{begin}/{part}")}

    assert {path: lines for path, lines in (public | office).items() if lines not in {1, 2}} == {}
    assert len(office) == len(OF_A_RUN)


def test_a_phone_reads_short_words_and_a_desk_the_whole_of_them(phone: Page) -> None:
    phone.goto(COURSE)
    line = phone.locator(".strip")
    assert line.get_by_role("link", name="Modul 1", exact=True).is_visible()
    assert line.get_by_role("link", name="Wirkung", exact=True).is_visible()

    phone.set_viewport_size({"width": 1280, "height": 800})

    assert line.get_by_role("link", name="Was es gebracht hat", exact=True).is_visible()
    assert not line.get_by_role("link", name="Wirkung", exact=True).count()


SPREAD = """(foot) => {
  const middles = [...foot.querySelectorAll('.page > span, li')].map((one) => one.getBoundingClientRect()).map((box) => box.top + box.height / 2);
  return Math.max(...middles) - Math.min(...middles);
}"""
A_LINE = 10  # pixels; the next line would be some thirty below


def test_the_foot_is_one_line_on_a_desk_in_both_languages(opens: Opens) -> None:
    desk = opens(1280, 900)

    def spread(path: str) -> float:
        desk.goto(path)
        return float(desk.locator("footer").evaluate(SPREAD))

    found = {path: spread(path) for path in ("/kurse/", "/en/kurse/")}
    desk.goto("/anmelden/")
    desk.get_by_role("button", name="Als Büro anmelden").click()
    desk.wait_for_url("**/buero/**")
    found |= {path: spread(path) for path in ("/buero/kurse/", "/en/buero/kurse/")}

    assert max(found.values()) < A_LINE, found


EDGE = "(field) => getComputedStyle(field).borderTopColor"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_field_in_a_box_has_the_edge_of_every_field(phone: Page, scheme: str) -> None:
    phone.emulate_media(color_scheme=scheme)
    phone.goto("/bedarf/melden/")
    edge = phone.locator("form .field input[type=email]").evaluate(EDGE)

    phone.goto("/kurse/")
    assert phone.locator(".aside .field input[type=search]").evaluate(EDGE) == edge
