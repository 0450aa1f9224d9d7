"""A course for six people of one shift: dates that fit, the price, the funding, and the paper to forward."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from glascampus.basics import clock
from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.commons.journal.models import Line
from glascampus.stations.courses import actions
from tests.build import courses
from tests.build.commons import NOW
from tests.engines.pdf_checker import faults_of, text_of

STRANGE = ["", "0", "51", "9" * 30, "\0", "x" * 5_000, "9999-12-31", "<script>xq()</script>"]
FIELDS = ["leute", "takt", "schicht", "ab", "durchgang", "fuer"]
NIGHT_WEEK = "2027-03-29"  # the run of ``late_march`` lies in it


@pytest.fixture(autouse=True)
def _clock():
    clock.turn_with(lambda: NOW - datetime.now(UTC))


@pytest.fixture
def course(campus):
    return courses.course(campus, title="Von der Schmelze zum Produkt", slug="schmelze")


@pytest.fixture
def run(campus, course):
    """Wednesday, 31 March 2027, ten o'clock, eight hours, six seats."""
    made = courses.run(campus, course, code="maerz", capacity=6, minimum=3)
    made.refresh_from_db()
    return made


def page(client, status=200, **query):
    answer = client.get("/kurse/schmelze/fuer-betriebe/", query)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_six_people_see_their_price_and_book_with_one_click(client, run):
    text = page(client)

    assert "2.940,00" in text
    assert "je 490,00" in text
    assert "umsatzsteuerfrei nach § 4 Nr. 21 UStG" in text
    assert "/kurse/termin/maerz/buchen/?leute=6" in text
    assert ">6 Plätze buchen<" in text


def test_dates_that_fit_the_shift_come_first(client, campus, course, run):
    courses.run(campus, course, code="juni", starts_in_days=103, capacity=6)
    free = date(2027, 6, 12) - timedelta(
        days=7
    )  # five teams: six days of work, then four free ones; the first begins after a night

    text = page(client, takt="voll-10", schicht="early", ab=free.isoformat())

    assert text.index('id="juni"') < text.index('id="maerz"')
    assert "Passt: An dem Tag ist frei" in text


def test_a_night_shift_before_the_course_is_said_in_hours(client, run):
    text = page(client, takt="drei", schicht="night", ab=NIGHT_WEEK)

    assert "Ruhezeit zu kurz: nach der Nachtschicht nur 4 von 11 Stunden" in text
    assert "Ruhezeit zu kurz: vor der Nachtschicht nur 4 von 11 Stunden" in text
    assert "Jede Person muss 2 Schichten tauschen." in text
    assert "haufe.de" in text


def test_a_shift_that_the_cycle_does_not_have_is_refused_and_what_was_typed_stays(client, run):
    text = page(client, 422, leute="7", takt="zwei", schicht="night", ab=NIGHT_WEEK)

    assert "In diesem Schichtplan gibt es keine Nachtschicht." in text
    assert 'value="7"' in text
    assert f'value="{NIGHT_WEEK}"' in text


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("path", ["fuer-betriebe/", "angebot.pdf"])
def test_whatever_stands_in_the_address_gets_a_sentence(client, run, path, field):
    for value in STRANGE:
        answer = client.get(f"/kurse/schmelze/{path}", {"takt": "zwei", field: value})
        assert answer.status_code in {200, 422}, (field, value)
        if answer.status_code == 422:
            assert b"<script>xq()" not in answer.content
            assert b'role="alert"' in answer.content


def test_with_too_few_seats_the_next_date_with_enough_is_offered(client, campus, course, run):
    actions.take_seats(run_id=run.pk, number=4)
    courses.run(campus, course, code="juni", starts_in_days=100, capacity=6)
    text = page(client)

    assert "nur 2 Plätze frei" in text
    assert text.index('id="maerz"') > text.index('id="juni"')
    assert 'class="button" href="/kurse/termin/juni/buchen/?leute=6"' in text


