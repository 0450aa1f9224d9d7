"""Booking in the browser, without JavaScript and without an account."""

from __future__ import annotations

import time

import pytest
from django.core.signing import Signer
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from glascampus.basics.clock import now as real_now
from glascampus.commons.journal.models import Line
from glascampus.stations.bookings import reads
from glascampus.stations.bookings.models import Booking, Seat
from tests.build import bookings as build
from tests.build import courses

HOSTILE = ["", "x" * 10_000, "😀" * 50, "<script>alert(1)</script>", "a\x00b", "=1+1"]


@pytest.fixture
def soon(campus):
    """A run that is bookable by the real clock."""
    from datetime import timedelta

    starts_in = (real_now() - courses.NOW).days + 60
    run = courses.run(campus, capacity=6, starts_in_days=max(starts_in, 30))
    assert run.closes_at > real_now() + timedelta(days=1)
    return run


def order(**values):
    return {"kind": "private", "booker_name": "Ada Muster", "booker_email": "ada@example.org", "people": "", "organisation_name": "",
            "address": "", "terms": "on", "form_key": "k1", **values}  # fmt: skip


def test_a_person_books_and_sees_the_booking(client, soon):
    page = client.get(reverse("bookings:book", args=[soon.code]))
    assert (page.status_code, "zahlungspflichtig buchen" in page.content.decode()) == (200, True)
    answer = client.post(reverse("bookings:book", args=[soon.code]), order(), follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain[0][1] == 302
    assert ("Ada Muster" in text, "490,00" in text, "no-store" in answer["Cache-Control"]) == (True, True, True)


@pytest.mark.parametrize(("people", "said"), [(1, False), (2, True)])
def test_the_price_for_all_is_said_only_for_several(client, soon, people, said):
    page = client.get(f"/kurse/termin/{soon.code}/buchen/", {"leute": people}).content.decode()

    assert (f"für {people} Personen 980,00" in page) is said
    assert "für 1 Personen" not in page


def test_a_company_books_several(client, soon):
    people = "Ada Muster, ada@example.org\n\nBo Beispiel\n"
    client.post(
        reverse("bookings:book", args=[soon.code]), order(kind="company", organisation_name="Nord", people=people)
    )
    assert [str(s.person) for s in Seat.objects.order_by("pk")] == ["Ada Muster", "Bo Beispiel"]


def test_a_company_without_its_name_is_asked_for_it_beside_every_other_fault(client, soon):
    typed = order(kind="company", terms="", people="Ada Muster, ada.example.org\nBo Beispiel")
    page = client.post(f"/kurse/termin/{soon.code}/buchen/?leute=6", typed)
    text = page.content.decode()

    assert page.status_code == 422
    assert "Bitte nennen Sie den Betrieb." in text
    assert "Zeile 1: Die E-Mail-Adresse stimmt so nicht." in text
    assert "Ohne Ihr Einverständnis können wir nicht buchen." in text
    assert "Bo Beispiel" in text
    assert "Warteliste" not in text


def test_the_same_form_sent_twice_books_once(client, soon):
    for _ in range(2):
        client.post(reverse("bookings:book", args=[soon.code]), order())
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    "field", ["booker_name", "booker_email", "people", "organisation_name", "address", "form_key", "kind"]
)
@pytest.mark.parametrize("value", HOSTILE, ids=["empty", "long", "emoji", "script", "nul", "formula"])
def test_hostile_input_gets_a_sentence(client, soon, field, value):
    answer = client.post(reverse("bookings:book", args=[soon.code]), order(**{field: value}))
    assert answer.status_code in {302, 422}
    assert "<script>alert" not in answer.content.decode()
    if answer.status_code == 422 and field != "booker_email":
        assert "ada@example.org" in answer.content.decode()


