"""Whatever is typed, clicked twice or sent from two tabs: no failure page, nothing lost, nothing done twice."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from html import escape
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.story.servers import Campus, Mailbox
from tests.story.surf import Field, Form, Surfer, pattern_of
from tests.story.test_crawl import crawl

HOSTILE = {
    "empty": "", "long": "Ä" * 10_000, "emoji": "🏭👩‍🏭🔥", "script": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "nul": "a\0b", "formula": "=1+1",
}  # fmt: skip
SENSIBLE = {
    "checkbox": "on", "email": "kim@example.org", "number": "3", "date": "2027-05-03", "datetime-local": "2027-05-03T09:00", "time": "09:00", "tel": "03421 1", "url": "https://example.org/",
}  # fmt: skip
RAW = ("<script>alert(1)", "<img src=x onerror")
STARTS: dict[str, tuple[list[str], int]] = {
    "stranger": (["", "nachweis/", "anmelden/"], 3), "participant": (["mein/", "konto/"], 3), "company": (["betrieb/", "konto/"], 4),
    "lecturer": (["lehre/", "konto/"], 3), "funder": (["foerderer/", "konto/"], 2), "office": (["buero/"], 25),
}  # fmt: skip  # where each role begins, and how many kinds of forms it must have met
PRESSES_OUT = re.compile(
    r"/(abmelden|demo|betrieb/kollegen/\d+/beenden|buero/zugaenge/\d+/beenden)/"
)  # who ends her own access tries nothing any more
DELETES = re.compile(r"/(loeschen|absagen|zurueckziehen)/")


@pytest.fixture(scope="module")
def prey(mailbox: Mailbox) -> Iterator[Campus]:
    """A demo that may be spoiled."""
    with Campus(mailbox=mailbox) as campus:
        yield campus


@pytest.fixture(scope="module")
def prey_of_the_office(mailbox: Mailbox) -> Iterator[Campus]:
    """Another one: the office can take the other roles' access away, and then they could try nothing."""
    with Campus(mailbox=mailbox) as campus:
        yield campus


def forms_of(surfer: Surfer, starts: list[str]) -> list[Form]:
    """One form of each kind, every other one in English: what is sent to the same kind of address with the same fields is one kind."""
    found: dict[tuple[object, ...], list[Form]] = {}
    for reader in crawl(surfer, [f"/{space}{start}" for start in starts for space in ("", "en/")], 1).read.values():
        for form in reader.forms:
            names = sorted({re.sub(r"\d+", "*", f.name) for f in form.fields})
            key = (pattern_of(form.action).removeprefix("/en"), form.method, *names)
            if not PRESSES_OUT.search(form.action):
                found.setdefault(key, []).append(form)
    return [_in(forms, english=bool(number % 2)) for number, forms in enumerate(found.values())]


def _in(forms: list[Form], *, english: bool) -> Form:
    """The first that is sent to an address of this language, else the first."""
    return next((form for form in forms if urlsplit(form.action).path.startswith("/en/") == english), forms[0])


def filled(form: Form, value: str) -> list[tuple[str, str]]:
    """``value`` in every field a person types into, everything else as it stands."""
    typed = {f.name for f in form.fields if f.is_text}
    return [(name, value if name in typed else kept) for name, kept in form.as_is()]


def broken(form: Form) -> list[list[tuple[str, str]]]:
    """Hidden fields and choices that nobody offered."""
    kept = [f.name for f in form.fields if f.name == "csrfmiddlewaretoken"]
    token = [(name, value) for name, value in form.as_is() if name in kept]
    others = [f.name for f in form.fields if f.name and f.name not in kept]
    return [token, *([*token, *((name, value) for name in others)] for value in ("99999999999999999999", "a\0b", "🔥"))]


def forgetful(form: Form) -> Iterator[list[tuple[str, str]]]:
    """All as it should be, but for one field that was forgotten; with each answer to each question."""
    radios: dict[str, list[str]] = {}
    for f in form.fields:
        if f.kind == "radio":
            radios.setdefault(f.name, []).append(f.value)
    usual = {name: values[0] for name, values in radios.items()}
    answers = [usual | {name: value} for name, values in radios.items() for value in values] or [{}]
    typed = [f.name for f in form.fields if f.is_text]
    for answer, gap in itertools.product(answers, typed):
        yield [
            *answer.items(),
            *(
                (f.name, "" if f.name == gap else sensible(f))
                for f in form.fields
                if f.name and f.kind not in {"radio", "submit"}
            ),
        ]


def sensible(f: Field) -> str:
    """What a person would type there, where nothing stands."""
    return f.value or (SENSIBLE.get(f.kind, "Muster") if f.is_text or f.kind == "checkbox" else "")


def wrongs(surfer: Surfer, form: Form, said: str, values: list[tuple[str, str]]) -> list[str]:
    """What is wrong with the answer to this."""
    answer = surfer.send(form, values)
    what = f"{said} to {urlsplit(form.action).path}"
    if answer.status >= 500:
        return [f"{answer.status}: {what}"]
    found = [f"raw {raw}: {what}" for raw in RAW if raw in answer.text]
    typed = {f.name for f in form.fields if f.is_text and f.kind != "password"}
    if answer.status == 422 and "\0" not in dict(values).values():
        lost = [
            name
            for name, value in values
            if name in typed
            and value.strip()
            and escape(value.strip())[:40] not in answer.text.replace("&#x27;", "&#x27;")
        ]
        found += [f"typed {name} is lost: {what}" for name in lost]
    return found


