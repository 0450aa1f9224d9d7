"""Catalogue, course, dates and their machine twins, as strangers see them."""

import json

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from tests.build import courses, curriculum, needs

HOSTILE = ["\x00", "<script>alert(1)</script>", "=1+1", "💥" * 50, "x" * 10_000, "' OR 1=1 --", "2027-13"]
LISTS = ["/kurse/", "/termine/", "/kurse.ics", "/kurse.json", "/curriculum/"]


def queries(client, path):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.fixture(autouse=True)
def _clock(settle_clock): ...


@pytest.fixture
def run(campus):
    topic = needs.topic(campus)
    needs.evidence(topic)
    module = curriculum.module(campus, topic)
    course = courses.course(campus, modules=[module], slug="glas-verstehen", audience_de="Wer neu an der Wanne steht")
    return courses.run(campus, course, capacity=6, days=2, code="glas-2027-03-a", step_free=True)


@pytest.mark.parametrize("path", LISTS)
def test_an_empty_campus_has_pages(client, campus, path):
    assert client.get(path).status_code == 200


def test_the_catalogue_shows_dates_seats_and_the_way_to_book(client, run):
    text = client.get("/kurse/").content.decode()
    assert 'id="glas-2027-03-a"' in text
    assert "/kurse/termin/glas-2027-03-a/buchen/" in text
    assert "6 Plätze frei" in text


def test_the_course_says_why_it_exists_and_what_comes_of_it(client, run):
    text = client.get("/kurse/glas-verstehen/").content.decode()
    for said in ("Warum es diesen Kurs gibt", "Glasfehler erkennen", "Was Sie danach können", "Blasen und Steinchen unterscheiden",
                 "490,00", "je Person", "Wer neu an der Wanne steht", "BSZ Torgau", 'id="glas-2027-03-a"', "application/ld+json"):  # fmt: skip
        assert said in text, said


def test_json_ld_cannot_close_its_script(client, campus):
    course = courses.course(campus, title="</script><script>x", slug="frech")
    courses.run(campus, course)
    text = client.get("/kurse/frech/").content.decode()
    assert "</script><script>x" not in text
    block = text.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert json.loads(block)["name"] == "</script><script>x"


@pytest.mark.parametrize("state", ["planned", "cancelled", "done"])
def test_a_run_that_cannot_be_booked_has_no_booking_link(client, campus, state):
    made = courses.run(campus, state=state)
    text = client.get(f"/kurse/{made.course.slug}/").content.decode()
    assert f"/kurse/termin/{made.code}/buchen/" not in text
    assert (f'id="{made.code}"' in text) == (state == "cancelled" or (state == "done" and f'id="{made.code}"' in text))


def test_drafts_are_for_the_office(client, campus, anna):
    draft = courses.course(campus, state="draft", slug="entwurf")
    assert client.get("/kurse/entwurf/").status_code == 404
    assert str(draft.title) not in client.get("/kurse/").content.decode()
    client.force_login(anna)
    assert client.get("/kurse/entwurf/").status_code == 200


def test_another_campus_is_not_there(client, campus, other_campus):
    with scope(campus=other_campus):
        courses.course(other_campus, slug="drueben")
        curriculum.module(other_campus, slug="drueben")
    assert client.get("/kurse/drueben/").status_code == 404
    assert client.get("/curriculum/drueben/").status_code == 404


@pytest.mark.parametrize("path", ["/kurse/", "/termine/", "/kurse.json", "/kurse.ics"])
def test_fifty_rows_ask_no_more_than_one(client, campus, path):
    courses.run(campus)
    client.get(path)
    one = queries(client, path)
    for n in range(49):
        courses.run(campus, courses.course(campus, title=f"Kurs {n:02}"), starts_in_days=20 + n)
    assert queries(client, path) <= one <= 8


def test_a_course_page_asks_a_fixed_number_of_times(client, run, campus):
    path = "/kurse/glas-verstehen/"
    client.get(path)
    one = queries(client, path)
    for n in range(20):
        courses.run(campus, run.course, starts_in_days=40 + n, days=2)
    assert queries(client, path) <= one


def test_a_second_page_holds_the_rest(client, campus):
    module = curriculum.module(campus)
    for n in range(51):
        courses.course(campus, title=f"Kurs {n:02}", modules=[module])
    assert "Kurs 50" in client.get("/kurse/?seite=2").content.decode()
    assert client.get("/kurse/?seite=unsinn").status_code == 200


@pytest.mark.parametrize("value", HOSTILE)
def test_whatever_stands_in_the_address_the_list_answers(client, run, value):
    for name in ("q", "stufe", "form", "sprache", "monat", "stufenlos", "bett", "frei", "seite"):
        for path in ("/kurse/", "/termine/"):
            response = client.get(path, {name: value})
            assert response.status_code == 200
            assert b"<script>alert" not in response.content


@pytest.mark.parametrize(
    ("query", "found"),
    [("stufe=entry", True), ("stufe=expert", False), ("form=presence", True), ("form=live", False), ("stufenlos=1", True),
     ("bett=1", False), ("monat=2027-03", True), ("monat=2027-05", False), ("frei=1&sprache=de", True), ("sprache=en", False),
     ("q=verstehen", True), ("q=keramik", False)],
)  # fmt: skip
def test_wishes_narrow_the_list(client, run, query, found):
    assert ("glas-2027-03-a" in client.get(f"/kurse/?{query}").content.decode()) is found


def test_machines_read_the_same(client, run):
    events = list(icalendar.Calendar.from_ical(client.get("/kurse.ics").content).walk("VEVENT"))
    assert len(events) == 2
    assert len(icalendar.Calendar.from_ical(client.get("/kurse/glas-verstehen.ics").content).walk("VEVENT")) == 2
    text = client.get("/kurse.json").content.decode()
    assert "glas-2027-03-a" in text
    found = json.loads(text)
    assert '"free"' in json.dumps(found)


def test_the_english_twin_speaks_english(client, run):
    for path in ("/en/kurse/", "/en/kurse/glas-verstehen/", "/en/termine/", "/en/curriculum/"):
        text = client.get(path).content.decode().split("<main")[1].split("</main>")[0]
        for german in (
            "Plätze frei",
            "Platz buchen",
            "Termine<",
            "Warum es",
            "Danach können",
            "Stufe",
            "Sprache",
            "vor Ort",
            "je Person",
        ):
            assert german not in text, (path, german)


@pytest.mark.parametrize(("start", "first", "second"), [("", "Abwasser", "Zonen"), ("/en", "Areas", "Waste water")])
def test_titles_stand_in_the_order_of_their_reader(client, campus, start, first, second):
    for german, english in (("Abwasser", "Waste water"), ("Zonen", "Areas")):
        module = curriculum.module(campus, title=german, title_en=english)
        courses.course(campus, title=german, title_en=english, modules=[module])

    for path in ("/kurse/", "/curriculum/"):
        main = client.get(start + path).text.split("<main")[1].split("</main>")[0]
        assert main.index(f">{first}<") < main.index(f">{second}<"), path


def test_a_module_page_leads_both_ways(client, run):
    module = run.course.modules.get()
    text = client.get(f"/curriculum/{module.slug}/").content.decode()
    assert "/kurse/glas-verstehen/" in text
    assert "/bedarf/" in text


def test_gaps_stand_first_in_the_curriculum(client, run, campus):
    needs.topic(campus, "Brandschutz am Ofen")
    text = client.get("/curriculum/").content.decode()
    assert "Brandschutz am Ofen" in text
    coverage = text[text.rindex("Brandschutz am Ofen") :]
    assert "Glasfehler erkennen" in coverage
