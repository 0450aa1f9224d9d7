"""When the disk is full or the database goes: a clear sentence, nothing half-written, and all goes on afterwards."""

import pytest
from django.db import connection
from django.test import Client
from django_scopes import scope

from glascampus.basics.clock import now as real_now
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.web.commands.verify import audit
from tests.build import courses

TYPED = {"kind": "private", "booker_name": "Ada Muster", "terms": "on"}


@pytest.fixture
def run(campus):
    starts_in = (real_now() - courses.NOW).days + 60
    return courses.run(campus, starts_in_days=starts_in, capacity=500)


def book(run, number: int):
    """One order, as a browser sends it."""
    client = Client(raise_request_exception=False)
    url = f"/kurse/termin/{run.code}/buchen/"
    hidden = client.get(url)
    form = hidden.context["form"] if hidden.context else None
    kept = {name: form[name].value() for name in ("form_key",) if form} | {
        field.name: field.value() for field in (form.hidden_fields() if form else []) if field.value()
    }
    return client.post(url, {**TYPED, **kept, "booker_email": f"ada{number}@example.org", "address": "x" * 400})


def faults() -> list:
    return [check for check in audit() if not check["ok"] and check["name"] not in {"keys", "files"}]


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_full_disk_stops_a_booking_whole_and_later_ones_go_through(run, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # pages that tests before left free would take bookings
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages + 3}")
    answers = [book(run, number) for number in range(25)]

    served = [answer for answer in answers if answer.status_code == 302]
    stopped = [answer for answer in answers if answer.status_code == 503]
    assert len(served) + len(stopped) == 25
    assert len(stopped) > 5
    assert "Es wurde nichts geändert" in stopped[0].text
    assert stopped[0]["Retry-After"] == "60"
    with scope(campus=run.campus):
        assert Booking.objects.count() == Seat.objects.count() == len(served)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1000000")
    assert faults() == []
    assert book(run, 99).status_code == 302