@pytest.mark.parametrize("role", STARTS)
def test_no_form_breaks(role: str, request: pytest.FixtureRequest) -> None:
    """Every form, with everything in it that does not belong there; those that delete come last."""
    prey: Campus = request.getfixturevalue("prey_of_the_office" if role == "office" else "prey")
    surfer = Surfer(prey.url)
    if role != "stranger":
        surfer.sign_in_demo(role)
    (pages, least) = STARTS[role]
    forms = sorted(forms_of(surfer, pages), key=lambda form: bool(DELETES.search(form.action)))
    assert len(forms) > least
    wrong: list[str] = []
    for form in forms:
        for said, value in HOSTILE.items():
            if any(f.is_text for f in form.fields):
                wrong += wrongs(surfer, form, said, filled(form, value))
        for values in broken(form):
            wrong += wrongs(surfer, form, "nonsense", values)
        for values in forgetful(form) if form.method == "post" else ():
            wrong += wrongs(surfer, form, "a gap", values)
    assert not wrong, wrong[:40]
    assert surfer.get(f"{prey.url}/{pages[0]}").status == 200, "signed out on the way: the rest was tried by nobody"
    assert "Traceback" not in prey.complaints()


def test_strange_addresses_are_answered(prey: Campus) -> None:
    """Filters, page numbers and identifiers of any shape."""
    surfer = Surfer(prey.url)
    words = ["%00", "%F0%9F%94%A5", "9" * 30, "-1", "%3Cscript%3Ealert(1)%3C/script%3E", "a" * 5_000, "%ff"]
    names = [
        "q",
        "stufe",
        "form",
        "sprache",
        "monat",
        "frei",
        "seite",
        "next",
        "nummer",
        "thema",
        "modul",
        "kurs",
        "stand",
        "zustand",
        "termin",
    ]
    wrong = []
    for word in words:
        query = "&".join(f"{name}={word}" for name in names)
        paths = [
            f"/{page}?{query}"
            for page in (
                "",
                "kurse/",
                "termine/",
                "bedarf/",
                "curriculum/",
                "wirkung/",
                "nachweis/",
                "anmelden/",
                "bedarf/melden/",
            )
        ]
        paths += [
            f"/{page}/{word}/"
            for page in (
                "kurse",
                "bedarf",
                "curriculum",
                "buchung",
                "nachweis",
                "anwesenheit",
                "bedarf/stand",
                "kurse/termin",
                "buero/durchgaenge",
            )
        ]
        for path in paths:
            answer = surfer.get(path)
            if answer.status >= 500 or "<script>alert(1)" in answer.text:
                wrong.append(f"{answer.status} {path[:90]}")
    assert not wrong


def bookable(campus: Campus, code: str) -> str:
    """The page where a fresh run of two seats can be booked."""
    import json

    told = campus.run("demo", "run", "--code", code, "--seats", "2", "--min", "1")
    assert told.returncode == 0, told.stderr
    return campus.url + json.loads(told.stdout)["url"]


def taken(campus: Campus, code: str) -> int:
    """How many seats of a run are taken, as the office reads it."""
    surfer = Surfer(campus.url)
    surfer.sign_in_demo()
    found = re.search(r"(\d+) von 2 ", surfer.get(f"/buero/durchgaenge/{code}/buchungen/").text)
    assert found
    return int(found[1])


def fill_booking(page: Page, address: str) -> None:
    """All that is needed to book; a mailbox of each test's own, since it gets two mails a day at most."""
    page.get_by_label(re.compile("^Ihr Name")).fill("Karla Kiebitz")
    page.get_by_label(re.compile("^Ihre E-Mail-Adresse")).fill(address)
    page.get_by_label(re.compile("^Ich habe die Teilnahmebedingungen")).check()


BOOK = re.compile("zahlungspflichtig buchen|verbindlich anmelden")


@pytest.mark.browser
def test_a_double_click_books_once(prey: Campus, browser: Browser) -> None:
    """The second click finds the first one's booking."""
    page = browser.new_page()
    page.goto(bookable(prey, "doppelt"))
    fill_booking(page, "doppelt@example.org")
    page.get_by_role("button", name=BOOK).dblclick()
    expect(page).to_have_url(re.compile("/buchung/"))
    assert taken(prey, "doppelt") == 1
    page.close()


@pytest.mark.browser
def test_two_tabs_book_once_and_nothing_typed_is_lost(prey: Campus, browser: Browser) -> None:
    """The same person in two tabs: the second is told, with all her words still there."""
    context = browser.new_context()
    url = bookable(prey, "zweimal")
    first, second = context.new_page(), context.new_page()
    for page in (first, second):
        page.goto(url)
        fill_booking(page, "zweimal@example.org")
    first.get_by_role("button", name=BOOK).click()
    expect(first).to_have_url(re.compile("/buchung/"))
    second.get_by_role("button", name=BOOK).click()
    expect(second.get_by_role("alert")).to_be_visible()
    expect(second.get_by_label(re.compile("^Ihr Name"))).to_have_value("Karla Kiebitz")
    assert taken(prey, "zweimal") == 1
    context.close()


@pytest.mark.browser
def test_the_back_button_neither_loses_nor_repeats(prey: Campus, browser: Browser) -> None:
    """Back after booking shows the form; sending it again leads to the booking that is there."""
    page = browser.new_page()
    page.goto(bookable(prey, "zurueck"))
    fill_booking(page, "zurueck@example.org")
    page.get_by_role("button", name=BOOK).click()
    expect(page).to_have_url(re.compile("/buchung/"))
    booked = page.url
    page.go_back()
    page.get_by_label(re.compile("^Ihr Name")).wait_for()
    fill_booking(page, "zurueck@example.org")
    page.get_by_role("button", name=BOOK).click()
    page.wait_for_load_state()
    assert page.url == booked or page.get_by_role("alert").count()
    assert taken(prey, "zurueck") == 1
    page.close()
