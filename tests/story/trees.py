"""What a screen reader is told of the main pages, kept as text: ``python -m tests.story.trees`` writes ``trees/`` anew; read the change before you keep it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.story.conftest import CHROMIUM_WORDS
from tests.story.servers import Campus

ROOM = Path(__file__).with_name("trees")
CLOCK = "2027-03-01T08:00"  # the demo's dates are laid around it, and its people follow from a seed
PAGES = {
    "home": "/", "catalogue": "/kurse/", "course": "/kurse/von-der-schmelze-zum-produkt/", "dates": "/termine/", "needs": "/bedarf/",
    "report": "/bedarf/melden/", "curriculum": "/curriculum/", "impact": "/wirkung/", "withdraw": "/vertrag-widerrufen/", "sign-in": "/anmelden/",
}  # fmt: skip


def tree_of(page: Page, path: str) -> str:
    """Roles, names and states below ``main``; addresses are left out, some hold a random word."""
    page.goto(path)
    told = page.locator("main").aria_snapshot()
    return "\n".join(line for line in told.splitlines() if not re.match(r"\s*- /url:", line)) + "\n"


def main() -> None:
    """A demo of its own at a fixed time, each page once."""
    ROOM.mkdir(exist_ok=True)
    with Campus("--clock", CLOCK) as campus, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_WORDS)
        page = browser.new_context(base_url=campus.url).new_page()
        for name, path in PAGES.items():
            (ROOM / f"{name}.txt").write_text(tree_of(page, path), encoding="utf-8")
        browser.close()


if __name__ == "__main__":
    main()
