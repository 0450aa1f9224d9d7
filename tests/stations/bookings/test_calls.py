"""Asking everybody once more: the call list, one tap, the mail's button, and how sure the start is."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from glascampus.basics.reason import NotAllowed
from glascampus.basics.rulebook import Rulebook
from glascampus.commons.journal.models import Line
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.outbox.models import Mail
from glascampus.stations.bookings import actions, announces, reads
from glascampus.stations.bookings.access import link_holder
from glascampus.stations.bookings.models import Booking, Call, CallRound, Seat, Undoable
from glascampus.stations.bookings.rules import NobodyToAsk, NothingOffered, chance_percent, how_sure
from glascampus.stations.courses.rules import WrongState
from tests.build import bookings as build
from tests.build import courses

BOOK = Rulebook(on=date(2027, 3, 1))
RATES = {"sure": 95, "unsure": 50, "unasked": 63, "provisional": 50}


@pytest.fixture
def run(campus):
    """Nineteen are registered, fifteen are needed."""
    made = courses.run(campus, capacity=25, minimum=15)
    for n in range(19):
        build.booking(made, f"Person{n} Muster")
    Mail.objects.all().delete()
    return made


@pytest.fixture
def small(campus):
    """A firm with two people and one person who waits for funding."""
    made = courses.run(campus, capacity=5, minimum=2)
    build.booking(
        made, "Ada Muster", "Bea Muster", kind="company", organisation_name="Glaswerk", booker_phone="03421 1234"
    )
    build.booking(made, "Cora Muster", provisional_until=made.closes_at.date())
    Mail.objects.all().delete()
    return made


@pytest.fixture
def office(client, anna):
    client.force_login(anna)
    return client


def rows(run):
    return reads.call_list(run, reads.current_round(run))


def say(seat, outcome, by, now, **more):
    return actions.note_call(seat=seat, outcome=outcome, by=by, now=now, **more)


def test_the_lesson_of_cham_stands_on_the_page(office, run):
    """19 registered, 12 came, 15 were needed: with nobody asked, the page does not promise a start."""
    page = office.get(reverse("bookings:calls", args=[run.code])).content.decode()
    assert "Unwahrscheinlich: Voraussichtlich kommen 9 bis 15 Personen, 15 sind nötig." in page
    assert ("63 %" in page, "Beispielwert" in page, "2013 kamen 12 von 19" in page) == (True, True, True)


def test_when_all_were_asked_the_start_is_sure(run, anna, now):
    actions.start_calls(run=run, mail=False, by=anna, now=now)
    for seat in Seat.objects.filter(run=run)[:17]:
        say(seat, "sure", anna, now)
    estimate = reads.estimate(rows(run), need=15, book=BOOK)
    assert (estimate.says.code, [(k.outcome, k.people, k.percent) for k in estimate.kinds]) == (
        "start_certain",
        [("", 2, 63), ("sure", 17, 95)],
    )


def test_a_round_lists_everybody_with_a_seat_and_nobody_else(small, anna, now):
    build.booking(small, "Dora Muster", "Ella Muster", "Fina Muster", kind="company", wait_if_full=True)
    actions.start_calls(run=small, mail=False, by=anna, now=now)
    assert [row.seat.person.given_name for row in rows(small)] == ["Cora", "Ada", "Bea"]
    assert Mail.objects.filter(kind="bookings.asked_again").count() == 0


def test_the_mail_goes_once_to_each_booking_after_ten_minutes(small, anna, now):
    actions.start_calls(run=small, mail=True, by=anna, now=now)
    mails = list(Mail.objects.filter(kind="bookings.asked_again"))
    assert [mail.next_try_at for mail in mails] == [now + timedelta(minutes=10)] * 2
    assert all("/komme-ich/" in mail.body for mail in mails)


def test_a_round_can_be_taken_back_until_somebody_answered(small, anna, now):
    actions.start_calls(run=small, mail=True, by=anna, now=now)
    actions.undo(undoable=Undoable.objects.get(), by=anna, now=now)
    assert (CallRound.objects.count(), Mail.objects.count()) == (0, 0)


def test_the_last_word_counts_and_all_words_stay(small, anna, now):
    actions.start_calls(run=small, mail=False, by=anna, now=now)
    seat = Seat.objects.filter(run=small).first()
    for n, outcome in enumerate(["unreached", "unsure", "sure"]):
        say(seat, outcome, anna, now + timedelta(hours=n), code="back" if n == 0 else "")
    row = next(row for row in rows(small) if row.seat.pk == seat.pk)
    assert (row.outcome, row.times, row.call.by, row.call.at) == ("sure", 3, anna, now + timedelta(hours=2))
    assert Line.objects.filter(deed="bookings.called").count() == 3


def test_a_new_round_begins_with_nothing_said(small, anna, now):
    actions.start_calls(run=small, mail=False, by=anna, now=now)
    say(Seat.objects.filter(run=small).first(), "sure", anna, now)
    actions.start_calls(run=small, mail=False, by=anna, now=now + timedelta(days=1))
    assert ([row.outcome for row in rows(small)], Call.objects.count()) == (["", "", ""], 1)


def test_who_waits_for_funding_is_never_surer_than_the_funding(small, anna, now):
    actions.start_calls(run=small, mail=False, by=anna, now=now)
    held = Seat.objects.get(run=small, booking__state="provisional")
    say(held, "sure", anna, now)
    estimate = reads.estimate(rows(small), need=2, book=BOOK)
    assert [(k.outcome, k.provisional, k.percent) for k in estimate.kinds] == [("", False, 63), ("sure", True, 50)]


@pytest.mark.parametrize("state", ["cancelled", "done"])
def test_nobody_is_asked_about_a_run_that_is_over(campus, anna, now, state):
    with pytest.raises(WrongState):
        actions.start_calls(run=courses.run(campus, state=state), mail=False, by=anna, now=now)


def test_a_run_without_people_has_nobody_to_ask(campus, anna, now):
    with pytest.raises(NobodyToAsk):
        actions.start_calls(run=courses.run(campus), mail=True, by=anna, now=now)


def test_without_a_round_or_a_seat_nothing_is_noted(small, anna, now):
    seat = Seat.objects.filter(run=small).first()
    with pytest.raises(NothingOffered):
        say(seat, "sure", anna, now)
    actions.start_calls(run=small, mail=False, by=anna, now=now)
    actions.cancel_booking(booking=seat.booking, by=anna, now=now)
    with pytest.raises(NothingOffered):
        say(seat, "sure", anna, now)


def test_only_the_office_starts_and_only_it_and_the_link_answer(small, anna, carla, now):
    with pytest.raises(NotAllowed):
        actions.start_calls(run=small, mail=False, by=carla, now=now)
    actions.start_calls(run=small, mail=False, by=anna, now=now)
    seat, other = Seat.objects.filter(run=small).first(), Booking.objects.last()
    for stranger in (carla, link_holder(other if other.pk != seat.booking_id else Booking.objects.first())):
        with pytest.raises(NotAllowed):
            say(seat, "no", stranger, now)


# In the browser


def test_one_tap_writes_down_what_was_said(office, small, anna):
    office.post(reverse("bookings:start_calls", args=[small.code]))
    seat = Seat.objects.filter(run=small).first()
    answer = office.post(
        reverse("bookings:calls", args=[small.code]), {"seat": seat.pk, "outcome": "no", "code": "shift"}, follow=True
    )
    page = answer.content.decode()
    assert ("Schicht passt noch nicht" in page, "tel:03421 1234" in page) == (True, True)
    assert reverse("bookings:office_cancel_seat", args=[seat.booking.code, seat.pk]) in page


def test_who_does_not_come_is_cancelled_by_one_more_button(office, small, anna, now):
    seat = Seat.objects.filter(run=small).first()
    address = reverse("bookings:office_cancel_seat", args=[seat.booking.code, seat.pk])
    assert (office.get(address).status_code, Seat.objects.get(pk=seat.pk).state) == (200, "seated")
    office.post(address)
    assert (Seat.objects.get(pk=seat.pk).state, Undoable.objects.get().deed) == ("cancelled", "booking_cancelled")
    assert office.get(address).status_code == 302


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"seat": "x", "outcome": "sure"},
        {"seat": "1" * 20, "outcome": "sure"},
        {"seat": "999999", "outcome": "sure"},
        {"seat": "1", "outcome": "<script>"},
        {"seat": "1", "outcome": "sure", "code": "=1+1"},
        {"seat": "\0", "outcome": "\0"},
        {"seat": "-1", "outcome": "sure"},
    ],
    ids=range(8),
)
def test_whatever_is_typed_into_the_call_list_is_answered(office, small, typed):
    office.post(reverse("bookings:start_calls", args=[small.code]))
    answer = office.post(reverse("bookings:calls", args=[small.code]), typed)
    assert (answer.status_code, Call.objects.count()) == (422, 0)


def test_the_button_in_the_mail_changes_nothing_until_it_is_pressed(client, small, anna, now):
    actions.start_calls(run=small, mail=True, by=anna, now=now)
    booking = Booking.objects.get(booker_phone="03421 1234")
    address = reverse("bookings:coming", args=[reads.token_of(booking)])
    page = client.get(address).content.decode()
    assert ("Alle kommen" in page, Call.objects.count()) == (True, 0)
    client.post(address, {"answer": "ja"})
    assert list(Call.objects.values_list("outcome", "by")) == [("sure", None), ("sure", None)]
    one = booking.seats.first()
    client.post(address, {"answer": "nein", "seat": one.pk})
    assert Call.objects.filter(seat=one).last().outcome == "no"
    assert (
        reverse("bookings:cancel_seat", args=[reads.token_of(booking), one.pk]) in client.get(address).content.decode()
    )


def test_the_call_list_says_truly_how_an_answer_came(office, small, anna, now):
    actions.start_calls(run=small, mail=True, by=anna, now=now)
    ada, bea, cora = Seat.objects.filter(run=small).order_by("pk")
    say(ada, "sure", link_holder(ada.booking), now)
    say(bea, "sure", SYSTEM, now)
    say(cora, "sure", anna, now)

    def how():
        page = office.get(reverse("bookings:calls", args=[small.code])).content.decode()
        return set(re.findall(r"\d\d:\d\d Uhr, ([^<]+)</p>", page))

    known = {"mit dem Link aus der Mail", "vom Campus selbst eingetragen"}
    assert how() == {*known, anna.email}
    Call.objects.update(by=None)  # as when the user is deleted
    assert how() == {*known, "notiert mit einem Zugang, den es nicht mehr gibt"}
    Line.objects.all().delete()
    assert how() == set()


def test_another_bookings_person_is_not_answered_for(client, small, anna, now):
    actions.start_calls(run=small, mail=True, by=anna, now=now)
    firm, held = Booking.objects.order_by("pk")
    answer = client.post(
        reverse("bookings:coming", args=[reads.token_of(held)]), {"answer": "nein", "seat": firm.seats.first().pk}
    )
    assert (answer.status_code, Call.objects.count()) == (422, 0)


def test_without_a_round_there_is_nothing_to_answer(client, small):
    address = reverse("bookings:coming", args=[reads.token_of(Booking.objects.first())])
    assert "nichts zu beantworten" in client.get(address).content.decode()
    assert (client.post(address, {"answer": "ja"}).status_code, Call.objects.count()) == (422, 0)
    assert client.get(reverse("bookings:coming", args=["a" * 32])).status_code == 404


@pytest.mark.parametrize("people", [1, 50])
def test_the_call_list_needs_a_fixed_number_of_queries(
    office, campus, anna, now, people, django_assert_max_num_queries
):
    run = courses.run(campus, capacity=60, minimum=1)
    for n in range(people):
        build.booking(run, f"Person{n} Muster")
    actions.start_calls(run=run, mail=False, by=anna, now=now)
    for seat in Seat.objects.filter(run=run):
        say(seat, "sure", anna, now)
    with django_assert_max_num_queries(MOST_QUERIES):
        assert office.get(reverse("bookings:calls", args=[run.code])).status_code == 200


MOST_QUERIES = 10


def test_english_twins_speak_english(office, small):
    page = office.get("/en" + reverse("bookings:calls", args=[small.code])).content.decode()
    assert ("Call list" in page, "Anrufliste" in page) == (True, False)


# Rules


@pytest.mark.parametrize(
    ("outcome", "provisional", "percent"),
    [
        ("sure", False, 95),
        ("sure", True, 50),
        ("unsure", False, 50),
        ("unreached", False, 63),
        ("", False, 63),
        ("", True, 50),
        ("no", False, 0),
        ("no", True, 0),
    ],
)
def test_how_likely_somebody_comes(outcome, provisional, percent):
    assert chance_percent(outcome=outcome, provisional=provisional, rates=RATES) == percent


@pytest.mark.parametrize(
    ("reached", "code"),
    [(1.0, "start_certain"), (0.9, "start_certain"), (0.89, "start_likely"), (0.69, "start_unsure"), (0.39, "start_unlikely"), (0, "start_unlikely")],
)  # fmt: skip
def test_the_estimate_in_plain_words(reached, code):
    assert how_sure(low=9, high=15, reached=reached, need=15).code == code


# Held for a funding decision


def test_who_may_hold_is_asked_and_the_day_is_ours(client, campus, now):
    from datetime import UTC, datetime

    from glascampus.basics import clock

    clock.turn_with(lambda: now - datetime.now(UTC))
    run = courses.run(campus, provisional_days=10)
    address = reverse("bookings:book", args=[run.code])
    assert "Vormerken, bis die Förderung klar ist, längstens bis 11. März 2027" in client.get(address).content.decode()
    order = {"kind": "private", "booker_name": "Ada Muster", "booker_email": "ada@example.org", "terms": "on",
             "provisional": "on", "booker_phone": "+49 3421 99"}  # fmt: skip
    assert client.post(address, order).status_code == 302
    booking = Booking.objects.get()
    assert (booking.state, booking.provisional_until, booking.booker_phone) == (
        "provisional",
        date(2027, 3, 11),
        "+49 3421 99",
    )


def test_where_the_run_allows_no_holding_it_is_neither_asked_nor_taken(client, campus, now):
    from datetime import UTC, datetime

    from glascampus.basics import clock

    clock.turn_with(lambda: now - datetime.now(UTC))
    run = courses.run(campus)
    address = reverse("bookings:book", args=[run.code])
    assert "Vormerken, bis" not in client.get(address).content.decode()
    client.post(address, {"kind": "private", "booker_name": "Ada Muster", "booker_email": "ada@example.org",
                          "terms": "on", "provisional": "on", "provisional_until": "2027-12-31"})  # fmt: skip
    assert (Booking.objects.get().state, Booking.objects.get().provisional_until) == ("binding", None)


@pytest.mark.parametrize("phone", ["abc", "<script>", "1" * 41, "=1+1", "😀", "1\x002"])
def test_a_phone_is_digits(client, campus, phone):
    from datetime import UTC, datetime

    from glascampus.basics import clock

    clock.turn_with(lambda: courses.NOW - datetime.now(UTC))
    run = courses.run(campus)
    answer = client.post(
        reverse("bookings:book", args=[run.code]),
        {"kind": "private", "booker_name": "Ada Muster", "booker_email": "ada@example.org", "terms": "on", "booker_phone": phone},
    )  # fmt: skip
    assert (answer.status_code, Booking.objects.count()) == (422, 0)


def test_the_phone_is_given_out_and_forgotten_with_its_booker(campus, now):
    run = courses.run(campus)
    booking = build.booking(run, booker_phone="03421 1234")
    found = announces.personal()[0].export(booking.booker_email)["bookings.booking"]
    assert [row["booker_phone"] for row in found] == ["03421 1234"]
    announces.personal()[0].erase(booking.booker_email, now + timedelta(days=60))
    assert Booking.objects.get().booker_phone == ""


def test_an_export_tells_what_was_said(small, anna, now):
    actions.start_calls(run=small, mail=False, by=anna, now=now)
    seat = Seat.objects.filter(run=small).first()
    say(seat, "unsure", anna, now, code="shift")
    found = announces.personal()[0].export(seat.person.email)["bookings.call"]
    assert [(row["outcome"], row["note"]) for row in found] == [("unsure", "shift")]
