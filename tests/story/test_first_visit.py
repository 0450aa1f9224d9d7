"""What a first visit costs, in Chromium with an empty cache: bytes over the wire, requests, shifts of the layout, scripts, cookies."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser

from tests.story.servers import Campus

pytestmark = pytest.mark.browser
MOST_BYTES, MOST_REQUESTS = 50_000, 5
COURSE = "/kurse/von-der-schmelze-zum-produkt/"
SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(shift => sum += shift.hadRecentInput ? 0 : shift.value))
    .observe({type: 'layout-shift', buffered: true});
  document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum), 50))));
})"""
PACE = 20_000  # bytes a second
EDGE_OF_A_VILLAGE = {"offline": False, "latency": 300, "downloadThroughput": PACE, "uploadThroughput": PACE}


@dataclass
class Visit:
    """One visit by somebody who was never here."""

    bytes_sent: int = 0
    asked: list[str] = field(default_factory=list)
    scripts: int = 0
    shift: float = 0.0
    cookies: int = 0


def visit(browser: Browser, url: str, *, width: int, height: int, slow: bool = False) -> Visit:
    """Open ``url`` with a context of its own and count what comes over the wire, headers included."""
    context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=2)
    page, seen = context.new_page(), Visit()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    if slow:
        wire.send("Network.emulateNetworkConditions", EDGE_OF_A_VILLAGE)

    def finished(event: dict[str, float]) -> None:
        seen.bytes_sent += int(event["encodedDataLength"])

    wire.on("Network.loadingFinished", finished)
    wire.on("Network.requestWillBeSent", lambda event: seen.asked.append(event["request"]["url"]))
    page.goto(url, wait_until="networkidle")
    seen.shift = page.evaluate(SHIFTS)
    seen.scripts = page.locator("script:not([type='application/ld+json'])").count()
    seen.cookies = len(context.cookies())
    context.close()
    return seen


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)], ids=["phone", "desk"])
@pytest.mark.parametrize("path", ["/", "/kurse/", COURSE])
def test_a_first_visit_is_small_and_calm(
    browser: Browser, demo_campus: Campus, path: str, width: int, height: int
) -> None:
    seen = visit(browser, demo_campus.url + path, width=width, height=height)

    print(f"\n{path} {width} px: {seen.bytes_sent} bytes, {len(seen.asked)} requests, shift {seen.shift:.4f}")
    assert seen.bytes_sent <= MOST_BYTES, seen.asked
    assert len(seen.asked) <= MOST_REQUESTS, seen.asked
    assert all(url.startswith((demo_campus.url, "data:")) for url in seen.asked), seen.asked
    assert seen.shift < 0.001, "the page moves while it loads"
    assert (seen.scripts, seen.cookies) == (0, 0)


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 800)], ids=["phone", "desk"])
@pytest.mark.parametrize("path", ["/", "/kurse/", COURSE])
def test_nothing_jumps_under_the_thumb_on_a_slow_line(
    browser: Browser, demo_campus: Campus, path: str, width: int, height: int
) -> None:
    seen = visit(browser, demo_campus.url + path, width=width, height=height, slow=True)

    assert seen.shift < 0.001, "the page moves while it loads"
