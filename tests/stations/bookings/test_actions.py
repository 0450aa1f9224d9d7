"""Seats are promised once, and who waits moves up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from glascampus.basics.reason import NotAllowed
from glascampus.commons.journal.models import Line
from glascampus.commons.journal.rules import GUEST, SYSTEM
from glascampus.commons.outbox.models import Mail
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.access import link_holder
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.rules import AlreadyBooked, BookingClosed, Given, NothingOffered, TooLate
from glascampus.stations.courses.models import Run
from glascampus.stations.courses.rules import RunFull, WrongState
from tests.build import bookings as build
from tests.build import courses

MOST_STATEMENTS = 20
EIGHT = [f"Person{n} Muster" for n in range(8)]


def states(booking):
    return list(booking.seats.values_list("state", flat=True))


def free(run):
    return Run.objects.get(pk=run.pk).free


def test_the_ninth_person_of_eight_waits(campus):
    run = courses.run(campus, capacity=8)
    build.booking(run, *EIGHT, kind="company", organisation_name="Nord")
    with pytest.raises(RunFull):
        build.booking(run, "Neunte Person")
    waiting = build.booking(run, "Neunte Person", wait_if_full=True)
    assert (waiting.state, states(waiting), reads.position(waiting.seats.get())) == ("waiting", ["waiting"], 1)
    assert free(run) == 0


def test_all_or_none(campus):
    run = courses.run(campus, capacity=3)
    with pytest.raises(RunFull):
        build.booking(run, *EIGHT[:4], kind="company")
    assert (free(run), Booking.objects.count(), Mail.objects.count()) == (3, 0, 0)


def test_a_freed_seat_is_offered_in_the_same_deed_and_accepted(campus, now):
    run = courses.run(campus, capacity=1, minimum=1)
    first = build.booking(run, "Erste Person")
    second = build.booking(run, "Zweite Person", wait_if_full=True)
    actions.cancel_booking(booking=first, by=link_holder(first), now=now)
    assert (states(second), free(run)) == (["offered"], 0)
    assert Mail.objects.filter(kind="bookings.offered", to="zweite.person@example.org").count() == 1
    second.refresh_from_db()
    actions.accept_offer(booking=second, by=link_holder(second), now=now)
    second.refresh_from_db()
    assert (states(second), second.state, free(run)) == (["seated"], "binding", 0)


def test_an_offer_that_ends_goes_to_the_next(campus, now):
    run = courses.run(campus, capacity=1, minimum=1)
    first = build.booking(run, "Erste Person")
    second, third = (build.booking(run, name, wait_if_full=True) for name in ("Zweite Person", "Dritte Person"))
    actions.cancel_booking(booking=first, by=SYSTEM, now=now)
    later = now + timedelta(days=3)
    assert actions.end_offers(now=later) == 1
    assert (states(second), states(third), free(run)) == (["cancelled"], ["offered"], 0)
    assert actions.end_offers(now=later) == 0
    with pytest.raises(NothingOffered):
        actions.accept_offer(booking=second, by=link_holder(second), now=later)


def test_groups_stay_together(campus, now):
    run = courses.run(campus, capacity=2, minimum=1)
    first = build.booking(run, "Erste Person", "Zweite Person", kind="company")
    pair = build.booking(run, "Dritte Person", "Vierte Person", kind="company", wait_if_full=True)
    single = build.booking(run, "Fünfte Person", wait_if_full=True)
    seat = first.seats.first()
    actions.cancel_seats(booking=first, seats=[seat.pk], by=link_holder(first), now=now)
    assert (states(pair), states(single)) == (["waiting"] * 2, ["offered"])


def test_the_same_form_twice_books_once(campus):
    run = courses.run(campus)
    first = build.booking(run, "Ada Muster", form_key="k1")
    again = build.booking(run, "Ada Muster", form_key="k1")
    assert (first.pk, Booking.objects.count(), free(run)) == (again.pk, 1, 5)


def test_nobody_sits_twice(campus):
    run = courses.run(campus)
    build.booking(run, "Ada Muster")
    with pytest.raises(AlreadyBooked):
        build.booking(run, "Ada Muster")
    assert free(run) == 5


def test_closed_is_closed(campus, now):
    run = courses.run(campus)
    with pytest.raises(BookingClosed):
        build.booking(run, now=run.closes_at)
    actions.cancel_run(run=run, by=SYSTEM, now=now)
    with pytest.raises(BookingClosed):
        build.booking(run)
    assert Booking.objects.count() == 0


def test_the_database_has_the_last_word_on_seats(campus):
    run = courses.run(campus, capacity=2, minimum=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(taken=3)


def test_price_follows_the_people(campus, now):
    run = courses.run(campus, price_cents=49000)
    booking = build.booking(run, "Ada Muster", "Bo Muster", "Cy Muster", kind="company")
    assert booking.price_cents == 147000
    actions.cancel_seats(booking=booking, seats=[booking.seats.first().pk], by=link_holder(booking), now=now)
    booking.refresh_from_db()
    assert booking.price_cents == 98000


def test_after_the_beginning_nobody_cancels_alone(campus):
    run = courses.run(campus)
    booking = build.booking(run)
    run.refresh_from_db()
    with pytest.raises(TooLate):
        actions.cancel_booking(booking=booking, by=link_holder(booking), now=run.starts_at)


def test_a_provisional_booking_ends_on_its_day(campus, now):
    run = courses.run(campus)
    booking = build.booking(run, provisional_until=now.date())
    assert (booking.state, reads.way_of(run).reserved, reads.way_of(run).binding) == ("provisional", 1, 0)
    assert actions.end_provisional(now=now) == 0
    assert actions.end_provisional(now=now + timedelta(days=1)) == 1
    assert (states(booking), free(run)) == (["cancelled"], 6)


def test_go_tells_everybody_once(campus, now, anna):
    run = courses.run(campus, capacity=1, minimum=1)
    build.booking(run, "Erste Person")
    build.booking(run, "Zweite Person", wait_if_full=True)
    actions.confirm_run(run=run, by=anna, now=now)
    assert Mail.objects.filter(kind="bookings.run_confirmed").count() == 2
    with pytest.raises(WrongState):
        actions.confirm_run(run=run, by=anna, now=now)


def test_no_go_frees_everybody(campus, now, anna):
    run = courses.run(campus, capacity=2, minimum=1)
    booking = build.booking(run, "Erste Person", "Zweite Person", kind="company")
    actions.cancel_run(run=run, by=anna, now=now)
    booking.refresh_from_db()
    assert (booking.state, booking.price_cents, free(run)) == ("cancelled", 0, 2)
    told = Mail.objects.get(kind="bookings.run_cancelled")
    assert told.calendar.count("STATUS:CANCELLED") == 1
    assert ("leider müssen wir" in told.body, "stornieren:" in told.body) == (True, False)


@pytest.mark.parametrize("who", ["bodo", "carla", "guest"])
def test_only_the_office_decides_and_only_the_holder_changes(request, campus, now, who):
    by = GUEST if who == "guest" else request.getfixturevalue(who)
    run = courses.run(campus)
    booking, other = build.booking(run), build.booking(run, "Bo Muster")
    for deed in (actions.confirm_run, actions.cancel_run):
        with pytest.raises(NotAllowed):
            deed(run=run, by=by, now=now)
    for actor in (by, link_holder(other)):
        with pytest.raises(NotAllowed):
            actions.cancel_booking(booking=booking, by=actor, now=now)
        with pytest.raises(NotAllowed):
            actions.change_names(booking=booking, seat=booking.seats.get(), given=Given("X"), by=actor, now=now)
        with pytest.raises(NotAllowed):
            actions.accept_offer(booking=booking, by=actor, now=now)
        with pytest.raises(NotAllowed):
            actions.decline_offer(booking=booking, by=actor, now=now)
    assert set(states(booking)) == {"seated"}


def test_each_deed_is_one_line_of_ids(campus, now):
    run = courses.run(campus)
    before = Line.objects.count()
    booking = build.booking(run, "Geheimer Name")
    actions.change_names(
        booking=booking, seat=booking.seats.get(), given=Given("Anderer", "Name"), by=link_holder(booking), now=now
    )
    actions.cancel_booking(booking=booking, by=link_holder(booking), now=now)
    lines = Line.objects.order_by("pk")[before:]
    assert [line.deed for line in lines] == ["bookings.binding", "bookings.names_changed", "bookings.cancelled"]
    assert not any("Name" in str(line.facts) for line in lines)


def test_a_booking_needs_few_statements(campus):
    run = Run.objects.get(pk=courses.run(campus).pk)  # as the page reads it
    with CaptureQueriesContext(connection) as seen:
        build.booking(run, *EIGHT[:3], kind="company", form_key="k")
    assert len(seen) <= MOST_STATEMENTS, [q["sql"][:80] for q in seen]
    assert not any("ROLLBACK" in q["sql"] for q in seen)


def test_a_seat_of_another_campus_is_not_reached(campus, other_campus):
    from django_scopes import scope

    run = courses.run(campus)
    booking = build.booking(run)
    with scope(campus=other_campus):
        assert reads.booking_by_token(reads.token_of(booking)) is None
        assert not Seat.objects.exists()