@pytest.mark.parametrize(
    ("start", "taken", "said"),
    [
        ("", 2, "4 buchen, 2 auf die Warteliste"),
        ("", 6, "Mit 6 Personen auf die Warteliste"),
        ("/en", 2, "Book 4, put 2 on the waiting list"),
    ],
)
def test_the_link_says_who_would_wait(client, run, start, taken, said):
    actions.take_seats(run_id=run.pk, number=taken)
    text = client.get(f"{start}/kurse/schmelze/fuer-betriebe/", {"leute": "6"}).text

    assert text.count(said) == 2  # in the box and in the list
    assert "6 Plätze buchen" not in text
    assert "Book 6 seats" not in text


@pytest.mark.parametrize(("taken", "ticked"), [(0, set()), (2, {"split"}), (6, {"wait"})])
def test_the_form_is_filled_in_as_the_link_said(client, run, taken, ticked):
    actions.take_seats(run_id=run.pk, number=taken)
    text = client.get("/kurse/termin/maerz/buchen/", {"leute": "6"}).text

    assert set(re.findall(r'<input type="checkbox" name="(wait|split)"[^>]* checked', text)) == ticked


@pytest.mark.parametrize(
    ("start", "title", "said"),
    [
        ("", "Der Termin mit genug Plätzen, der am besten passt", "An dem Tag ist die Ruhezeit zu kurz. Jede Person muss 2 Schichten tauschen."),
        ("/en", "The date with enough seats that fits best", "Each person has to swap 2 shifts."),
    ],
)  # fmt: skip
def test_a_date_that_needs_shifts_swapped_is_not_sold_as_one_that_fits(client, run, start, title, said):
    query = {"leute": "6", "takt": "drei", "schicht": "night", "ab": NIGHT_WEEK}
    box = " ".join(client.get(f"{start}/kurse/schmelze/fuer-betriebe/", query).text.split()).partition("</aside>")[0]

    assert title in box
    assert said in box


def test_the_box_names_the_first_that_fits_with_enough_seats(client, campus, course, run):
    full = courses.run(campus, course, code="juni", starts_in_days=103, capacity=6)
    actions.take_seats(run_id=full.pk, number=1)
    courses.run(campus, course, code="juli", starts_in_days=133, capacity=6)  # three cycles after June

    text = page(client, takt="voll-10", schicht="early", ab="2027-06-05")

    assert "Der nächste Termin, der passt" in text
    assert 'class="button" href="/kurse/termin/juli/buchen/?leute=6"' in text


def test_funding_says_no_and_what_would_change_it_with_source_and_day(client, run):
    text = page(client)

    for said in ("Agentur für Arbeit (§ 82 SGB III): nein", "Der Kurs allein ist zu kurz: 8 Stunden, nötig sind mehr als 120.",
                 "Mehrere Kurse, die zusammen mehr als 120 Stunden haben", "Zurzeit nimmt die Sächsische Aufbaubank keine Anträge an.",
                 "3 bezahlte Tage im Jahr", "zuletzt geprüft am So 1. Nov. 2026", "keine Zusage"):  # fmt: skip
        assert said in text, said


@pytest.mark.parametrize(("start", "said"), [("", "zu kurz: 7,5 Stunden"), ("/en", "too short: 7.5 hours")])
def test_half_an_hour_is_not_lost_in_the_sentence(client, campus, course, monkeypatch, start, said):
    monkeypatch.setattr(courses, "DAY_LENGTH", timedelta(hours=7, minutes=30))
    courses.run(campus, course)

    assert said in client.get(f"{start}/kurse/schmelze/fuer-betriebe/").text


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("", "mindestens 700,00\xa0€ kosten, dieser kostet 499,50\xa0€."),
        ("/en", "at least €700.00; this one costs €499.50."),
    ],
)
def test_money_in_the_sentence_is_written_as_on_the_page(client, campus, course, start, said):
    courses.run(campus, course, price_cents=499_50)

    assert said in client.get(f"{start}/kurse/schmelze/fuer-betriebe/").text


