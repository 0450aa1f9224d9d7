"""Pictures of the main pages, for ``./campus shots``: of every role, in both widths and both schemes; and the few the handbook shows.

A demo of its own is started, its clock set to the same morning each time, so that a picture changes only when a page does.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import BROWSERS
from tests.story.conftest import CHROMIUM_WORDS
from tests.story.places import PUBLIC, office_places, own_places, public_places, twin
from tests.story.servers import Campus, Mailbox

WIDTHS = {390: 844, 1280: 800}
SCHEMES = ("light", "dark")
MORNING = "2026-12-01T08:00"
PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
MAIN = {
    "stranger": ("home", "needs", "need", "curriculum", "module", "catalogue", "course", "dates", "book", "mine", "report", "impact", "partners", "search", "sign-in"),
    "office": ("board", "statements", "topics", "modules", "runs", "run-bookings", "calls", "attendance-list", "credentials"),
    "company": ("company", "company-people"),
    "lecturer": ("teaching", "teaching-dates"),
    "participant": ("my-courses",),
    "funder": ("figures",),
}  # fmt: skip
COURSE = {"course": "/kurse/glaswerkstoffe/"}
Places = dict[str, dict[str, str]]


class Shown(NamedTuple):
    """A picture of the handbook: who sees the page, which page, how wide."""

    role: str
    place: str
    width: int = 1280


BOOK = {
    "home-wide": Shown("stranger", "home"),
    "course-wide": Shown("stranger", "course"),
    "report-wide": Shown("stranger", "report"),
    "book-wide": Shown("stranger", "course"),
    "company-wide": Shown("company", "company"),
    "teaching-wide": Shown("lecturer", "teaching"),
    "mine-phone": Shown("participant", "my-courses", 390),
    "funder-wide": Shown("funder", "figures"),
    "board-wide": Shown("office", "board"),
    "calls-wide": Shown("office", "calls"),
    "attendance-list-wide": Shown("office", "attendance-list"),
    "attendance-phone": Shown("office", "calls", 390),  # last: for it the clock is turned
}


def main(words: list[str]) -> int:
    """What ``./campus shots`` asks for."""
    parser = argparse.ArgumentParser(prog="./campus shots", allow_abbrev=False)
    parser.add_argument("name", nargs="*")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--book", action="store_true")
    parser.add_argument("--list", action="store_true")
    asked = parser.parse_args(words)
    known = list(BOOK) if asked.book else [name for names in MAIN.values() for name in names]
    if asked.list:
        print(*known, sep="\n")
        return 0
    asked.out.mkdir(parents=True, exist_ok=True)
    with a_campus(book=asked.book) as (campus, browser, places):
        return (take_book if asked.book else take_main)(campus, browser, places, asked.out, asked.name)


@contextmanager
def a_campus(*, book: bool) -> Iterator[tuple[Campus, Browser, Places]]:
    """The demo on its morning, a browser, and where each role's pages are."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    with Mailbox() as mailbox, Campus("--clock", MORNING, mailbox=mailbox) as campus, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found, args=CHROMIUM_WORDS)
        strangers = {**PUBLIC, **COURSE} if book else public_places(campus, mailbox)  # walking there leaves traces
        yield campus, browser, {"stranger": strangers, "office": office_places(campus), **own_places()}
        browser.close()


def take_main(campus: Campus, browser: Browser, places: Places, out: Path, names: list[str]) -> int:
    """The 30 main pages, or those that were named, each in both widths and both schemes."""
    for role, found in places.items():
        wanted = {name: found[name] for name in names or MAIN[role] if name in found}
        if not wanted:
            continue
        page = signed_in(campus, browser, role)
        for name, path in wanted.items():
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                for width, height in WIDTHS.items():
                    page.set_viewport_size({"width": width, "height": height})
                    page.goto(path)
                    page.screenshot(path=out / f"{name}-{width}-{scheme}.png", full_page=True)
        page.context.close()
    unknown = [name for name in names if not any(name in found for found in places.values())]
    return _said(unknown, sorted(name for found in places.values() for name in found))


