"""The waiting line to its end: offers taken twice, declined, made by more seats, and provisional bookings."""

from __future__ import annotations

from datetime import timedelta

import pytest

from glascampus.commons.journal.models import Line
from glascampus.commons.journal.rules import GUEST, SYSTEM
from glascampus.commons.outbox.models import Mail
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.access import link_holder
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.rules import BookingClosed, NothingOffered, WrongPeople
from glascampus.stations.courses.actions import keep_run
from glascampus.stations.courses.models import Run
from tests.build import bookings as build
from tests.build import courses


@pytest.fixture
def full(campus):
    """A run of one with somebody in it and two who wait."""
    run = courses.run(campus, capacity=1, minimum=1)
    return (
        run,
        build.booking(run, "Erste Person"),
        [build.booking(run, n, wait_if_full=True) for n in ("Zweite Person", "Dritte Person")],
    )


def states(booking):
    return list(booking.seats.values_list("state", flat=True))


def taken(run):
    return Run.objects.get(pk=run.pk).taken


def test_who_waits_sees_the_position(full):
    _run, _first, (second, third) = full
    assert [list(reads.positions(b).values()) for b in (second, third)] == [[1], [2]]
    assert "Position 2" in Mail.objects.get(to="dritte.person@example.org").body


def test_taking_an_offer_twice_changes_nothing(full, now):
    run, first, (second, _third) = full
    actions.cancel_booking(booking=first, by=SYSTEM, now=now)
    for _ in range(2):
        actions.accept_offer(booking=second, by=link_holder(second), now=now)
    assert (states(second), taken(run)) == (["seated"], 1)
    assert Line.objects.filter(deed="bookings.offer_accepted").count() == 1


def test_a_declined_seat_goes_to_the_next_at_once(full, now):
    run, first, (second, third) = full
    actions.cancel_booking(booking=first, by=SYSTEM, now=now)
    actions.decline_offer(booking=second, by=link_holder(second), now=now)
    assert (states(second), states(third), taken(run)) == (["cancelled"], ["offered"], 1)
    with pytest.raises(NothingOffered):
        actions.decline_offer(booking=second, by=link_holder(second), now=now)


def test_seats_that_the_office_adds_are_offered(full, now, anna):
    run, _first, (second, third) = full
    keep_run(run=run, by=anna, now=now, capacity=2)
    assert actions.offer_free(now=now) == 1
    assert (states(second), states(third), taken(run), actions.offer_free(now=now)) == (["offered"], ["waiting"], 2, 0)


def test_whoever_leaves_the_line_makes_room_for_nobody(full, now):
    run, _first, (second, third) = full
    actions.cancel_booking(booking=second, by=link_holder(second), now=now)
    assert (states(third), taken(run), list(reads.positions(third).values())) == (["waiting"], 1, [1])


def test_cancelling_twice_changes_nothing(full, now):
    run, first, _waiting = full
    for _ in range(2):
        actions.cancel_booking(booking=first, by=SYSTEM, now=now)
    assert taken(run) == 1
    assert Line.objects.filter(deed="bookings.cancelled").count() == 1


def test_nothing_is_offered_in_a_run_that_has_begun(full, now):
    run, first, (second, _third) = full
    run.refresh_from_db()
    actions.cancel_booking(booking=first, by=SYSTEM, now=run.starts_at + timedelta(hours=1))
    assert (states(second), taken(run)) == (["waiting"], 0)


def test_a_provisional_booking_becomes_firm_once(campus, now):
    run = courses.run(campus)
    booking = build.booking(run, provisional_until=now.date())
    for _ in range(2):
        actions.make_binding(booking=booking, by=link_holder(booking), now=now)
    assert (booking.state, reads.way_of(run).binding, reads.way_of(run).reserved) == ("binding", 1, 0)
    assert Line.objects.filter(deed="bookings.made_binding").count() == 1
    assert actions.end_provisional(now=now + timedelta(days=3)) == 0


def test_after_the_closing_time_only_the_office_books(campus, anna):
    run = courses.run(campus)
    with pytest.raises(BookingClosed):
        build.booking(run, now=run.closes_at)
    booked = actions.book(
        run=run,
        kind="private",
        booker_name="A B",
        booker_email="a@example.org",
        people=[build.Given("A", "B")],
        by=anna,
        now=run.closes_at,
    )
    assert booked.state == "binding"


@pytest.mark.parametrize(("kind", "number"), [("private", 2), ("self_employed", 2), ("company", 51), ("company", 0)])
def test_how_many_people_one_may_book(campus, now, kind, number):
    run = courses.run(campus, capacity=60)
    people = [build.Given(f"P{n}", "M") for n in range(number)]
    with pytest.raises(WrongPeople):
        actions.book(
            run=run, kind=kind, booker_name="A B", booker_email="a@example.org", people=people, by=GUEST, now=now
        )
    assert (Booking.objects.count(), taken(run)) == (0, 0)


def test_a_run_of_another_campus_is_refused(campus, other_campus, now):
    from django_scopes import scope

    run = courses.run(campus)
    with scope(campus=other_campus), pytest.raises(Run.DoesNotExist):
        build.booking(run)
    assert Seat.objects.count() == 0


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_filled_in_calendar_is_the_one_that_would_be_built(campus, now, cancelled):
    from glascampus.engines.feeds import Event, calendar
    from glascampus.stations.bookings.actions.letters import calendar_of

    run = courses.run(campus, days=3)
    booking = build.booking(run)
    sessions, title = reads.sessions_of(booking), str(run.course.title)
    meant = [
        Event(
            uid=f"{booking.code}-{s.pk}@{campus.key}", title=title, starts_at=s.starts_at, ends_at=s.ends_at, changed_at=now,
            sequence=booking.run.sequence + cancelled, location=f"{run.site.name}, {run.site.address}", description=str(s.topic),
            is_cancelled=cancelled,
        )
        for s in sessions
    ]  # fmt: skip
    assert calendar_of(booking, sessions, now=now, cancelled=cancelled) == calendar(meant, name=title, method="PUBLISH")


def test_mails_carry_the_same_calendar_entry_and_end_it(campus, now):
    run = courses.run(campus)
    booking = build.booking(run)
    actions.cancel_booking(booking=booking, by=link_holder(booking), now=now)
    booked, cancelled = (Mail.objects.get(kind=f"bookings.{name}").calendar for name in ("booked", "cancelled"))

    def line(text, key):
        return next(part for part in text.splitlines() if part.startswith(key))

    assert line(booked, "UID") == line(cancelled, "UID")
    assert int(line(cancelled, "SEQUENCE:")[9:]) > int(line(booked, "SEQUENCE:")[9:])
    assert "STATUS:CONFIRMED" in booked
    assert "STATUS:CANCELLED" in cancelled
