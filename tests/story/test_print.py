"""What comes out of the printer: pages are filled, and no heading stands at the foot of one without what it announces."""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from tests.story.servers import Campus

pytestmark = pytest.mark.browser
MONTH = re.compile(r"^(Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember) 20\d\d$")


def printed(browser: Browser, address: str) -> list[list[str]]:
    """The lines of each page on A4."""
    page = browser.new_page()
    page.goto(address)
    paper = page.pdf(format="A4")
    page.close()
    return [
        [line.strip() for line in sheet.extract_text().splitlines() if line.strip()]
        for sheet in PdfReader(io.BytesIO(paper)).pages
    ]


def test_the_list_of_dates_fills_its_pages(browser: Browser, demo_campus: Campus) -> None:
    pages = printed(browser, f"{demo_campus.url}/termine/")

    assert any(MONTH.match(line) for line in pages[0]), "nothing but the heading on the first page"
    assert [lines[-1] for lines in pages if MONTH.match(lines[-1])] == []


def test_headings_of_the_figures_stay_with_their_figures(browser: Browser, demo_campus: Campus) -> None:
    pages = printed(browser, f"{demo_campus.url}/wirkung/")

    headings = {
        "Bedarf",
        "Curriculum",
        "Kurs",
        "Buchung",
        "Nachweis",
        "Wirkung",
        "Gesagt, getan",
        "Gebucht und da gewesen",
    }
    assert [lines[-1] for lines in pages if lines[-1] in headings] == []
    assert "Gebucht und da gewesen" in {line for lines in pages for line in lines}
