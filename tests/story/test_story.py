"""The whole mission in Chromium: from what a firm says to what became of it, in real campuses with real mail."""

from __future__ import annotations

import csv
import os
import random
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from playwright.sync_api import Browser, expect

from tests.story import walk as steps
from tests.story.servers import Campus, Mailbox
from tests.story.walk import Tongue, Walk

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
SEED = int(os.environ.get("CAMPUS_STORY_SEED", "0"))


@pytest.fixture
def browser_walk(browser: Browser, mailbox: Mailbox) -> Iterator[object]:
    """Opens walks; the seed of the names is printed, so that a red story can be walked again."""
    contexts = []

    def begin(campus: Campus, language: str, *, javascript: bool) -> Walk:
        seed = SEED or random.randrange(1, 10**9)
        print(f"CAMPUS_STORY_SEED={seed}")
        context = browser.new_context(java_script_enabled=javascript, viewport={"width": 1280, "height": 800})
        contexts.append(context)
        return Walk(campus, mailbox, context.new_page(), Tongue(language), seed)

    yield begin
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("kind", "language", "javascript"), [
    ("empty", "de", False), ("empty", "en", True), ("demo", "de", True), ("demo", "en", False),
], ids=["empty-de-plain", "empty-again-en-js", "demo-de-js", "demo-en-plain"])  # fmt: skip
def test_a_need_becomes_a_course_and_the_firm_reads_what_came_of_it(
    kind, language, javascript, browser_walk, request, tmp_path
):  # type: ignore[no-untyped-def]  # six fixtures, none with a type of its own worth a line
    """Both empty stories happen in one installation, both demo stories in another."""
    campus: Campus = request.getfixturevalue(f"{kind}_campus")
    walk: Walk = browser_walk(campus, language, javascript=javascript)

    before = figures(walk)
    steps.state_need(walk)
    if kind == "empty" and not getattr(campus, "is_set_up", False):
        steps.set_up_office(walk)
        campus.is_set_up = True  # type: ignore[attr-defined]
        steps.sign_out(walk)
    steps.sign_in(walk)
    steps.make_topic(walk)
    steps.make_module(walk)
    steps.make_course(walk)
    steps.make_place_and_lecturer(walk)
    turn = 7  # days
    steps.make_run(walk, starts=steps.two_hours_ago(days=turn))
    steps.sign_out(walk)

    steps.six_book_and_a_seventh_waits(walk)
    steps.one_cancels_and_the_seventh_moves_up(walk)

    steps.sign_in(walk)
    steps.decide(walk)
    link = steps.send_attendance_link(walk)
    if kind == "demo":
        assert campus.run("demo", "turn", "--days", str(turn)).returncode == 0
        request.addfinalizer(lambda: campus.run("demo", "turn", "--days", str(-turn)))
    else:
        steps.bring_forward(walk, starts=steps.two_hours_ago())
    steps.sign_out(walk)

    walk.page.set_viewport_size(PHONE)
    steps.tap_attendance(walk, link)
    walk.page.set_viewport_size({"width": 1280, "height": 800})

    steps.sign_in(walk)
    papers = steps.close_run(walk)
    steps.sign_out(walk)
    assert len(papers) == 5
    paper_leads_to_its_check_page(walk, papers, tmp_path)

    the_firm_reads_what_became_of_it(walk)
    the_thread_shows_it_everywhere(walk, before)
    assert "Traceback" not in campus.complaints()


def paper_leads_to_its_check_page(walk: Walk, papers: dict[str, str], room: Path) -> None:
    """The QR code on the printed PDF is the address of the page that says it holds."""
    name, link = next(iter(papers.items()))
    walk.go(link)
    walk.sees(name)
    address = walk.link("Als PDF öffnen").get_attribute("href") or ""
    pdf = walk.page.request.get(walk.campus.url + address)
    assert pdf.status == 200
    (room / "paper.pdf").write_bytes(pdf.body())
    said = scan(room / "paper.pdf")
    assert said.rstrip("/").rsplit("/", 1)[1] == link.rstrip("/").rsplit("/", 1)[1]
    walk.go(said)
    walk.sees(name)
    walk.sees(walk.course[walk.tongue.code])


def scan(pdf: Path) -> str:
    """What a phone reads off the first page."""
    subprocess.run(["pdftoppm", "-r", "150", "-gray", "-singlefile", str(pdf), str(pdf.with_suffix(""))], check=True)
    _, size, _, pixels = pdf.with_suffix(".pgm").read_bytes().split(b"\n", 3)
    width, height = (int(part) for part in size.split())
    return str(zxingcpp.read_barcode(memoryview(pixels).cast("B", shape=[height, width])).text)


def the_firm_reads_what_became_of_it(walk: Walk) -> None:
    """Its private page: topic, course, and how many learned."""
    walk.go(walk.made["private"])
    walk.sees(walk.topic[walk.tongue.code])
    walk.sees(walk.course[walk.tongue.code])
    expect(walk.page.get_by_role("listitem").filter(has_text=walk.tongue.whole_word("Nachweis")).first).to_contain_text(
        "5"
    )


def figures(walk: Walk, root: str = "/") -> dict[str, int]:
    """The whole numbers of the CSV of impact, by their labels."""
    answer = walk.page.request.get(f"{walk.campus.url}{root}wirkung.csv")
    assert answer.status == 200
    text = answer.body().decode("utf-8-sig")
    rows = csv.reader(text.splitlines(), delimiter=";" if ";" in text.splitlines()[0] else ",")
    return {row[1]: int(row[2]) for row in rows if row[2].isdecimal()}


def the_thread_shows_it_everywhere(walk: Walk, before: dict[str, int]) -> None:
    """Home, need, course, impact, CSV and the other language have the new numbers in the same minute."""
    after = figures(walk)
    grown = {
        label: after[label] - before.get(label, 0)
        for label in ("Nachweise", "Menschen waren da", "Plätze sind gebucht")
    }
    assert grown == {"Nachweise": 5, "Menschen waren da": 5, "Plätze sind gebucht": 6}
    assert sorted(figures(walk, "/en/").values()) == sorted(after.values())
    for code, root in (("de", "/"), ("en", "/en/")):
        tongue = Tongue(code)
        walk.go(root)
        for label, value in (("Nachweis", after["Nachweise"]), ("Buchung", after["Plätze sind gebucht"])):
            station = (
                walk.page.get_by_role("main").get_by_role("listitem").filter(has_text=tongue.whole_word(label)).first
            )
            expect(station).to_contain_text(str(value))
        walk.go(f"{root}wirkung/")
        walk.sees(str(after["Nachweise"]))
        row = walk.page.get_by_role("row").filter(has_text=walk.topic[code])
        expect(row.get_by_role("cell").last).to_have_text(re.compile(r"^\s*5\s*$"))
        walk.go(f"{root}bedarf/")
        open_link(walk, walk.topic[code])
        walk.sees(re.compile(r"\b5 "))
        walk.sees(walk.course[code])
        walk.go(f"{root}kurse/")
        open_link(walk, walk.course[code])
        walk.sees(walk.topic[code])


def open_link(walk: Walk, name: str) -> None:
    """Follow the link of this name in the main part of the page."""
    with walk.page.expect_navigation():
        walk.page.get_by_role("main").get_by_role("link", name=name).first.click()