def test_a_mandatory_course_is_never_funded(client, campus):
    must = courses.course(campus, slug="schmelze", mandatory=True)
    courses.run(campus, must)

    assert "Das Gesetz verlangt diese Schulung ohnehin." in page(client)


def test_nothing_is_kept_and_no_cookie_set(client, run):
    before = Line.objects.count()
    answer = client.get("/kurse/schmelze/fuer-betriebe/", {"leute": "6", "takt": "zwei", "schicht": "late"})

    assert (Line.objects.count(), answer.cookies.items()) == (before, {}.items())


def test_the_paper_says_what_was_asked_and_is_kept_nowhere(client, run):
    answer = client.get(
        "/kurse/schmelze/angebot.pdf", {"leute": "6", "durchgang": "maerz", "fuer": "Werk Süd, Schicht B"}
    )
    text = text_of(answer.content)

    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store")
    assert faults_of(answer.content) == []
    for said in (
        "Für Werk Süd, Schicht B",
        "2.940,00 €",
        "umsatzsteuerfrei",
        "bis zum Beginn: nichts",
        "danach: der ganze Preis",
        "kein bindendes Angebot",
    ):
        assert said in text, said


def test_the_paper_speaks_english_on_the_english_page(client, run):
    with translation.override("en"):
        url = reverse("web:costs", args=["schmelze"])

    assert "Summary of costs" in text_of(client.get(url, {"leute": "2"}).content)


def test_a_date_that_is_gone_is_answered_with_those_there_are(client, run):
    answer = client.get("/kurse/schmelze/angebot.pdf", {"durchgang": "weg"})

    assert answer.status_code == 422
    assert "Diesen Termin kann man nicht mehr buchen." in answer.content.decode()
    assert 'id="maerz"' in answer.content.decode()


def test_without_a_date_the_page_says_how_to_get_one(client, course):
    assert "Zurzeit steht kein Termin fest." in page(client)
    assert client.get("/kurse/schmelze/angebot.pdf").status_code == 422


def test_fifty_runs_ask_no_more_than_one(client, campus, course, run):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            page(client, takt="zwei")
        return len(seen)

    asked()
    one = asked()
    for n in range(49):
        courses.run(campus, course, starts_in_days=40 + n)

    assert asked() <= one <= 8


def test_the_number_goes_along_into_the_booking(client, run):
    text = client.get("/kurse/termin/maerz/buchen/", {"leute": "5"}).content.decode()

    assert 'rows="5"' in text
    assert "Sie möchten 5 Plätze" in text
    assert re.search(r'<input[^>]*value="company"[^>]* checked', text)
    assert "für 5 Personen 2.450,00" in text


@pytest.mark.parametrize("asked", STRANGE)
def test_a_strange_number_changes_nothing_in_the_booking(client, run, asked):
    text = client.get("/kurse/termin/maerz/buchen/", {"leute": asked}).content.decode()

    assert "Sie möchten" not in text


def test_with_plenty_of_seats_nobody_is_asked_about_the_waiting_list(client, campus, course, run):
    plenty, few = courses.run(campus, course, capacity=20), courses.run(campus, course, capacity=4)

    def names(code):
        return 'name="wait"' in client.get(f"/kurse/termin/{code}/buchen/").content.decode()

    assert (names(few.code), names(plenty.code)) == (True, False)


def test_the_course_page_leads_here_and_says_why_it_is_not_funded(client, run):
    text = client.get("/kurse/schmelze/").content.decode()

    assert 'href="/kurse/schmelze/fuer-betriebe/"' in text
    assert "Der Kurs allein ist zu kurz: 8 Stunden" in text


def test_the_builder_runs_where_these_tests_think(run):
    assert run.starts_at.astimezone(CAMPUS_ZONE) == datetime(2027, 3, 31, 10, 0, tzinfo=CAMPUS_ZONE)
