"""The journal: unsealed with the deed, chained after commit, and it shows what somebody took away."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django_scopes import scope

from glascampus.commons.journal.actions import keep, note, seal, seal_all
from glascampus.commons.journal.models import Head, Line
from glascampus.commons.journal.reads import chain_faults
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.people.models import Person
from tests.build import commons


def five(campus, now):
    for number in range(5):
        note(by=SYSTEM, deed="test.done", thing=campus, now=now, number=number)
    seal(campus=campus)


def test_a_line_is_unsealed_in_its_deed_and_chained_afterwards(campus, now):
    line = note(by=SYSTEM, deed="test.done", thing=campus, now=now)
    assert (line.number, line.seal) == (None, "")

    assert seal(campus=campus) == 1

    line.refresh_from_db()
    assert (line.number, len(line.seal)) == (1, 64)
    assert chain_faults() == (1, [])


def test_a_deed_that_fails_leaves_no_line(campus, now):
    @transaction.atomic
    def fail() -> None:
        note(by=SYSTEM, deed="test.done", thing=campus, now=now)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert Line.objects.count() == 0


def test_each_campus_has_its_own_chain(campus, other_campus, now):
    five(campus, now)
    with scope(campus=other_campus):
        five(other_campus, now)
        assert chain_faults() == (5, [])
    assert chain_faults() == (5, [])


def test_many_lines_are_sealed_in_portions(campus, now):
    for _ in range(5):
        note(by=SYSTEM, deed="test.done", thing=campus, now=now)

    assert [seal(campus=campus, most=2) for _ in range(4)] == [2, 2, 1, 0]
    assert chain_faults() == (5, [])


def test_sealing_all_ends_while_somebody_writes_on(campus, now, monkeypatch):
    def seal_and_write(**words):
        done = seal(**words, most=2)
        for _ in range(3):
            note(by=SYSTEM, deed="test.done", thing=campus, now=now)
        return done

    for _ in range(3):
        note(by=SYSTEM, deed="test.done", thing=campus, now=now)
    monkeypatch.setattr("glascampus.commons.journal.actions.seal", seal_and_write)

    assert seal_all(campus=campus) == 4
    assert chain_faults() == (4, [])


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        ("UPDATE journal_line SET deed = 'test.other' WHERE number = 3", "line 3 does not fit its seal"),
        ("UPDATE journal_line SET facts = '{\"number\": 9}' WHERE number = 2", "line 2 does not fit its seal"),
        ("DELETE FROM journal_line WHERE number = 3", "line 3 is missing"),
        ("DELETE FROM journal_line WHERE number = 1", "line 1 is missing"),
        ("DELETE FROM journal_line WHERE number = 5", "the journal ends at 4, its head says 5"),
        ("DELETE FROM journal_line WHERE number > 2", "the journal ends at 2, its head says 5"),
        ("DELETE FROM journal_line", "the journal ends at 0, its head says 5"),
        ("DELETE FROM journal_head", "the journal has lines and no head"),
        ("UPDATE journal_line SET actor_id = 7 WHERE number = 5", "line 5 does not fit its seal"),
    ],
)
def test_what_was_changed_or_taken_shows(campus, now, harm, says):
    five(campus, now)

    with connection.cursor() as cursor:
        cursor.execute(harm)

    assert says in [fault.says for fault in chain_faults()[1]]


def test_lines_hold_no_names(campus, now):
    person = commons.person(campus, "Kanarienvogel", "Vogelsang", email="kanarienvogel@example.org")
    keep(thing=person, by=SYSTEM, now=now, deed="people.person_changed", values={"note_de": "Vogelfreundin"})

    stored = str(list(Line.objects.values()))

    assert Person.objects.count() == 1
    assert "people.person" in stored
    assert "ogel" not in stored


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_make_one_chain(campus, now):
    for number in range(40):
        note(by=SYSTEM, deed="test.done", thing=campus, now=now, number=number)

    def work(_):
        try:
            return sum(seal(campus=campus, most=3) for _ in range(20))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as sealers:
        sealed = sum(sealers.map(work, range(4)))

    assert sealed == 40
    assert chain_faults() == (40, [])
    assert Head.objects.get().number == 40
