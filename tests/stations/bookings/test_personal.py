"""What is kept of a person, given out, and forgotten."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection

from glascampus.commons.people.models import Person
from glascampus.stations.bookings import announces
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.courses.models import Run
from tests.build import bookings as build
from tests.build import courses

CANARY = "Kanarienvogel"


def erase(email, now):
    return announces.personal()[0].erase(email, now)


def words():
    rows = [*Booking.objects.values_list(), *Seat.objects.values_list(), *Person.objects.values_list()]
    return " ".join(str(row) for row in rows)


def booked(campus, **values):
    run = courses.run(campus, capacity=values.pop("capacity", 6), minimum=1)
    values = {"address": CANARY, "organisation_name": CANARY, "booker_email": f"{CANARY}@example.org".lower(), **values}
    return run, build.booking(run, f"{CANARY} {CANARY}", **values)


def test_who_only_waited_leaves_nothing(campus, now):
    run = courses.run(campus, capacity=1, minimum=1)
    build.booking(run, "Bo Muster")
    waiting = build.booking(run, f"{CANARY} {CANARY}", wait_if_full=True, address=CANARY, booker_email="k@example.org")
    assert erase("k@example.org", now).kept == []
    waiting.refresh_from_db()
    assert (CANARY in words(), waiting.state, Run.objects.get(pk=run.pk).taken) == (False, "cancelled", 1)


def test_who_sits_in_a_run_to_come_is_kept_until_it_is_over(campus, now):
    run, booking = booked(campus)
    kept = erase(booking.booker_email, now).kept
    assert [k.what.startswith("bookings.booking") for k in kept] == [True]
    run.refresh_from_db()
    assert erase(booking.booker_email, run.ends_at + timedelta(days=1)).kept == []
    assert CANARY not in words()


def test_an_export_names_booking_and_seat(campus):
    _run, booking = booked(campus)
    found = announces.personal()[0].export(booking.booker_email)
    assert [row["booker_email"] for row in found["bookings.booking"]] == [booking.booker_email]


def test_planted_faults_are_named(campus):
    run, other = courses.run(campus), courses.run(campus)
    booking = build.booking(run)
    build.booking(run, "Bo Muster")
    found = {check.name: check.look for check in announces.checks()}
    assert {name: look()[1] for name, look in found.items()} == {"seats": [], "oversale": [], "money": [], "thread": []}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE courses_run SET taken = taken + 1 WHERE id = %s", [run.pk])
        cursor.execute("UPDATE bookings_booking SET price_cents = price_cents + 1 WHERE id = %s", [booking.pk])
        cursor.execute("UPDATE bookings_seat SET run_id = %s WHERE booking_id = %s", [other.pk, booking.pk])
    assert {name: bool(look()[1]) for name, look in found.items()} == {
        "seats": True,
        "oversale": False,
        "money": True,
        "thread": True,
    }
