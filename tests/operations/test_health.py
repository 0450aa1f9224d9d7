"""``/health/``: ok, degraded, down; details for this machine only."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils.timezone import now as real_now
from django_scopes import scope

from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.machines.actions import revoke_token
from glascampus.commons.outbox.models import Mail
from glascampus.commons.roll.actions import beat
from glascampus.commons.roll.models import Beat
from glascampus.web import health
from glascampus.web.peers import FORWARDING
from tests.build import machines

DETAILS = {"status", "version", "database", "sqlite_version", "journal_mode", "worker", "outbox", "checked_at"}


def mails(campus, now, number):
    for n in range(number):
        Mail.objects.create(
            campus=campus,
            kind="t",
            to="b@example.org",
            subject="s",
            message_id=f"<{n}@t>",
            made_at=now,
            next_try_at=now,
        )


def test_all_is_well_while_the_worker_beats(client, campus, now):
    beat(name="worker")
    mails(campus, now, 2)

    answer = client.get("/health/")

    found = answer.json()
    assert (answer.status_code, found["status"], set(found)) == (200, "ok", DETAILS)
    assert found["worker"]["late_s"] < 5
    assert found["outbox"]["waiting"] == 2
    assert found["database"] == connection.vendor
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("silent", [None, timedelta(seconds=40)])
def test_a_silent_worker_is_degraded_and_still_200(client, campus, silent):
    beat(name="worker")
    Beat.objects.all().delete() if silent is None else Beat.objects.update(at=real_now() - silent)

    answer = client.get("/health/")

    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")


def test_a_turned_clock_does_not_make_the_worker_late(client, campus, monkeypatch):
    from glascampus.basics import clock

    beat(name="worker")
    monkeypatch.setattr(clock, "_shift", [lambda: timedelta(days=30)])

    assert client.get("/health/").json()["status"] == "ok"


@pytest.mark.parametrize("header", FORWARDING)
@pytest.mark.parametrize("value", ["198.51.100.7", ""])
def test_who_was_forwarded_reads_the_status_only(client, campus, header, value):
    beat(name="worker")

    assert client.get("/health/", **{header: value}).json() == {"status": "ok"}


@pytest.mark.parametrize("peer", ["198.51.100.7", "2001:db8::1", "", "no address"])
def test_another_machine_reads_the_status_only(client, campus, peer):
    assert client.get("/health/", REMOTE_ADDR=peer).json() == {"status": "degraded"}


def test_a_program_with_a_token_reads_all_from_anywhere(client, campus, other_campus):
    program, revoked = machines.program(campus, "bookings:read"), machines.program(campus, name="Alt")
    with scope(campus=campus):
        revoke_token(token=revoked.token, by=SYSTEM, now=real_now())

    def seen(text):
        return set(client.get("/health/", HTTP_X_FORWARDED_FOR="198.51.100.7", HTTP_AUTHORIZATION=text).json())

    assert seen(f"Bearer {program.text}") == DETAILS
    for wrong in (
        f"Bearer {revoked.text}",
        "Bearer gct_" + "a" * 32,
        "Bearer",
        "Bearer ",
        program.text,
        "Bearer \x00ä",
    ):
        assert seen(wrong) == {"status"}


def test_this_machine_may_ask_by_ipv6(client, campus):
    assert set(client.get("/health/", REMOTE_ADDR="::1").json()) == DETAILS


def test_a_schema_older_than_the_code_is_down(client, campus):
    beat(name="worker")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'bookings'")

    answer = client.get("/health/")

    assert (answer.status_code, answer.json()["status"]) == (503, "down")
    assert answer.json()["schema"] == "older than the code"


def test_a_full_disk_is_down(client, campus, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 10**18)

    answer = client.get("/health/")

    assert (answer.status_code, answer.json()["status"], answer.json()["disk"]) == (503, "down", "full")


@pytest.mark.parametrize("number", [1, 50])
def test_it_asks_the_database_a_fixed_number_of_times(client, campus, now, number, django_assert_num_queries):
    client.get("/health/")
    mails(campus, now, number)

    with django_assert_num_queries(7 if connection.vendor == "sqlite" else 6):
        client.get("/health/")


def test_a_database_that_is_away_is_down(bare_shell):
    away = (
        {"DATABASE_URL": "postgresql://campus@127.0.0.1:1/campus"} if "DATABASE_URL" in bare_shell.surroundings else {}
    )
    bare_shell.surroundings |= away
    if not away:
        Path(bare_shell.data / "campus.sqlite3").mkdir()

    said = bare_shell.python(
        "from django.test import Client\n"
        "for more in ({}, {'HTTP_VIA': 'x'}):\n"
        "    a = Client().get('/health/', **more); print(a.status_code, a.content.decode(), sep='\\t')"
    )

    [(code, full), (other, short)] = [line.split("\t") for line in said.splitlines()]
    assert (code, other, json.loads(short)) == ("503", "503", {"status": "down"})
    assert json.loads(full)["database"] == "unreachable"
