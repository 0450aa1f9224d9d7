"""One search over what the apps announce: fresh, seen by who may see it, for the search page and the catalogue alike."""

from __future__ import annotations

import re

import pytest
from django_scopes import scope

from glascampus.commons.journal.rules import SYSTEM
from glascampus.stations.courses.actions import publish_course
from glascampus.web.finder.kept import forget
from tests.build import courses, curriculum, editorial, needs

MARK = re.compile("</?mark>")


@pytest.fixture(autouse=True)
def nothing_kept():
    """Rows that a test takes back are no deed: the next one must not find them."""
    forget()


def said(response) -> str:
    """The page without the marks in it."""
    assert response.status_code == 200
    return MARK.sub("", response.content.decode())


def test_every_station_is_found_and_drafts_are_not(client, campus):
    topic = needs.topic(campus, "Glas kühlen")
    module = curriculum.module(campus, topic, title="Kühlen verstehen")
    courses.course(campus, title="Kühlofen fahren", modules=[module])
    courses.course(campus, title="Kühlturm bauen", state="draft")

    text = said(client.get("/suche/?q=k%C3%BChl"))

    titles = ("Glas kühlen", "Kühlen verstehen", "Kühlofen fahren", "Kühlturm bauen")
    assert [title in text for title in titles] == [True] * 3 + [False]
    assert "3 Treffer" in text


def test_the_office_finds_its_drafts(client, campus, anna):
    courses.course(campus, title="Kühlturm bauen", state="draft")
    client.force_login(anna)

    assert "Kühlturm bauen" in said(client.get("/suche/?q=k%C3%BChlturm"))
    client.logout()
    assert "Kühlturm bauen" not in said(client.get("/suche/?q=k%C3%BChlturm"))


def test_what_was_published_or_withdrawn_a_moment_ago_counts(client, campus, settings, now):
    settings.PAGE_CACHE_PAGES = 500  # as the product runs: the index is kept
    course = courses.course(campus, title="Öfen mauern", state="draft")
    assert "Öfen mauern" not in said(client.get("/suche/?q=ofen"))

    publish_course(course=course, by=SYSTEM, now=now)
    assert "Öfen mauern" in said(client.get("/suche/?q=ofen"))
    assert "Öfen mauern" in said(client.get("/kurse/?q=ofen"))

    publish_course(course=course, by=SYSTEM, now=now, published=False)
    assert "Öfen mauern" not in said(client.get("/suche/?q=ofen"))


def test_no_campus_finds_what_another_offers(client, campus, other_campus, settings):
    settings.PAGE_CACHE_PAGES, settings.ALLOWED_HOSTS = 500, ["*"]
    with scope(campus=other_campus):
        courses.course(other_campus, title="Öfen mauern")

    assert "Öfen mauern" not in said(client.get("/suche/?q=ofen"))
    assert "Öfen mauern" in said(client.get("/suche/?q=ofen", headers={"host": "other.example"}))


def test_a_typing_error_is_named_and_mended(client, campus):
    courses.course(campus, title="Glasschmelze führen")

    page = client.get("/suche/?q=Glasschmelse")

    assert "Gesucht nach <strong>Glasschmelze</strong> statt „Glasschmelse“." in page.content.decode()
    assert "<mark>Glasschmelze</mark> führen" in page.content.decode()
    assert "<mark>Glasschmelze</mark> führen" in client.get("/kurse/?q=Glasschmelse").content.decode()


def test_a_word_too_far_away_is_only_offered(client, campus):
    courses.course(campus, title="Evakuierung")

    text = said(client.get("/suche/?q=Efakkuirrunng"))

    assert "0 Treffer" not in text
    assert "Meinten Sie" in text
    assert "?q=Evakuierung" in text


def test_the_catalogue_keeps_its_filters_beside_the_search(client, campus):
    courses.course(campus, title="Schmelze für alle", level="all")
    courses.course(campus, title="Schmelze vertieft", level="advanced")

    text = said(client.get("/kurse/?q=schmelzen&stufe=advanced"))

    assert "Schmelze vertieft" in text
    assert "Schmelze für alle" not in text


def test_filters_that_leave_nothing_are_blamed_and_the_word_stays(client, campus):
    courses.course(campus, title="Schmelze für alle", level="all")

    filtered = said(client.get("/kurse/?q=schmelzen&stufe=expert"))
    nowhere = said(client.get("/kurse/?q=gibtesnicht&stufe=expert"))

    assert "Mit diesen Filtern gibt es keinen Kurs." in filtered
    assert 'href="?q=schmelzen">Filter aufheben' in filtered
    assert "Dazu gibt es noch keinen Kurs." not in filtered
    assert "Dazu gibt es noch keinen Kurs." in nowhere
    assert "Mit diesen Filtern" not in nowhere


def test_only_months_in_which_something_begins_are_a_filter(client, campus):
    courses.run(campus, starts_in_days=100)
    courses.run(campus, starts_in_days=40)

    text = client.get("/kurse/").content.decode()

    assert re.findall(r"monat=(\d{4}-\d\d)", text) == ["2027-04", "2027-06"]


def test_what_is_not_there_leads_on(client, campus):
    assert "Bedarf melden" in client.get("/suche/?q=quantencomputer").content.decode()
    assert client.get("/en/suche/").status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        "%00",
        "x" * 5000,
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "%F0%9F%98%80",
        "a+" * 200,
        "%25_",
        "%0A%0D",
        "ß",
        "a%CC%88",
    ],
)
@pytest.mark.parametrize("page", ["/suche/", "/kurse/"])
def test_nothing_asked_breaks_it(client, campus, page, asked):
    courses.course(campus, title="<script>alert(2)</script> Glas")

    answer = client.get(f"{page}?q={asked}")

    assert answer.status_code == 200
    assert "<script>alert" not in MARK.sub("", answer.content.decode())


def test_it_asks_a_fixed_number_of_questions(client, campus, django_assert_max_num_queries):
    for n in range(30):
        courses.run(
            campus,
            courses.course(
                campus, title=f"Glas {n}", modules=[curriculum.module(campus, needs.topic(campus, f"Glas {n}"))]
            ),
        )
    with django_assert_max_num_queries(9):
        client.get("/suche/?q=glas")


def test_news_of_the_office_are_found_and_drafts_are_not(client, campus):
    editorial.news(campus, "Ofenfest in Torgau", body_de="Wir zünden den Hafenofen.")
    editorial.draft(campus, "Noch ein Hafenofen", body_de="Ein Entwurf.")

    text = said(client.get("/suche/?q=Hafenofen"))

    assert "Ofenfest in Torgau" in text
    assert "Noch ein Hafenofen" not in text
