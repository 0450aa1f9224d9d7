"""The main pages say to a screen reader what they said before; a change is looked at and kept with ``python -m tests.story.trees``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.story.servers import Campus
from tests.story.trees import CLOCK, PAGES, ROOM, tree_of

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def still_campus() -> Iterator[Campus]:
    """A demo whose clock is set."""
    with Campus("--clock", CLOCK) as campus:
        yield campus


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_says_to_a_screen_reader_what_it_said_before(name: str, browser: Browser, still_campus: Campus) -> None:
    """Every heading, link, field and table, in their order."""
    page = browser.new_page()
    told = tree_of(page, still_campus.url + PAGES[name])
    page.close()

    assert told == (ROOM / f"{name}.txt").read_text(encoding="utf-8")