def take_book(campus: Campus, browser: Browser, places: Places, out: Path, names: list[str]) -> int:
    """The pictures of the handbook and the README, in both languages: one screen each, light, as JPEG."""
    for name in names or BOOK:
        if shown := BOOK.get(name):
            page = signed_in(campus, browser, shown.role)
            page.set_viewport_size({"width": shown.width, "height": WIDTHS[shown.width]})
            page.goto(places[shown.role][shown.place])
            if name == "attendance-phone":
                _open_attendance(page, campus)
            path = urlsplit(page.url).path
            for language, said in (("de", path), ("en", twin(path))):
                page.goto(said)
                if type_in := TYPED.get(name):
                    type_in(page)
                page.screenshot(path=out / f"{in_language(name, language)}.jpg", type="jpeg", quality=70)
            page.context.close()
    return _said([name for name in names if name not in BOOK], list(BOOK))


def in_language(name: str, language: str) -> str:
    """The name of a picture: ``board-wide`` in German, ``board-en-wide`` in English."""
    return name if language == "de" else f"-{language}-".join(name.rsplit("-", 1))


def signed_in(campus: Campus, browser: Browser, role: str) -> Page:
    """A page of somebody with this role; a stranger signs in nowhere."""
    page = browser.new_context(base_url=campus.url, locale="de-DE").new_page()
    if role != "stranger":
        _sign_in(page, role)
    return page


def _sign_in(page: Page, role: str) -> None:
    page.goto("/anmelden/")
    page.locator(f'form[action*="/demo/{role}/"] button').click()
    page.wait_for_load_state()


WISH = {"de": "Glasfehler früh sehen und richtig benennen.", "en": "See glass defects early and name them rightly."}


def _say_what_is_needed(page: Page) -> None:
    page.locator("[name=wish]").fill(WISH[page.locator("html").get_attribute("lang") or "de"])
    page.locator("[name=people]").fill("6")
    page.evaluate("document.querySelector('[type=date]').type = 'text'")  # its hint is in the browser's language
    page.locator("[name=people]").blur()


def _fill_in_six(page: Page) -> None:
    page.locator('main a[href*="/buchen/"]').first.click()
    page.locator("[name=kind][value=company]").check()
    page.locator("[name=organisation_name]").fill("Beispielbetrieb Nord GmbH")
    people = page.locator("[name=people]")
    people.fill("\n".join(f"Beispiel {name}" for name in ("Ahorn", "Birke", "Erle", "Linde", "Ulme", "Weide")))
    people.blur()
    page.locator("[name=organisation_name]").scroll_into_view_if_needed()


def _open_attendance(page: Page, campus: Campus) -> None:
    """The office makes the link of the next run; the morning after its first session the lecturer has its list open."""
    code = page.url.rstrip("/").split("/")[-2]
    first = datetime.fromisoformat(page.request.get(f"/api/v1/runs/{code}").json()["starts_at"]).date()
    page.goto(f"/buero/durchgaenge/{code}/anwesenheit/")
    page.get_by_role("button", name="Link machen").click()
    page.wait_for_load_state()
    campus.run("demo", "turn", "--days", str((first - datetime.fromisoformat(MORNING).date()).days + 1))
    page.context.clear_cookies()
    _sign_in(page, "lecturer")
    page.locator('main a.button.low[href*="/anwesenheit/"]').first.click()
    page.wait_for_load_state()
    for _ in range(2):
        page.locator('main button[value="da"][aria-pressed="false"]').first.click()
        page.wait_for_load_state()


TYPED = {"report-wide": _say_what_is_needed, "book-wide": _fill_in_six}


def _said(unknown: list[str], known: list[str]) -> int:
    if unknown:
        print(f"There is no page {', '.join(unknown)}; there are: {', '.join(known)}.", file=sys.stderr)
    return 2 if unknown else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
