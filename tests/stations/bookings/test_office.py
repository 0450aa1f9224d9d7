"""The office books for others, sees its runs, and takes the list home."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from glascampus.commons.journal.models import Line
from glascampus.stations.bookings import actions, announces, reads
from glascampus.stations.bookings.models import Booking
from glascampus.web.templatetags.moments import day_short
from tests.build import bookings as build
from tests.build import courses
from tests.stations.bookings.test_pages import order, soon  # noqa: F401  fixture


@pytest.fixture
def office(client, anna):
    client.force_login(anna)
    return client


def test_the_office_books_for_somebody_and_holds_the_seats(office, anna, soon):  # noqa: F811
    page = office.get(reverse("bookings:book", args=[soon.code])).content.decode()
    assert "Vorgemerkt bis" in page
    day = soon.closes_at.date().isoformat()
    answer = office.post(reverse("bookings:book", args=[soon.code]), order(provisional_until=day))
    booking = Booking.objects.get()
    assert (answer.status_code, booking.state, booking.provisional_until.isoformat()) == (302, "provisional", day)
    assert Line.objects.filter(deed="bookings.provisional", actor_kind="user", actor_id=anna.pk).count() == 1


def test_the_list_and_the_call_list_say_until_when_a_seat_is_held(office, soon):  # noqa: F811
    held_until = soon.closes_at.date()
    build.booking(soon, provisional_until=held_until)
    said = f"vorgemerkt bis {day_short(held_until)}"
    for page in ("office_run", "calls"):
        assert said in office.get(reverse(f"bookings:{page}", args=[soon.code])).content.decode()


@pytest.mark.parametrize(("state", "offered"), [("confirmed", True), ("done", False)])
def test_a_closed_run_offers_nobody_s_seat_for_cancelling(office, soon, state, offered):  # noqa: F811
    build.booking(soon, now=courses.NOW)
    soon.state = state
    soon.save()
    assert ("Stornieren" in office.get(reverse("bookings:office_run", args=[soon.code])).content.decode()) == offered


def test_a_day_that_has_passed_holds_nothing(office, soon):  # noqa: F811
    answer = office.post(reverse("bookings:book", args=[soon.code]), order(provisional_until="2020-01-01"))
    assert (answer.status_code, Booking.objects.count()) == (422, 0)


def test_the_office_acts_as_itself_behind_a_private_link(office, anna, soon):  # noqa: F811
    token = reads.token_of(build.booking(soon, now=courses.NOW))
    office.post(reverse("bookings:cancel", args=[token]))
    line = Line.objects.get(deed="bookings.cancelled")
    assert (line.actor_kind, line.actor_id) == ("user", anna.pk)


def test_whoever_booked_opens_the_booking_in_the_office(office, soon):  # noqa: F811
    booking = build.booking(soon, now=courses.NOW)
    address = f"/buchung/{booking.code}/"

    assert f'<a href="{address}"><bdi>Ada Muster</bdi>' in office.get("/buero/buchungen/").text
    assert "Alle in diesem Durchgang" in office.get(address).text


@pytest.mark.parametrize(
    ("start", "people", "price"),
    [("", "2 storniert", "980,00\xa0€ storniert"), ("/en", "2 cancelled", "€980.00 cancelled")],
)
def test_a_cancelled_booking_says_what_it_was_for(office, anna, soon, start, people, price):  # noqa: F811
    booking = build.booking(soon, "Ada Muster", "Bo Muster", kind="company", organisation_name="Nord", now=courses.NOW)
    actions.cancel_booking(booking=booking, by=anna, now=courses.NOW)
    build.booking(soon, "Cem Muster", now=courses.NOW)
    asked = {"spalten": ["personen", "preis"], "sort": "-personen"}

    text = office.get(f"{start}/buero/buchungen/", asked).text
    assert (people in text, price in text) == (True, True)
    sheet = load_workbook(io.BytesIO(office.get(f"{start}/buero/buchungen/", {**asked, "als": "xlsx"}).content)).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [[1, 490], [people, price]]


@pytest.mark.parametrize(
    ("minimum", "said"),
    [
        (5, "1 fest, 1 vorgemerkt, 5 nötig. Das sind 4 Zusagen weniger als nötig. Wer gebucht"),
        (2, "1 fest, 1 vorgemerkt, 2 nötig. Das ist eine Zusage weniger als nötig. Wer gebucht"),
        (1, "1 fest, 1 vorgemerkt, 1 nötig. Wer gebucht"),
    ],
)
def test_who_says_that_a_run_goes_ahead_reads_how_far_the_minimum_is_missed(office, campus, minimum, said):
    run = courses.run(campus, minimum=minimum)
    build.booking(run, "Ada Muster")
    build.booking(run, "Bo Muster", provisional_until=run.closes_at.date())

    assert said in office.get(reverse("bookings:confirm_run", args=[run.code])).text


@pytest.mark.parametrize("taken", [0, 2])
@pytest.mark.parametrize("by_office", [True, False])
def test_the_office_is_told_that_it_books_for_somebody_else(client, anna, campus, by_office, taken):
    run = courses.run(campus, capacity=2, minimum=1)
    for name in ("Ada Muster", "Bo Muster")[:taken]:
        build.booking(run, name)
    if by_office:
        client.force_login(anna)

    text = client.get(reverse("bookings:book", args=[run.code])).text
    assert ("Sie buchen für jemand anderen." in text, "Bezahlt wird auf Rechnung." in text) == (by_office, by_office)
    assert ("Ohne Konto, auf einer Seite." in text) == (not by_office and not taken)
    assert ("Sie können sich auf die Warteliste setzen" in text) == (not by_office and taken == 2)


def test_a_formula_in_the_table_is_only_text(office, soon):  # noqa: F811
    build.booking(soon, "=1+1 Muster", now=courses.NOW, kind="company", organisation_name="=cmd()")
    table = office.get(reverse("bookings:office_bookings_csv")).content.decode("utf-8-sig")
    assert ("'=1+1" in table, "'=cmd()" in table, ";=cmd" in table) == (True, True, False)


@pytest.mark.parametrize("rows", [1, 50])
def test_the_people_of_a_run_need_a_fixed_number_of_queries(office, campus, rows, django_assert_num_queries):
    run = courses.run(campus, capacity=60)
    for n in range(rows):
        build.booking(run, f"Person{n} Muster")
    with django_assert_num_queries(MOST_QUERIES):
        assert office.get(reverse("bookings:office_run", args=[run.code])).status_code == 200


MOST_QUERIES = 10


@pytest.mark.parametrize("state", ["", "binding", "nonsense", "a\x00b"])
@pytest.mark.parametrize("page", ["", "2", "x", "-1", "\x00"])
def test_any_filter_is_answered(office, soon, state, page):  # noqa: F811
    assert office.get(reverse("bookings:office_bookings"), {"zustand": state, "seite": page}).status_code == 200


def test_the_board_asks_for_a_decision(campus, now):
    run = courses.run(campus, decide_on=now.date())
    build.booking(run)
    items = announces.board(now)
    assert [(item.url, item.urgency) for item in items] == [(reverse("bookings:calls", args=[run.code]), 100)]


def test_english_twins_speak_english(client, soon):  # noqa: F811
    build.booking(soon, now=courses.NOW)
    with translation.override("en"):
        page = client.get(reverse("bookings:book", args=[soon.code])).content.decode()
        mine = client.get(reverse("bookings:mine", args=[reads.token_of(Booking.objects.get())])).content.decode()
    assert ("Book with obligation to pay" in page, "zahlungspflichtig" in page, "Who is coming" in mine) == (
        True,
        False,
        True,
    )


def test_a_free_course_asks_for_no_payment(client, campus, soon):  # noqa: F811
    soon.price_cents = 0
    soon.save()
    page = client.get(reverse("bookings:book", args=[soon.code])).content.decode()
    assert ("verbindlich anmelden" in page, "zahlungspflichtig" in page) == (True, False)
