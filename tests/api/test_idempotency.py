"""The same request is answered once: from the first, byte for byte, for 72 hours."""

import json
import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections

from glascampus.commons.machines import actions, reads
from glascampus.commons.machines.actions import waiting
from glascampus.commons.machines.models import Reply
from glascampus.commons.machines.rules import Answer, Call
from glascampus.stations.bookings.models import Booking
from tests.build import courses, machines
from tests.build.commons import NOW
from tests.build.machines import order


def test_the_same_request_hears_the_same_answer(program, run):
    first = program.book(order(run), "same-key-1")
    again = program.book(order(run), "same-key-1")

    assert (again.status_code, again.content, again["Content-Type"]) == (201, first.content, first["Content-Type"])
    assert ("Idempotent-Replayed" in first, again["Idempotent-Replayed"]) == (False, "true")
    assert Booking.objects.count() == 1


def test_the_first_answer_is_said_even_after_the_booking_changed(program, run):
    first = program.book(order(run), "same-key-1")
    program.call("DELETE", f"/api/v1/bookings/{first.json()['id']}")

    assert program.book(order(run), "same-key-1").content == first.content


def test_the_same_body_may_be_written_differently(program, run):
    body = order(run, provisional_until=None, answers={})
    first = program.book(body, "same-key-1")

    shuffled = json.dumps(dict(reversed(body.items())), indent=3, ensure_ascii=True).encode()
    assert program.book(shuffled, "same-key-1").content == first.content


def test_202_is_kept_too(program, campus):
    run = courses.run(campus, capacity=1, minimum=1)
    program.book(order(run))
    first = program.book(order(run, "Bo Muster", wait_if_full=True), "same-key-1")

    again = program.book(order(run, "Bo Muster", wait_if_full=True), "same-key-1")

    assert (again.status_code, again.content, again["Idempotent-Replayed"]) == (202, first.content, "true")


@pytest.mark.parametrize("body", [b"{}", b"{", b"[]", b'{"a":1,"a":1}'])
def test_another_body_with_the_same_key_is_422(program, run, body):
    program.book(order(run), "same-key-1")

    said = program.book(body, "same-key-1")

    assert (said.status_code, said.json()["type"]) == (422, "urn:campus:key-conflict")


def test_an_error_is_tried_afresh(program, campus):
    run = courses.run(campus, capacity=1, minimum=1)
    seat = program.book(order(run)).json()
    refused = program.book(order(run, "Bo Muster"), "same-key-1")
    program.call("DELETE", f"/api/v1/bookings/{seat['id']}")

    said = program.book(order(run, "Bo Muster"), "same-key-1")
    other = program.book(order(run, "Cy Muster", wait_if_full=True), "same-key-1")

    assert [refused.status_code, said.status_code, other.status_code] == [409, 201, 422]


def test_a_key_belongs_to_its_token(program, campus, run):
    other = machines.program(campus, name="Anderes System")
    one = program.book(order(run), "same-key-1")
    two = other.book(order(run, "Bo Muster"), "same-key-1")

    assert [one.status_code, two.status_code] == [201, 201]
    assert one.json()["id"] != two.json()["id"]


def test_answers_are_sealed_and_forgotten_after_72_hours(program, run, now):
    first = program.book(order(run), "same-key-1")
    kept = Reply.objects.get()
    assert first.json()["id"].encode() not in bytes(kept.answer)
    assert reads.faults() == (1, [])

    early = actions.tidy(now=now + timedelta(hours=71))
    late = actions.tidy(now=now + timedelta(hours=72, seconds=1))
    said = program.book(order(run), "same-key-1")

    assert (early, late) == (0, 1)
    assert (said.status_code, said.json()["type"]) == (422, "urn:campus:key-used")
    assert Booking.objects.count() == 1


def test_an_answer_outlives_a_change_of_the_key(program, run, settings):
    first = program.book(order(run), "same-key-1")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key"

    assert program.book(order(run), "same-key-1").content == first.content


def test_verify_names_an_answer_that_was_changed(program, run):
    program.book(order(run), "same-key-1")
    kept = Reply.objects.get()
    *some, last = bytes(kept.answer)
    kept.answer = bytes([*some, last ^ 1])
    kept.save()

    seen, faults = reads.faults()

    assert (seen, [fault.says for fault in faults]) == (1, ["its answer cannot be opened"])


def test_without_its_key_an_answer_is_gone_and_nothing_is_booked_twice(program, run, settings):
    program.book(order(run), "same-key-1")
    settings.SECRET_KEY = "another key"

    said = program.book(order(run), "same-key-1")

    assert (said.status_code, said.json()["type"], reads.faults()) == (422, "urn:campus:key-used", (0, []))
    assert Booking.objects.count() == 1


def test_the_constraint_has_the_last_word(program, run, monkeypatch):
    """As on two machines: nobody waits for the other, and the slower one finds the answer of the faster."""
    first = program.book(order(run), "same-key-1")
    known = reads.reply_to
    looks = []

    def late(call):
        looks.append(call)
        return None if len(looks) == 1 else known(call)

    monkeypatch.setattr(actions.replies, "reply_to", late)
    again = program.book(order(run), "same-key-1")

    assert (again.status_code, again.content, Booking.objects.count()) == (201, first.content, 1)


