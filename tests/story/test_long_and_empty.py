"""Long and empty: what nobody wrote a page for. Nothing scrolls sideways, nothing is cut, names keep to themselves.

The pages are drawn by the product in this process (a test client, a world made by the builders) and shown by Chromium at 320 px.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Route

from glascampus.basics import clock
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.organisations.actions import make_colleague
from glascampus.stations.bookings import actions as bookings_by
from tests.build import bookings, commons, courses, credentials, curriculum, needs
from tests.build.commons import NOW

STATIC = Path(__file__).resolve().parents[2] / "src" / "glascampus" / "web" / "static"
LONG = "Glasschmelze, Formgebung, Kühlung, Zuschnitt, Kante, Vorspannen, Verbund, Beschichtung und Prüfung für alle Schichten in einem einzigen Kurs"
LONG_WORD = "Feuerfestauskleidungsinstandsetzungsfachkräfteweiterbildungsveranstaltung"
SHORT, RIGHT_TO_LEFT = "Ö", "نورة الزجاج"
LONGEST = f"Maximiliane {'Glashüttenbeispielname-' * 3}"[:80]
NAMES = [SHORT, RIGHT_TO_LEFT, LONGEST, *(f"Person Nummer{n}" for n in range(57))]
SEATS, FIRM_BOOKINGS = 60, 200

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# What sticks out to the right, what hides a part of its text, and every name that shares a line with other words without being isolated.
SEEN = """(name) => {
  const found = [], width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth > width) found.push(`${document.scrollingElement.scrollWidth} px wide`);
  for (const one of document.querySelectorAll('main *, header *, footer *')) {
    if (one.closest('.out, .scroll, option, thead, svg')) continue;
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    const says = `${one.tagName.toLowerCase()}.${one.className} ${(one.textContent || '').trim().slice(0, 40)}`;
    if (box.right > width + 1) found.push(`sticks out: ${says}`);
    if (!one.matches('input, select, textarea') && /hidden|clip/.test(style.overflowX) && one.scrollWidth > one.clientWidth + 1) found.push(`cut: ${says}`);
    if (style.textOverflow === 'ellipsis') found.push(`cut with dots: ${says}`);
  }
  const words = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  for (let text = words.nextNode(); text; text = words.nextNode()) {
    if (text.data.trim() && !text.parentElement.closest('.out, .scroll, option, textarea, thead, svg')) {
      const range = document.createRange();
      range.selectNodeContents(text);
      if (range.getBoundingClientRect().right > width + 1) found.push(`text sticks out: ${text.data.trim().slice(0, 60)}`);
    }
    if (!text.data.includes(name)) continue;
    let around = text.parentElement, alone = around.closest('.out, option, textarea') !== null;
    for (; getComputedStyle(around).display === 'inline' && !alone; around = around.parentElement) {
      alone = /isolate|plaintext/.test(getComputedStyle(around).unicodeBidi);
    }
    if (!alone && around.textContent.trim() !== name) found.push(`not isolated: ${around.textContent.trim().replace(/\\s+/g, ' ').slice(0, 80)}`);
  }
  return found;
}"""


@pytest.fixture(autouse=True)
def _on_that_monday() -> None:
    """The world's own day."""
    clock.turn_with(lambda: NOW - datetime.now(UTC))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A small phone."""
    context = browser.new_context(viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


@pytest.fixture
def shown(page: Page, client: Client) -> Callable[[str], list[str]]:
    """Opens a page of the product at 320 px and says what is wrong with it."""

    drawn: dict[str, Any] = {}

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            file = STATIC / re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", path.removeprefix("/static/"))
            kind = mimetypes.guess_type(file.name)[0] or "text/plain"
            route.fulfill(body=file.read_bytes(), content_type=kind) if file.exists() else route.fulfill(status=404)
        else:
            route.fulfill(body=drawn["page"], content_type="text/html; charset=utf-8")

    def look(path: str) -> list[str]:
        made = client.get(path)
        assert made.status_code == 200, (path, made.status_code)
        drawn["page"] = made.content
        page.goto(f"http://testserver{path}")
        found = page.evaluate(SEEN, RIGHT_TO_LEFT)
        return [f"{path}: {what}" for what in found]

    page.route("http://testserver/**", answer)
    return look


def _world(campus: Any, bodo: Any) -> dict[str, Any]:
    """Everything long: titles, names, a full run of sixty, a firm with two hundred bookings."""
    topic = needs.topic(campus, LONG, slug="lang", summary_de=LONG_WORD)
    needs.firms(campus, topic, 4)
    module = curriculum.module(
        campus, topic, title=LONG[:134], outcomes=[(LONG, LONG), (LONG_WORD, LONG_WORD)], slug="langes-modul"
    )
    course = courses.course(
        campus, title=LONG, title_en=LONG, modules=[module], summary_de=LONG_WORD, slug="langer-kurs"
    )
    site = commons.site(campus, "lang", name_de=LONG[:110], street=LONG_WORD, town=LONG_WORD[:40])
    run = courses.run(campus, course, capacity=SEATS, site=site, days=4)
    booking = bookings.booking(
        run, *NAMES[:20], booker_name=RIGHT_TO_LEFT, organisation_name=RIGHT_TO_LEFT, kind="company"
    )
    for n in (20, 40):
        bookings.booking(run, *NAMES[n : n + 20], booker_email=f"zwanzig{n}@example.org", kind="company")
    firm = commons.organisation(campus, f"{LONGEST} GmbH", slug="lange-firma")
    make_colleague(organisation=firm, user=bodo, by=SYSTEM, now=NOW)
    wide = courses.run(campus, course, capacity=FIRM_BOOKINGS, starts_in_days=60)
    for n in range(FIRM_BOOKINGS):
        one = bookings.booking(
            wide, f"Kollege Nummer{n}", kind="company", organisation_name=firm.name, booker_email=f"hr{n}@example.org"
        )
        bookings_by.attach_booking(booking=one, organisation=firm, by=SYSTEM, now=NOW)
    paper = credentials.credential(campus, *RIGHT_TO_LEFT.split(), of=credentials.course(campus, title=LONG[:134]))
    return {"run": run, "booking": booking, "paper": paper}


def test_long_titles_and_many_people_fit_on_a_small_phone(campus, bodo, anna, client, shown):
    from glascampus.stations.bookings import reads as bookings_of

    world = _world(campus, bodo)
    code, token = world["run"].code, bookings_of.token_of(world["booking"])
    public = [
        "/", "/kurse/", "/kurse/langer-kurs/", "/termine/", "/bedarf/", "/bedarf/lang/", "/curriculum/", "/curriculum/langes-modul/",
        "/wirkung/", "/wirkung/leinwand/", "/suche/?q=Glasschmelze", f"/kurse/termin/{code}/buchen/", f"/buchung/{token}/",
        f"/nachweis/{world['paper'].uuid}/",
    ]  # fmt: skip
    firm = ["/betrieb/", "/betrieb/buchungen/", "/betrieb/leute/"]
    office = [
        "/buero/", "/buero/durchgaenge/", f"/buero/durchgaenge/{code}/", f"/buero/durchgaenge/{code}/buchungen/", "/buero/buchungen/",
        f"/buero/durchgaenge/{code}/anwesenheit/", f"/buero/durchgaenge/{code}/anwesenheit/eintragen/", "/stil/", "/buero/kurse/",
        f"/buero/durchgaenge/{code}/absagen/",
    ]  # fmt: skip

    found = [wrong for path in public for wrong in shown(path)]
    client.force_login(bodo)
    found += [wrong for path in firm for wrong in shown(path)]
    client.force_login(anna)
    found += [wrong for path in office for wrong in shown(path)]

    assert not found, "\n".join(found[:40])


def test_an_empty_campus_says_what_to_do_next(campus, shown, page):
    for path in ("/", "/kurse/", "/termine/", "/bedarf/", "/curriculum/", "/wirkung/", "/wirkung/leinwand/"):
        assert shown(path) == []
        assert page.locator("main a[href]").count(), f"{path} is a dead end"
        assert page.locator("h1").count() == 1


def test_one_need_is_told_in_the_singular(campus, shown, page):
    needs.confirmed(campus, needs.topic(campus, "Öfen anfahren", slug="oefen"))

    assert shown("/bedarf/") == []
    assert "1 Thema," in page.locator(".hero").inner_text()
    assert shown("/bedarf/oefen/") == []
    assert shown("/") == []


def test_a_list_of_no_topics_does_not_speak_of_the_strongest(campus, anna, client, shown, page):
    assert shown("/bedarf/") == []
    said = page.locator("main").inner_text()
    assert "Noch steht hier kein Thema." in said
    assert "stärksten" not in said
    assert page.get_by_role("link", name="Bedarf melden").count() == 1
    assert page.get_by_role("link", name="Neues Thema").count() == 0

    client.force_login(anna)
    assert shown("/bedarf/") == []
    assert page.get_by_role("link", name="Neues Thema").get_attribute("href") == "/buero/themen/neu/"
