"""Groups that may be split, holds that end without a worker, and the reasons everybody in line can read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from glascampus.basics.reason import NotAllowed
from glascampus.commons.journal.rules import SYSTEM, Actor
from glascampus.commons.outbox.models import Mail
from glascampus.commons.outbox.reads import faults as outbox_faults
from glascampus.stations.bookings import actions, announces, reads
from glascampus.stations.bookings.access import link_holder
from glascampus.stations.bookings.models import Booking, LineEvent, Seat
from glascampus.stations.bookings.rules import Given, NothingOffered
from glascampus.stations.courses.actions import keep_run
from glascampus.stations.courses.models import Run
from glascampus.stations.courses.rules import RunFull
from tests.build import bookings as build
from tests.build import courses

THREE = ["Dritte Person", "Vierte Person", "Fünfte Person"]
LATER = timedelta(days=3)


def states(booking):
    return list(booking.seats.order_by("pk").values_list("state", flat=True))


def taken(run):
    return Run.objects.get(pk=run.pk).taken


def state(booking):
    booking.refresh_from_db()
    return booking.state


def clean():
    return [fault for check in announces.checks() for fault in check.look()[1]] == []


@pytest.fixture
def short(campus):
    """A run of three, two seats taken by one booking."""
    run = courses.run(campus, capacity=3, minimum=1)
    return run, build.booking(run, "Erste Person", "Zweite Person", kind="company")


def codes(booking):
    return list(LineEvent.objects.filter(booking=booking).values_list("code", "free", "wants", "seats", "answer"))


def test_a_group_that_may_be_split_sits_as_far_as_seats_reach(short):
    run, _first = short
    group = build.booking(run, *THREE, kind="company", split=True)
    assert [seat.state for seat in group.seats.all()] == ["seated", "waiting", "waiting"]
    assert (state(group), states(group), taken(run)) == ("binding", ["seated", "waiting", "waiting"], 3)
    assert list(reads.positions(group).values()) == [1, 2]
    mail = Mail.objects.filter(kind="bookings.booked").latest("pk").body
    assert ("Ihr Platz ist gebucht" in mail, "2 Personen stehen auf der Warteliste, ab Position 1" in mail) == (
        True,
        True,
    )
    assert clean()


def test_what_a_split_group_pays_is_said_for_all_and_for_each(short, now, client):
    run, first = short
    group = build.booking(run, *THREE, kind="company", split=True)
    each = "Das gilt, wenn alle einen Platz bekommen. Zu zahlen sind 490,00 € für jede Person, die einen hat."
    texts = [
        Mail.objects.latest("pk").body,
        client.get(reverse("bookings:mine", args=[reads.token_of(group)])).content.decode(),
    ]
    actions.cancel_seats(booking=first, seats=[first.seats.first().pk], by=SYSTEM, now=now)
    actions.accept_offer(booking=group, by=link_holder(group), now=now)
    texts.append(Mail.objects.filter(kind="bookings.moved_up").latest("pk").body)
    assert [each in text.replace("\xa0", " ") for text in texts] == [True] * 3
    actions.cancel_booking(booking=first, by=SYSTEM, now=now)
    actions.accept_offer(booking=group, by=link_holder(group), now=now)
    assert "Das gilt" not in Mail.objects.filter(kind="bookings.moved_up").latest("pk").body


def test_without_the_word_a_group_sits_whole_or_not_at_all(short):
    run, _first = short
    with pytest.raises(RunFull):
        build.booking(run, *THREE, kind="company")
    waiting = build.booking(run, *THREE, kind="company", wait_if_full=True)
    assert (state(waiting), states(waiting), taken(run)) == ("waiting", ["waiting"] * 3, 2)


def test_a_split_group_in_a_full_run_waits_whole(short):
    run, _first = short
    build.booking(run, "Noch Jemand")
    group = build.booking(run, *THREE, kind="company", split=True)
    assert (state(group), states(group)) == ("waiting", ["waiting"] * 3)


def test_a_split_group_moves_up_in_parts(short, now):
    run, first = short
    group = build.booking(run, *THREE, kind="company", split=True)
    seat = first.seats.first().pk
    actions.cancel_seats(booking=first, seats=[seat], by=SYSTEM, now=now)
    assert states(group) == ["seated", "offered", "waiting"]
    actions.accept_offer(booking=group, by=link_holder(group), now=now)
    assert (states(group), state(group), taken(run)) == (["seated", "seated", "waiting"], "binding", 3)
    actions.cancel_booking(booking=first, by=SYSTEM, now=now)
    actions.decline_offer(booking=group, by=link_holder(group), now=now)
    assert (states(group), taken(run)) == (["seated", "seated", "cancelled"], 2)
    with pytest.raises(NothingOffered):
        actions.accept_offer(booking=group, by=link_holder(group), now=now)
    group.refresh_from_db()
    assert group.price_cents == 2 * group.unit_price_cents
    assert clean()


def test_two_offers_to_a_split_group_end_one_after_the_other(short, now):
    run, first = short
    build.booking(run, "Noch Jemand")
    group = build.booking(run, *THREE, kind="company", split=True)
    one, two = first.seats.order_by("pk")
    actions.cancel_seats(booking=first, seats=[one.pk], by=SYSTEM, now=now)
    actions.cancel_seats(booking=first, seats=[two.pk], by=SYSTEM, now=now + timedelta(days=1))
    later = now + timedelta(days=2)
    run.refresh_from_db()
    assert reads.free_now(run, later) == 0
    assert (actions.end_offers(now=later), states(group)) == (1, ["cancelled", "offered", "offered"])
    assert [code[4] for code in codes(group)] == ["ended", "", ""]
    actions.accept_offer(booking=group, by=link_holder(group), now=later)
    assert (states(group), taken(run)) == (["cancelled", "seated", "seated"], 3)
    assert clean()


def test_when_the_seated_part_is_cancelled_the_booking_waits(short, now):
    run, _first = short
    group = build.booking(run, *THREE, kind="company", split=True)
    build.booking(run, "Letzte Person", wait_if_full=True)
    actions.cancel_seats(booking=group, seats=[group.seats.first().pk], by=link_holder(group), now=now)
    assert (state(group), states(group), taken(run)) == ("waiting", ["cancelled", "offered", "waiting"], 3)
    assert clean()


def test_why_a_freed_seat_went_elsewhere_is_written_down(short, now):
    run, first = short
    build.booking(run, "Noch Jemand")
    group = build.booking(run, *THREE, kind="company", wait_if_full=True)
    single = build.booking(run, "Einzelne Person", wait_if_full=True)
    last = build.booking(run, "Letzte Person", wait_if_full=True)
    actions.cancel_seats(booking=first, seats=[first.seats.first().pk], by=SYSTEM, now=now)
    assert codes(group) == [("group_too_large", 1, 3, 0, "")]
    assert codes(single) == [("first_who_fits", 1, 1, 1, "")]
    assert codes(last) == []
    assert [(e.reason.code, e.answer) for e in reads.line_story(last)] == [("line_before_you", "noch offen")]
    actions.accept_offer(booking=single, by=link_holder(single), now=now)
    assert codes(single) == [("first_who_fits", 1, 1, 1, "accepted")]


def test_the_same_look_at_a_group_is_written_once(short, now, anna):
    run, _first = short
    group = build.booking(run, *THREE, kind="company", wait_if_full=True)
    for _ in range(3):
        actions.offer_free(now=now)
    assert codes(group) == [("group_too_large", 1, 3, 0, "")]


@pytest.mark.parametrize("number", [1, 12])
def test_runs_where_nobody_fits_cost_the_worker_two_questions(campus, now, anna, django_assert_num_queries, number):
    for _ in range(number):
        run = courses.run(campus, capacity=2, minimum=1)
        build.booking(run, "Erste Person", "Zweite Person", kind="company")
        build.booking(run, *THREE, kind="company", wait_if_full=True)
        keep_run(run=run, by=anna, now=now, capacity=3)
    assert len(reads.runs_to_look_at(now)) == number  # "one seat, but yours are three" is not written down yet
    actions.offer_free(now=now)

    with django_assert_num_queries(2):
        assert actions.offer_free(now=now) == 0


def test_whoever_fits_behind_a_group_that_does_not_is_found_at_once(short, now, anna):
    run, _first = short
    build.booking(run, "Noch Jemand")
    build.booking(run, *THREE, kind="company", wait_if_full=True)
    single = build.booking(run, "Einzelne Person", wait_if_full=True)
    keep_run(run=run, by=anna, now=now, capacity=4)

    assert reads.runs_to_look_at(now) == [run.pk]
    assert actions.offer_free(now=now) == 1
    assert (states(single), reads.runs_to_look_at(now)) == (["offered"], [])


def test_who_waits_reads_position_rule_and_what_happened_without_names(short, now, client, monkeypatch):
    run, first = short
    build.booking(run, "Noch Jemand")
    group = build.booking(run, *THREE, kind="company", wait_if_full=True)
    build.booking(run, "Einzelne Anmeldung", wait_if_full=True)
    actions.cancel_seats(booking=first, seats=[first.seats.first().pk], by=SYSTEM, now=now)
    text = client.get(reverse("bookings:mine", args=[reads.token_of(group)])).content.decode()
    assert "3 Personen warten, ab Position 1" in text
    assert "Wer länger wartet, ist zuerst dran." in text
    assert "Plätze frei: 1. Ihre Gruppe braucht 3 und bleibt zusammen." in text
    assert [name in text for name in ("Einzelne", "Erste", "Zweite", "Noch Jemand")] == [False] * 4


# Holds end without a worker


@pytest.fixture
def held(campus, now):
    """A run of one: its seat was offered to the second, and the third waits."""
    run = courses.run(campus, capacity=1, minimum=1)
    first = build.booking(run, "Erste Person")
    second, third = (build.booking(run, name, wait_if_full=True) for name in ("Zweite Person", "Dritte Person"))
    actions.cancel_booking(booking=first, by=SYSTEM, now=now)
    return run, second, third


def test_the_next_booking_ends_an_offer_whose_time_is_over(held, now):
    run, second, third = held
    with pytest.raises(RunFull):
        build.booking(run, "Vierte Person", now=now + LATER)
    assert (states(second), states(third), state(second), taken(run)) == (["cancelled"], ["offered"], "cancelled", 1)
    assert codes(second)[0][4] == "ended"
    assert clean()


def test_a_seat_nobody_waits_for_is_free_after_its_time(held, now):
    run, second, third = held
    actions.cancel_booking(booking=third, by=SYSTEM, now=now)
    run.refresh_from_db()
    assert (reads.free_now(run, now), reads.free_now(run, now + LATER), run.free) == (0, 1, 0)
    booked = build.booking(run, "Vierte Person", now=now + LATER)
    assert (state(booked), states(second), taken(run)) == ("binding", ["cancelled"], 1)


def test_shown_as_free_is_only_what_the_line_will_not_get(held, now):
    run, *_ = held
    run.refresh_from_db()
    assert reads.free_now(run, now + LATER) == 0


def test_a_provisional_booking_ends_in_the_next_booking(campus, now):
    run = courses.run(campus, capacity=1, minimum=1)
    held = build.booking(run, "Erste Person", provisional_until=now.date())
    run.refresh_from_db()
    assert (reads.free_now(run, now), reads.free_now(run, now + LATER)) == (0, 1)
    with pytest.raises(RunFull):
        build.booking(run, "Zweite Person")
    booked = build.booking(run, "Zweite Person", now=now + LATER)
    assert (state(held), states(held), state(booked), taken(run)) == ("cancelled", ["cancelled"], "binding", 1)
    told = Mail.objects.get(to="erste.person@example.org", kind="bookings.cancelled").body
    assert "die Vormerkung ist abgelaufen. Der Platz ist wieder frei, Sie zahlen nichts." in told
    assert ("Ihre Buchung ansehen:" in told, "stornieren:" in told, "storniert." in told) == (True, False, False)
    assert clean()


@pytest.mark.parametrize(
    ("gone", "link"), [(1, "Ihre Buchung ansehen, ändern oder stornieren:"), (2, "Ihre Buchung ansehen:")]
)
def test_the_mail_offers_to_change_only_what_is_still_booked(short, now, gone, link):
    _run, booking = short
    seats = list(booking.seats.order_by("pk").values_list("pk", flat=True))[:gone]
    actions.cancel_seats(booking=booking, seats=seats, by=link_holder(booking), now=now)

    told = Mail.objects.get(kind="bookings.cancelled").body
    assert [line for line in told.splitlines() if line.startswith("Ihre Buchung ansehen")] == [link]
    assert "Vormerkung" not in told


@pytest.mark.parametrize("deed", ["cancel", "step_back"])
def test_what_a_deed_and_ended_holds_free_is_offered_with_one_mail(campus, now, deed):
    run = courses.run(campus, capacity=4, minimum=1)
    first = build.booking(run, "Erste Person")
    build.booking(run, "Zweite Person", provisional_until=now.date())
    build.booking(run, "Dritte Person", "Vierte Person", kind="company")
    group = build.booking(run, *(f"{n} Gruppe" for n in "ABC"), kind="company", split=True)
    if deed == "cancel":
        actions.cancel_booking(booking=first, by=link_holder(first), now=now + LATER)
    else:
        times = {s.pk: (s.starts_at + LATER, s.ends_at + LATER) for s in reads.sessions_of(first)}
        actions.reschedule(run=run, times=times, closes_at=run.closes_at, decide_on=None, by=SYSTEM, now=now)
        actions.answer_move(booking=first, agreed=False, by=link_holder(first), now=now + LATER)
    assert states(group) == ["offered", "offered", "waiting"]
    assert Mail.objects.filter(kind="bookings.offered", about_id=group.pk).count() == 1
    assert (outbox_faults()[1], clean()) == ([], True)


def test_who_accepts_too_late_does_not_take_the_next_offer_with_the_same_click(campus, now):
    run = courses.run(campus, capacity=1, minimum=1)
    first = build.booking(run, "Erste Person")
    group = build.booking(run, "A Gruppe", "B Gruppe", kind="company", split=True)
    actions.cancel_booking(booking=first, by=SYSTEM, now=now)
    with pytest.raises(NothingOffered):
        actions.accept_offer(booking=group, by=link_holder(group), now=now + LATER)
    assert states(group) == ["cancelled", "offered"]
    actions.accept_offer(booking=group, by=link_holder(group), now=now + LATER)
    assert states(group) == ["cancelled", "seated"]


@pytest.mark.parametrize("deed", ["accept", "decline", "cancel_other"])
def test_every_deed_on_the_run_ends_what_is_overdue(held, now, deed):
    run, second, third = held
    later = now + LATER
    if deed == "cancel_other":
        other = third
        actions.cancel_booking(booking=other, by=link_holder(other), now=later)
        assert (states(second), states(third), taken(run)) == (["cancelled"], ["cancelled"], 0)
    else:
        act = {"accept": actions.accept_offer, "decline": actions.decline_offer}[deed]
        with pytest.raises(NothingOffered):
            act(booking=second, by=link_holder(second), now=later)
        assert (states(second), states(third), taken(run)) == (["cancelled"], ["offered"], 1)


def test_the_page_shows_the_seat_as_free_and_changes_nothing(held, now, client, monkeypatch):
    run, second, third = held
    actions.cancel_booking(booking=third, by=SYSTEM, now=now)
    from glascampus.stations.bookings.pages import booking

    monkeypatch.setattr(booking, "now", lambda: now + LATER)
    text = client.get(reverse("bookings:book", args=[run.code])).content.decode()
    assert ("Noch ein Platz ist frei" in text, states(second)) == (True, ["offered"])


def test_seats_that_the_office_adds_belong_to_those_who_wait_not_to_the_next_visitor(held, now, anna):
    run, _second, third = held
    keep_run(run=run, by=anna, now=now, capacity=2)
    with pytest.raises(RunFull):
        build.booking(run, "Vierte Person")
    assert (states(third), taken(run)) == (["offered"], 2)


# Machines


def test_the_machine_that_booked_may_change_and_no_other(campus, now):
    run = courses.run(campus)
    token, other = Actor("api_token", 7), Actor("api_token", 8)
    booking = actions.book(
        run=run, kind="company", booker_name="A B", booker_email="a@example.org", organisation_name="Nord", by=token, now=now,
        people=[Given("Ada", "Muster", external_id="17"), Given("Ada", "Muster", external_id="18")],
    )  # fmt: skip
    assert Booking.objects.get().made_by == "api_token:7"
    assert list(Seat.objects.order_by("pk").values_list("person__external_id", flat=True)) == ["17", "18"]
    for by in (other, Actor("api_token"), Actor("user", 7)):
        with pytest.raises(NotAllowed):
            actions.cancel_booking(booking=booking, by=by, now=now)
    actions.cancel_booking(booking=booking, by=token, now=now)
    assert state(booking) == "cancelled"


def test_a_cancelled_seat_takes_no_new_name(campus, now):
    run = courses.run(campus)
    booking = build.booking(run)
    seat = booking.seats.get()
    actions.cancel_booking(booking=booking, by=SYSTEM, now=now)
    with pytest.raises(NothingOffered):
        actions.change_names(booking=booking, seat=seat, given=Given("X", "Y"), by=SYSTEM, now=now)


def test_a_booking_that_says_otherwise_than_its_seats_is_found(short):
    _run, first = short
    Booking.objects.filter(pk=first.pk).update(state="waiting")
    assert not clean()
