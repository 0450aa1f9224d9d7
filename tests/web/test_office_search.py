"""The office's search and its command bar: finds people, firms, courses, runs, needs, mails and deeds, for the office alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django_scopes import scope

import glascampus.web
from glascampus.basics import days
from glascampus.web.commands.people import erase
from glascampus.web.finder.kept import forget
from tests.build import bookings, commons, courses, needs

MARK = re.compile("</?mark>")
OFFICE_JS = Path(glascampus.web.__file__).parent / "static" / "web" / "office.js"


@pytest.fixture(autouse=True)
def nothing_kept():
    """Rows that a test takes back are no deed: the next one must not find them."""
    forget()


def bar(client, q):
    """What the bar shows."""
    response = client.get("/buero/suche/", {"q": q, "leiste": "1"})
    assert response.status_code == 200
    return MARK.sub("", response.content.decode())


def bar_in_english(client, q):
    """The same for who reads English."""
    return MARK.sub("", client.get("/en/buero/suche/", {"q": q, "leiste": "1"}).content.decode())


def test_it_finds_everything_the_office_works_with(client, campus, anna):
    run = courses.run(campus, courses.course(campus, title="Öfen mauern"), code="of-2027-03")
    bookings.booking(run, "Mina Probe", organisation_name="Scheibenwerk GmbH")
    needs.confirmed(campus, wish="Wir brauchen Leute für die Kühlbahn")
    client.force_login(anna)

    for asked, title, url in (
        ("ofen", "Öfen mauern", f"/buero/kurse/{run.course_id}/"),
        ("of-2027", "Öfen mauern", "/buero/durchgaenge/of-2027-03/"),
        ("mina", "Mina Probe", "/buero/durchgaenge/of-2027-03/buchungen/"),
        ("scheibenwerk", "Scheibenwerk GmbH", "/buero/durchgaenge/of-2027-03/buchungen/"),
        ("kuehlbahn", "Wir brauchen Leute für die Kühlbahn", "/buero/bedarf/"),
        ("kurs anlegen", "Kurs anlegen", "/buero/kurse/neu/"),
        ("zugän", "Zugänge", "/buero/zugaenge/"),
    ):
        text = bar(client, asked)
        assert title in text, asked
        assert url in text, asked


def test_a_run_is_found_by_its_day_as_one_types_it_and_shows_it_in_words(client, campus, anna):
    run = courses.run(campus, code="of-2027-03")
    run.refresh_from_db()
    client.force_login(anna)

    text = bar(client, days.typed(run.starts_at))
    assert "/buero/durchgaenge/of-2027-03/" in text
    assert days.short(run.starts_at) in text
    assert days.short(run.starts_at, "en") in bar_in_english(client, days.typed(run.starts_at))


def test_what_is_typed_rightly_finds_nothing_else(client, campus, anna):
    run = courses.run(campus, courses.course(campus, title="Rücken schonen"), code="gc-06-e")
    bookings.booking(run, "Jana Probe")
    client.force_login(anna)

    assert "Jana" not in bar(client, "5. januar")
    assert "schonen" not in bar(client, "drucken")
    assert "gc-06-e" not in bar(client, "gc-08")
    assert "/buero/durchgaenge/gc-06-e/" in bar(client, "gc-06")


def test_people_are_found_by_their_mailbox(client, campus, anna):
    bookings.booking(courses.run(campus), "Mina Probe")
    client.force_login(anna)

    assert "Mina Probe" in bar(client, "mina.probe@example.org")


def test_a_draft_course_and_a_planned_run_are_found(client, campus, anna):
    course = courses.course(campus, title="Kühlturm bauen", state="draft")
    client.force_login(anna)

    assert f"/buero/kurse/{course.pk}/" in bar(client, "kühlturm")


@pytest.mark.parametrize("kind", ["lecturer", "company", "participant", "funder"])
@pytest.mark.parametrize("page", ["/buero/suche/?q=mina", "/buero/suche/?q=mina&leiste=1", "/buero/tasten/"])
def test_others_than_the_office_are_refused(client, campus, kind, page):
    bookings.booking(courses.run(campus), "Mina Probe")
    client.force_login(commons.user(campus, "someone@example.org", kind))

    refused = client.get(page)

    assert refused.status_code == 403
    assert "Probe" not in refused.content.decode()


def test_the_public_search_knows_no_person(client, campus):
    bookings.booking(courses.run(campus), "Mina Probe", organisation_name="Scheibenwerk GmbH")
    for asked in ("mina", "probe", "scheibenwerk"):
        assert "Treffer</h2>" not in client.get("/suche/", {"q": asked}).content.decode()


def test_whoever_was_forgotten_is_not_found_any_more(client, campus, anna, settings):
    settings.PAGE_CACHE_PAGES = 500  # as the product runs: the index is kept
    needs.confirmed(campus, wish="Kühlbahn fahren", email="mina@example.org", organisation_name="Probewerk KG")
    client.force_login(anna)
    assert "Probewerk KG" in bar(client, "probewerk")

    erase("mina@example.org")

    assert "Probewerk" not in bar(client, "mina probewerk kühlbahn")


def test_one_campus_finds_nobody_of_another(client, campus, other_campus, anna):
    with scope(campus=other_campus):
        bookings.booking(courses.run(other_campus), "Mina Probe")
    client.force_login(anna)

    assert "Mina Probe" not in bar(client, "mina")


def test_many_bookings_of_a_firm_do_not_hide_the_rest(client, campus, anna):
    for _n in range(6):
        bookings.booking(courses.run(campus, capacity=6), "Mina Probe", organisation_name="Scheibenwerk GmbH")
    commons.organisation(campus, name="Scheibenwerk GmbH")
    client.force_login(anna)

    text = bar(client, "scheibenwerk")

    assert text.count('role="option"') <= 8
    assert text.index(">Organisation<") < text.index(">Buchung<")


def test_it_is_a_page_without_the_bar_too(client, campus, anna):
    courses.course(campus, title="Öfen mauern")
    client.force_login(anna)

    text = client.get("/buero/suche/?q=ofen").content.decode()

    assert "<h1>Suchen im Büro</h1>" in text
    assert "<mark>Öfen</mark> mauern" in text
    assert client.get("/buero/suche/").status_code == 200
    assert "kommt bei keinem Menschen" in client.get("/buero/suche/?q=quantencomputer").content.decode()


def test_the_number_of_questions_stays_the_same(client, campus, anna, django_assert_max_num_queries):
    for n in range(20):
        bookings.booking(courses.run(campus), f"Mina Probe{n}")
    client.force_login(anna)
    with django_assert_max_num_queries(20):
        bar(client, "mina")


@pytest.mark.parametrize("page", ["/", "/kurse/", "/suche/", "/anmelden/"])
def test_only_the_office_loads_a_script(client, campus, anna, page):
    client.force_login(anna)

    assert "<script" not in client.get(page).content.decode().replace('<script type="application/ld+json"', "")
    assert "office" in client.get("/buero/").content.decode()


def test_the_script_stays_small_and_asks_nobody_else():
    text = OFFICE_JS.read_text()

    assert len(text.encode()) < 6_000
    assert "http" not in text
    assert "innerHTML" not in text