AROUND = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@pytest.mark.parametrize("stranger", [False, True], ids=["near", "stranger"])
@pytest.mark.parametrize("number", [1, 3])
def test_a_booking_post_needs_twelve_statements_in_one_transaction(client, soon, number, stranger):
    """A stranger is counted by address, too. The office's words and rules are at hand from the booking before."""
    url = reverse("bookings:book", args=[soon.code])
    asks = {"REMOTE_ADDR": "203.0.113.7"} if stranger else {}
    opened = Signer(salt="opened").sign(f"{time.time() - 60:.1f}")
    assert client.post(url, order(form_key="k0", booker_name="Bo", booker_email="bo@example.org")).status_code == 302
    firm = {"kind": "company", "organisation_name": "Nord"} if number > 1 else {}
    people = "\n".join(f"Person{n} Muster" for n in range(number)) if firm else ""

    with CaptureQueriesContext(connection) as seen:
        answer = client.post(url, order(people=people, opened=opened, **firm), **asks)

    words = [query["sql"].split()[0] for query in seen]
    assert (answer.status_code, Seat.objects.count()) == (302, number + 1)
    assert len([word for word in words if word not in AROUND]) == 11 + stranger, [q["sql"][:90] for q in seen]
    assert words.count("SAVEPOINT") == 1  # in tests the transaction is one within the test's


def test_a_day_without_a_tax_rule_is_said_and_books_nothing(client, soon, monkeypatch):
    from glascampus.stations.bookings.pages import booking
    from glascampus.web.pages import courses as shop

    before_all_rules = real_now().replace(year=2024, month=3, day=1)
    for page in (booking, shop):
        monkeypatch.setattr(page, "now", lambda: before_all_rules)
    url = reverse("bookings:book", args=[soon.code])
    says = "zur Umsatzsteuer steht für diesen Tag nichts im Regelwerk"
    course = client.get(reverse("web:course", args=[soon.course.slug]))
    assert (course.status_code, says in course.content.decode()) == (200, True)
    assert says in client.get(url).content.decode()
    answer = client.post(url, order())
    assert (answer.status_code, Booking.objects.count()) == (422, 0)
    assert "Für diesen Tag steht im Regelwerk keine Umsatzsteuer." in answer.content.decode()


def test_without_terms_nothing_is_booked(client, soon):
    answer = client.post(reverse("bookings:book", args=[soon.code]), order(terms=""))
    assert (answer.status_code, Booking.objects.count()) == (422, 0)


def test_a_full_run_offers_the_waiting_list(client, soon):
    build.booking(soon, *[f"Person{n} Muster" for n in range(6)], kind="company")
    assert "Warteliste" in client.get(reverse("bookings:book", args=[soon.code])).content.decode()
    assert client.post(reverse("bookings:book", args=[soon.code]), order()).status_code == 422
    answer = client.post(reverse("bookings:book", args=[soon.code]), order(wait="on"), follow=True)
    assert "Position 1" in answer.content.decode()


def test_reading_links_changes_nothing(client, soon):
    booking = build.booking(soon, now=courses.NOW)
    token, lines = reads.token_of(booking), Line.objects.count()
    seat = booking.seats.get().pk
    for name, more in (
        ("mine", []),
        ("accept", []),
        ("decline", []),
        ("cancel", []),
        ("cancel_seat", [seat]),
        ("names", [seat]),
        ("calendar", []),
    ):
        assert client.get(reverse(f"bookings:{name}", args=[token, *more])).status_code == 200
    assert (Line.objects.count(), Seat.objects.get().state) == (lines, "seated")
    assert client.get(reverse("bookings:mine", args=["x" * 32])).status_code == 404


def test_the_seat_of_another_booking_is_not_found(client, soon):
    mine, other = build.booking(soon), build.booking(soon, "Bo Muster")
    seat = other.seats.get().pk
    for name in ("cancel_seat", "names"):
        assert (
            client.post(reverse(f"bookings:{name}", args=[reads.token_of(mine), seat]), {"given_name": "X"}).status_code
            == 404
        )
    assert Seat.objects.filter(state="seated").count() == 2