def test_who_waits_too_long_hears_that_it_is_in_progress(program, run, monkeypatch):
    monkeypatch.setattr(waiting, "WAITS_FOR_FIRST_S", 0.2)
    call = Call(program.token.pk, "POST", "/api/v1/bookings", "same-key-1", "")
    with waiting.alone(call):
        said = program.book(order(run), "same-key-1")
        other = program.book(order(run, "Bo Muster"), "other-key-1")

    assert (said.status_code, said.json()["type"]) == (409, "urn:campus:in-progress")
    assert other.status_code == 201


HOLD = """
import fcntl, os, sys
file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
fcntl.lockf(file, fcntl.LOCK_EX, 1, int(sys.argv[2]))
print("held", flush=True)
sys.stdin.read()
"""


def test_another_process_is_waited_for(program, run, monkeypatch, settings):
    """The lock is the operating system's: it ends with the process that holds it."""
    monkeypatch.setattr(waiting, "WAITS_FOR_FIRST_S", 0.2)
    place = waiting._place(Call(program.token.pk, "POST", "/api/v1/bookings", "same-key-1", ""))
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(Path(settings.DATA) / "api.locks"), str(place)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(os.environ),
    )  # fmt: skip
    assert holder.stdout.readline() == b"held\n"
    held = program.book(order(run), "same-key-1")
    holder.kill()
    holder.communicate()

    assert (held.status_code, held.json()["type"]) == (409, "urn:campus:in-progress")
    assert program.book(order(run), "same-key-1").status_code == 201


@pytest.mark.postgres  # the tests' SQLite lives in memory, where threads lock whole tables; test_server.py asks a real one
@pytest.mark.django_db(transaction=True)
def test_sixteen_equal_requests_book_once(transactional_db):
    from django.test import Client
    from django_scopes import scope

    from tests.build import commons

    campus = commons.campus()
    with scope(campus=campus):
        run = courses.run(campus, capacity=20)
        program = machines.program(campus)
    told, start = [], threading.Barrier(16)

    def ask():
        mine = machines.Program(program.token, program.text, Client())
        start.wait()
        said = mine.book(order(run), "same-key-1")
        told.append((said.status_code, said.content, said.get("Idempotent-Replayed")))
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {status for status, _, _ in told} == {201}
    assert len({body for _, body, _ in told}) == 1
    assert sorted(replayed or "" for _, _, replayed in told) == ["", *["true"] * 15]
    with scope(campus=campus):
        assert Booking.objects.count() == 1


# Limits


def test_what_is_left_is_told_with_every_answer(program, campus, settings):
    settings.API_PER_MINUTE = 3

    said = [program.call("GET", "/api/v1/bookings/x") for _ in range(4)]

    assert [s.status_code for s in said] == [404, 404, 404, 429]
    assert [s["RateLimit"].split(";t=")[0] for s in said] == [
        '"minute";r=2',
        '"minute";r=1',
        '"minute";r=0',
        '"minute";r=0',
    ]
    assert {s["RateLimit-Policy"] for s in said} == {'"minute";q=3;w=60'}
    assert 1 <= int(said[-1]["Retry-After"]) <= 60


def test_limits_are_per_token(program, campus, settings):
    settings.API_PER_MINUTE = 1
    other = machines.program(campus, name="Anderes System")
    program.call("GET", "/api/v1/bookings/x")

    assert program.call("GET", "/api/v1/bookings/x").status_code == 429
    assert other.call("GET", "/api/v1/bookings/x").status_code == 404


def test_the_demo_allows_200_requests_at_once(program, campus):
    assert {program.call("GET", "/api/v1/bookings/x").status_code for _ in range(200)} == {404}


def test_a_replay_counts_too(program, run, settings):
    settings.API_PER_MINUTE = 1
    program.book(order(run), "same-key-1")

    assert program.book(order(run), "same-key-1").status_code == 429


# The database is busy


def test_a_busy_database_is_503_and_nothing_is_written(program, run, monkeypatch):
    from django.db import OperationalError

    from glascampus.stations.bookings.api import bookings as api

    def busy(**_):
        raise OperationalError("database is locked")

    monkeypatch.setattr(api.actions, "book", busy)
    said = program.book(order(run), "same-key-1")

    assert (said.status_code, said["Retry-After"], said["Content-Type"]) == (503, "5", "application/problem+json")
    assert not Reply.objects.exists()
    monkeypatch.undo()
    assert program.book(order(run), "same-key-1").status_code == 201


def test_a_reply_is_stored_with_its_deed_or_not_at_all(program, run, now):
    call = Call(program.token.pk, "POST", "/x", "key-12345", "hash")

    with pytest.raises(ZeroDivisionError):
        actions.once(token=program.token, call=call, ready=lambda: lambda: 1 / 0, now=NOW)
    done = actions.once(token=program.token, call=call, ready=lambda: lambda: Answer(201, b"{}"), now=NOW)

    assert (done, Reply.objects.count()) == (Answer(201, b"{}"), 1)
