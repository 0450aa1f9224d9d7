"""Pictures of the main pages for looking at: ``python -m tests.story.shots DIR [NAME …]``. Nothing of it is stored in the repository."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.story.conftest import CHROMIUM_WORDS
from tests.story.places import office_places, public_places
from tests.story.servers import Campus, Mailbox

WIDTHS = {390: 844, 1280: 800}
SCHEMES = ("light", "dark")


def shoot(page: Page, places: dict[str, str], room: Path) -> None:
    """Every place in both widths and both schemes."""
    for name, path in places.items():
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            for width, height in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": height})
                page.goto(path)
                page.screenshot(path=room / f"{name}-{width}-{scheme}.png", full_page=True)


def main(room: Path, only: list[str]) -> None:
    """A demo of its own, a stranger's and the office's pages."""
    room.mkdir(parents=True, exist_ok=True)
    mailbox = Mailbox()
    mailbox.controller.start()
    with Campus(mailbox=mailbox) as campus, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_WORDS)
        page = browser.new_context(base_url=campus.url).new_page()
        for places in (public_places(campus, mailbox), office_places(campus)):
            if "board" in places:
                page.goto("/anmelden/")
                page.get_by_role("button", name="Büro").first.click()
            shoot(page, {name: path for name, path in places.items() if not only or name in only}, room)
        browser.close()
    mailbox.controller.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