@pytest.mark.parametrize(("start", "day"), [("", "Mi 31. März 2027"), ("/en", "Wed 31 Mar 2027")])
@pytest.mark.parametrize("of", ["booking", "seat", "office"])
def test_who_cancels_reads_which_course_and_when(client, campus, anna, start, day, of):
    booking = build.booking(courses.run(campus, courses.course(campus, title="Glas schmelzen")))
    token, seat = reads.token_of(booking), booking.seats.get().pk
    pages = {
        "booking": f"/buchung/{token}/stornieren/",
        "seat": f"/buchung/{token}/stornieren/{seat}/",
        "office": f"/buero/buchungen/{booking.code}/stornieren/{seat}/",
    }
    client.force_login(anna)
    page = client.get(start + pages[of]).text

    assert f"<dd>Glas schmelzen{' (en)' if start else ''}</dd>" in page
    assert day in page
    assert "Warteliste" not in page
    assert "waiting list" not in page


def test_a_seat_goes_to_the_next_only_where_somebody_waits(client, campus):
    run = courses.run(campus, capacity=2, minimum=1)
    group, waits = (
        build.booking(run, *names, kind="company", organisation_name="Nord", wait_if_full=True)
        for names in (("Ada Muster", "Bo Muster"), ("Cem Muster",))
    )

    def said(booking, more=""):
        page = client.get(f"/buchung/{reads.token_of(booking)}/stornieren/{more}").text
        return [one for one in ("Der Platz geht an", "Die Plätze gehen an") if one in page]

    assert said(group) == ["Die Plätze gehen an"]
    assert said(group, f"{group.seats.first().pk}/") == ["Der Platz geht an"]
    assert said(waits) == []


def test_the_office_decides(client, anna, soon):
    build.booking(soon, "Ada Muster", now=courses.NOW)
    client.force_login(anna)
    assert "Ada Muster" in client.get(reverse("bookings:office_run", args=[soon.code])).content.decode()
    client.post(reverse("bookings:confirm_run", args=[soon.code]))
    soon.refresh_from_db()
    assert soon.state == "confirmed"


@pytest.mark.parametrize("who", ["bodo", "carla", None])
def test_strangers_see_no_office_page(request, client, soon, who):
    if who:
        client.force_login(request.getfixturevalue(who))
    for url in (
        reverse("bookings:office_bookings"),
        reverse("bookings:office_bookings_csv"),
        *(reverse(f"bookings:{n}", args=[soon.code]) for n in ("office_run", "confirm_run", "cancel_run")),
    ):
        assert client.get(url).status_code == (403 if who else 302)


def test_a_run_of_another_campus_is_not_found(client, soon):
    assert client.get(reverse("bookings:book", args=[soon.code]), headers={"host": "other.example"}).status_code in {
        400,
        404,
    }


@pytest.mark.parametrize("rows", [1, 50])
def test_the_list_needs_a_fixed_number_of_queries(client, anna, campus, rows, django_assert_num_queries):
    run = courses.run(campus, capacity=60)
    for n in range(rows):
        build.booking(run, f"Person{n} Muster")
    client.force_login(anna)
    with django_assert_num_queries(7):
        assert client.get(reverse("bookings:office_bookings")).status_code == 200


def test_faults_are_seen(campus):
    from glascampus.stations.bookings import announces
    from glascampus.stations.courses.models import Run

    run = courses.run(campus)
    booking = build.booking(run)
    clean = [check.look()[1] for check in announces.checks()]
    Run.objects.filter(pk=run.pk).update(taken=2)
    Booking.objects.filter(pk=booking.pk).update(price_cents=1)
    assert clean == [[], [], [], []]
    assert [len(check.look()[1]) for check in announces.checks()] == [1, 0, 1, 0]
