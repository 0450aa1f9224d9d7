"""The Monday letter comes on Monday at six, once, whatever the clock and the worker do."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.basics.reason import NotAllowed
from glascampus.commons.monday.actions import send_letters, want_letter
from glascampus.commons.monday.models import MondayLetter, Subscription
from glascampus.commons.monday.reads import letter
from glascampus.commons.monday.rules import due_at, letter_due, next_letter
from glascampus.commons.outbox.models import Mail
from glascampus.commons.roles.actions import end_access
from glascampus.commons.roll.reads import announced
from tests.build import bookings as build
from tests.build import commons, courses, needs

SIX = datetime(2027, 3, 8, 5, 0, tzinfo=UTC)  # Monday, six o'clock in Torgau, in winter
A_DAY = timedelta(days=1)


@pytest.fixture
def wants(campus, anna, now):
    """Anna asked for it the Monday before."""
    want_letter(campus=campus, wanted=True, language="de", by=anna, now=now)
    return anna


def letters():
    return Mail.objects.filter(kind="monday.monday")


@pytest.mark.parametrize(
    ("monday", "hour_utc"),
    [
        (date(2027, 3, 22), 5), (date(2027, 3, 29), 4),  # summer time began on the 28th
        (date(2027, 10, 25), 4), (date(2027, 11, 1), 5),  # and ended on the 31st
    ],
)  # fmt: skip
def test_six_o_clock_is_that_of_the_campus_before_and_after_the_clock_changes(monday, hour_utc):
    at = due_at(monday).astimezone(UTC)

    assert (at.hour, at.date()) == (hour_utc, monday)
    assert letter_due(at - timedelta(seconds=1)) != monday
    assert letter_due(at) == monday


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Asia/Tokyo"])
def test_the_zone_of_the_machine_does_not_matter(zone, monkeypatch):
    import time

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        found = [letter_due(SIX - timedelta(minutes=1)), letter_due(SIX)]
    finally:
        monkeypatch.undo()
        time.tzset()

    assert found == [None, date(2027, 3, 8)]


@given(st.integers(0, 4 * 366 * 24 * 60))
def test_the_next_letter_is_always_on_a_monday_at_six_within_a_week(minutes):
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    at = next_letter(moment)

    local = at.astimezone(CAMPUS_ZONE)
    assert (local.weekday(), local.hour, local.minute) == (0, 6, 0)
    assert timedelta(0) < at - moment <= timedelta(days=7, hours=1)
    assert letter_due(at) == local.date()


def test_a_worker_that_ticks_all_week_writes_one_letter(wants):
    sent = sum(send_letters(now=SIX - A_DAY + timedelta(minutes=58 * n)) for n in range(150))

    assert sent == letters().count() == MondayLetter.objects.count() == 1
    assert MondayLetter.objects.get().made_at == SIX + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("back_after", "number"), [(timedelta(hours=3), 1), (A_DAY, 1), (2 * A_DAY, 1), (3 * A_DAY, 0)]
)
def test_a_worker_that_was_stopped_sends_it_late_and_from_thursday_on_not_at_all(wants, back_after, number):
    assert [send_letters(now=SIX + back_after), send_letters(now=SIX + back_after + timedelta(minutes=1))] == [
        number,
        0,
    ]


def test_the_week_after_brings_the_next_one(wants):
    assert [send_letters(now=SIX), send_letters(now=SIX + 7 * A_DAY)] == [1, 1]


def test_the_database_refuses_a_second_letter_of_the_week(wants, campus):
    send_letters(now=SIX)

    with pytest.raises(IntegrityError), transaction.atomic():
        MondayLetter.objects.create(campus=campus, user=wants, week=date(2027, 3, 8), made_at=SIX)


def test_two_workers_at_once_write_one_letter(wants, monkeypatch):
    from glascampus.commons.monday import actions, reads

    stale = list(reads.without_letter(date(2027, 3, 8)))  # what the other worker read before the first one wrote
    send_letters(now=SIX)
    monkeypatch.setattr(actions.reads, "without_letter", lambda week: stale)

    assert send_letters(now=SIX) == 0
    assert letters().count() == 1


def test_nobody_gets_it_who_did_not_ask_asked_too_late_or_is_no_longer_the_office(campus, anna, now):
    late = commons.user(campus, "spaet@example.org", "office")
    gone = commons.user(campus, "weg@example.org", "office")
    want_letter(campus=campus, wanted=True, language="de", by=late, now=SIX + timedelta(minutes=1))
    want_letter(campus=campus, wanted=True, language="de", by=gone, now=now)
    end_access(campus=campus, user=gone, by=anna, now=now)

    assert send_letters(now=SIX + timedelta(minutes=2)) == 0
    assert send_letters(now=SIX + 7 * A_DAY) == 1
    assert letters().get().to == late.email


def test_whoever_ends_it_gets_no_more(campus, wants):
    want_letter(campus=campus, wanted=False, language="de", by=wants, now=SIX - A_DAY)

    assert (send_letters(now=SIX), Subscription.objects.count()) == (0, 0)


def test_asking_twice_keeps_one_and_changes_the_language(campus, wants):
    want_letter(campus=campus, wanted=True, language="en", by=wants, now=SIX - A_DAY)
    send_letters(now=SIX)

    mail = letters().get()
    assert (mail.subject, "/en/buero/" in mail.body) == ("Monday letter: Nothing to decide today", True)


def test_only_the_office_may_have_it(campus, bodo, now):
    with pytest.raises(NotAllowed):
        want_letter(campus=campus, wanted=True, language="de", by=bodo, now=now)


def test_three_decisions_at_most_then_the_week_with_its_figures(campus, wants):
    for n in range(5):
        run = courses.run(campus, courses.course(campus, title=f"Kurs {n}"), decide_on=SIX.date())
        build.booking(run, f"Ada{n} Muster", now=SIX - A_DAY)
    needs.confirmed(campus, now=SIX - 2 * A_DAY)
    needs.confirmed(campus, now=SIX - 20 * A_DAY)

    send_letters(now=SIX)

    body = letters().get().body
    assert letters().get().subject == "Montagsbrief: Fünf Entscheidungen für heute"
    assert re.findall(r"^\d\. (.*)$", body, re.MULTILINE) == [f"„Kurs {n}“: Findet es statt?" for n in range(3)]
    assert "2 weitere stehen unter „Heute“." in body
    assert "- Ein neuer Bedarf für 6 Personen" in body
    assert "- 5 neue Buchungen für 5 Personen" in body
    assert "- 31. März 2027, Kurs 0: 1 von 6 Plätzen vergeben" in body
    assert f"{campus.address}/buero/\n" in body


def test_on_any_day_the_figures_are_of_the_last_seven_days(campus):
    run = courses.run(campus)
    for days in (1, 6, 8):
        build.booking(run, f"Ada{days} Muster", now=SIX + 4 * A_DAY - days * A_DAY)

    shown = {passage.title: passage.lines for passage in letter(SIX + 4 * A_DAY).passages}

    assert shown["Buchungen in den letzten sieben Tagen"] == ["2 neue Buchungen für 2 Personen"]


def test_the_letter_counts_what_the_board_counts(client, campus, wants):
    build.booking(courses.run(campus, decide_on=SIX.date()), now=SIX - A_DAY)
    needs.confirmed(campus, organisation_name="Alt GmbH", now=SIX - 31 * A_DAY)

    send_letters(now=SIX)

    mail = letters().get()
    assert mail.subject == "Montagsbrief: Zwei Entscheidungen für heute"
    assert re.findall(r"^\d\. (.*)$", mail.body, re.MULTILINE) == [
        "„Glas verstehen“: Findet es statt?", "Alt GmbH wartet seit 31 Tagen auf Antwort"
    ]  # fmt: skip


def test_a_clash_is_one_more_where_it_stands_on_the_board(campus):
    teacher = commons.person(campus, "Toni", "Glas", teaches=True)
    runs = [courses.run(campus) for _ in range(2)]
    before = dict(letter(SIX).waits)

    for run in runs:
        run.lecturers.set([teacher])

    assert dict(letter(SIX).waits) == {**before, "Noch offen": 1}


def test_every_link_of_the_letter_leads_somewhere(client, campus, wants):
    courses.run(campus, decide_on=SIX.date())
    send_letters(now=SIX)
    client.force_login(wants)

    links = re.findall(re.escape(campus.address) + r"(\S+)", letters().get().body)

    assert len(links) == 3
    assert {client.get(link).status_code for link in links} == {200}


def test_the_office_reads_the_letter_before_it_wants_it(client, campus, anna):
    client.force_login(anna)
    page = client.get("/buero/montagsbrief/").content.decode()
    assert ("Montagsbrief: Heute ist nichts zu entscheiden" in page, "Jeden Montag bekommen" in page) == (True, True)
    assert not Mail.objects.exists()

    client.post("/buero/montagsbrief/", {"wanted": "1"})

    assert Subscription.objects.get().user == anna
    assert "Nicht mehr bekommen" in client.get("/buero/montagsbrief/").content.decode()
    assert "kommt jeden Montag" in client.get("/konto/").content.decode()
    client.post("/buero/montagsbrief/", {"wanted": "0"})
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("people", [1, 12])
def test_a_tick_without_a_letter_to_write_asks_little(campus, now, people, django_assert_num_queries):
    for n in range(people):
        want_letter(
            campus=campus, wanted=True, language="de", by=commons.user(campus, f"b{n}@example.org", "office"), now=now
        )
    send_letters(now=SIX)

    with django_assert_num_queries(3):  # the campuses, and for each of the two who has none yet
        assert send_letters(now=SIX + timedelta(minutes=1)) == 0


def test_erasing_somebody_takes_the_letters_along(campus, wants):
    send_letters(now=SIX)
    [part] = [part for part in announced("personal") if part.name == "monday"]
    kept = part.export("ANNA@example.org")
    assert {table: len(rows) for table, rows in kept.items()} == {"monday.subscription": 1, "monday.mondayletter": 1}

    assert part.erase("anna@example.org", SIX).rows == {"monday": 2}
    assert not Subscription.objects.exists()


def test_the_letter_says_so_when_nothing_happened(campus, wants):
    send_letters(now=SIX)

    body = letters().get().body
    assert "Kein neuer Bedarf" in body
    assert "Keine neue Buchung" in body
