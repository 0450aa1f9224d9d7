"""``verify`` is shown to work: a clean campus gives nothing, and every fault planted by SQL is named."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django_scopes import scope

from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.outbox.models import Mail
from glascampus.stations.credentials import actions as papers
from glascampus.stations.credentials.models import Credential
from glascampus.web.commands.verify import audit
from tests.build import bookings, commons, courses, credentials, curriculum, needs

NAMES = ["seats", "oversale", "journal", "outbox", "money", "thread", "scope", "files", "keys"]
Plant = Callable[..., dict[str, list[str]]]


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """A data directory with a key and no media."""
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "secret.key").write_text("x")
    (tmp_path / "keys" / "secret.key").chmod(0o600)


def whole_thread(campus, now) -> None:
    """From a need to a paper, by the actions people use."""
    topic = needs.topic(campus)
    needs.confirmed(campus, topic)
    module = curriculum.module(campus, topic)
    course = courses.course(campus, modules=[module])
    room_of = commons.site(campus, "haus")
    held = courses.run(campus, course, starts_in_days=-7, site=room_of)
    booked = bookings.booking(held, "Ada Muster", now=now - timedelta(days=30))
    coming = courses.run(campus, course, capacity=2, minimum=1)
    bookings.booking(coming, "Bea Muster")
    bookings.booking(coming, "Cem Muster")
    for seat in booked.seats.all():
        credentials.attend(seat, [True])
    papers.close_run(run=held, by=SYSTEM, now=now)


@pytest.fixture
def campuses(campus, other_campus, now):
    """Two campuses, each with a whole thread."""
    with scope(campus=other_campus):
        whole_thread(other_campus, now)
    whole_thread(campus, now)
    audit()  # seals the journal
    return campus, other_campus


class _Undo(Exception):
    pass


@pytest.fixture
def plant(campuses) -> Iterator[Plant]:
    """Do something to the tables that no action would do, and see what ``verify`` says; everything is undone."""

    def planted(*statements: str) -> dict[str, list[str]]:
        found: list[dict] = []
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                _switch_guards_off(cursor)
                for statement in statements:
                    cursor.execute(statement)
                found = audit()
                raise _Undo  # noqa: TRY301  undone from inside
        except _Undo:
            if connection.vendor == "sqlite":
                with connection.cursor() as cursor:
                    cursor.execute("PRAGMA ignore_check_constraints = OFF")
        return {c["name"]: [f"{f['where']} {f['says']}" for f in c["faults"]] for c in found if c["faults"]}

    return planted


def _switch_guards_off(cursor) -> None:
    """Foreign keys are checked at commit, which never comes; the other constraints go."""
    if connection.vendor == "sqlite":
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        return
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    cursor.execute(
        "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace"
    )
    for table, name in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def test_a_clean_campus_gives_none(campuses):
    found = audit()

    assert [check["name"] for check in found] == NAMES
    assert [check for check in found if not check["ok"]] == []
    assert {check["name"]: check["seen"] > 0 for check in found} == {name: name != "files" for name in NAMES}


OTHER = "(SELECT id FROM campuses_campus WHERE key = 'other')"
OURS = "(SELECT id FROM campuses_campus WHERE key = 'testcampus')"


def one(table: str, more: str = "") -> str:
    """The first row of ours."""
    return f"(SELECT min(id) FROM {table} WHERE campus_id = {OURS} {more})"


MAIL = ", ".join(f'"{field.column}"' for field in Mail._meta.concrete_fields if field.name not in {"id", "message_id"})
FAULTS = [
    ("one seat too many is counted", "seats", "seats add up to", f"UPDATE courses_run SET taken = taken + 1 WHERE id = {one('courses_run')}"),
    ("one seat too few is counted", "seats", "seats add up to", f"UPDATE courses_run SET taken = taken - 1 WHERE id = {one('courses_run')}"),
    ("a seat was removed by hand", "seats", "seats add up to", f"DELETE FROM credentials_attendance; DELETE FROM credentials_credential; DELETE FROM bookings_seat WHERE id = {one('bookings_seat')}"),
    ("more are taken than there are", "oversale", "courses.run", f"UPDATE courses_run SET taken = capacity + 1 WHERE id = {one('courses_run')}"),
    ("the capacity fell below what is taken", "oversale", "courses.run", f"UPDATE courses_run SET capacity = 1 WHERE id = {one('courses_run', 'AND taken = 2')}"),
    ("a line of the journal was changed", "journal", "line 3 does not fit its seal", f"UPDATE journal_line SET deed = 'other' WHERE number = 3 AND campus_id = {OURS}"),
    ("a line of the journal was removed", "journal", "line 4 is missing", f"DELETE FROM journal_line WHERE number = 4 AND campus_id = {OURS}"),
    ("the journal was cut at its end", "journal", "its head says", f"DELETE FROM journal_line WHERE id = (SELECT max(id) FROM journal_line WHERE campus_id = {OURS})"),
    ("a booking without a run", "thread", "run leads to nothing", f"UPDATE bookings_booking SET run_id = 999999 WHERE id = {one('bookings_booking')}"),
    ("a booking without a seat", "thread", "has no seat", f"DELETE FROM bookings_seat WHERE id = {one('bookings_seat')}"),
    ("a seat without a booking", "thread", "booking leads to nothing", f"DELETE FROM bookings_booking WHERE id = {one('bookings_booking')}"),
    ("a seat of nobody", "thread", "person leads to nothing", f"UPDATE bookings_seat SET person_id = 999999 WHERE id = {one('bookings_seat')}"),
    ("a seat in another run than its booking", "thread", "another run", f"UPDATE bookings_seat SET run_id = (SELECT max(id) FROM courses_run WHERE campus_id = {OURS}) WHERE id = {one('bookings_seat')}"),
    ("a price that nobody agreed to", "money", "bookings.booking", f"UPDATE bookings_booking SET price_cents = price_cents + 1 WHERE id = {one('bookings_booking')}"),
    ("a mail that was sent and kept its text", "outbox", "text", f"UPDATE outbox_mail SET state = 'sent', sent_at = made_at WHERE id = {one('outbox_mail')}"),
    ("the same mail twice", "outbox", "twice", f"INSERT INTO outbox_mail ({MAIL}, message_id) SELECT {MAIL}, '<other@x>' FROM outbox_mail WHERE id = {one('outbox_mail')}"),
    ("a mail in no known state", "outbox", "unknown state", f"UPDATE outbox_mail SET state = 'gone' WHERE id = {one('outbox_mail')}"),
    ("a topic of another campus", "scope", "topic is of another campus", f"UPDATE needs_statement SET topic_id = (SELECT min(id) FROM needs_topic WHERE campus_id = {OTHER}) WHERE id = {one('needs_statement')}"),
    ("a statement's topic is gone", "thread", "topic leads to nothing", f"UPDATE needs_statement SET topic_id = 999999 WHERE id = {one('needs_statement')}"),
    ("a module answers nothing", "thread", "topic leads to nothing", f"UPDATE curriculum_moduleanswer SET topic_id = 999999 WHERE id = {one('curriculum_moduleanswer')}"),
    ("a module answers a topic of another campus", "scope", "topic is of another campus", f"UPDATE curriculum_moduleanswer SET topic_id = (SELECT min(id) FROM needs_topic WHERE campus_id = {OTHER}) WHERE id = {one('curriculum_moduleanswer')}"),
    ("a course teaches a module of another campus", "scope", "of another campus", f"UPDATE courses_course_modules SET module_id = (SELECT min(id) FROM curriculum_module WHERE campus_id = {OTHER}) WHERE course_id = {one('courses_course')}"),
    ("a course teaches a module that is gone", "thread", "module leads to nothing", f"UPDATE courses_course_modules SET module_id = 999999 WHERE course_id = {one('courses_course')}"),
    ("a run at a site of another campus", "scope", "site is of another campus", f"UPDATE courses_run SET site_id = (SELECT min(id) FROM sites_site WHERE campus_id = {OTHER}) WHERE id = {one('courses_run')}"),
    ("a person of another campus sits here", "scope", "person is of another campus", f"UPDATE bookings_seat SET person_id = (SELECT min(id) FROM people_person WHERE campus_id = {OTHER}) WHERE id = {one('bookings_seat')}"),
    ("a row of no campus", "thread", "campus leads to nothing", f"UPDATE sites_site SET campus_id = 999999 WHERE id = {one('sites_site')}"),
    ("a paper without a seat", "thread", "seat leads to nothing", f"UPDATE credentials_credential SET seat_id = 999999 WHERE id = {one('credentials_credential')}"),
    ("a paper without attendance", "thread", "no attendance", f"DELETE FROM credentials_attendance WHERE campus_id = {OURS}"),
    ("a session that ends before it begins", "thread", "session_has_length", f"UPDATE courses_session SET ends_at = '2020-01-01' WHERE id = {one('courses_session')}"),
    ("a need for nobody", "thread", "statement_people", f"UPDATE needs_statement SET people = 0 WHERE id = {one('needs_statement')}"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "says", "sql"), [fault[1:] for fault in FAULTS], ids=[fault[0].replace(" ", "_") for fault in FAULTS]
)
def test_a_planted_fault_is_named(plant, name, says, sql):
    found = plant(*sql.split("; "))

    assert any(says in fault for fault in found.get(name, [])), found


def test_every_planting_touches_the_first_campus_only_once_undone(plant, campuses):
    plant("DELETE FROM journal_line")

    assert all(check["ok"] for check in audit())


def test_a_stray_file_is_named(campuses, settings):
    (settings.MEDIA_ROOT / "deep").mkdir(parents=True)
    (settings.MEDIA_ROOT / "deep" / "stray.pdf").write_text("x")

    assert faults_of("files") == ["media:deep/stray.pdf: no row knows this file"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_key_that_others_may_read_is_named(campuses, settings, mode):
    (settings.DATA / "keys" / "secret.key").chmod(mode)

    assert faults_of("keys") == ["keys:secret.key: others may read it; set its mode to 0600"]


def test_a_missing_key_is_named(campuses, settings):
    (settings.DATA / "keys" / "secret.key").unlink()

    assert len(faults_of("keys")) == 1


def faults_of(name):
    return [f"{f['where']}: {f['says']}" for check in audit() if check["name"] == name for f in check["faults"]]


def test_data_over_which_a_check_stumbles_are_a_fault(monkeypatch, campuses):
    from glascampus.commons.roll.rules import Check
    from glascampus.web.commands import verify

    def stumble():
        return Credential.objects.get(pk=-1)

    monkeypatch.setattr(verify, "announced", lambda _: [Check("thread", stumble)])

    assert ["stumbled over the data: DoesNotExist" in said for said in faults_of("thread")] == [True, True]


def test_the_verb_says_it_in_words_and_in_json(shell):
    import json

    clean = shell("verify", "--json")
    assert (clean.returncode, clean.stderr) == (0, "")
    assert [check["name"] for check in json.loads(clean.stdout)["checks"]] == NAMES
    (shell.data / "media").mkdir()
    (shell.data / "media" / "stray").write_text("x")

    told, found = shell("verify"), shell("verify", "--json")

    assert (told.returncode, found.returncode) == (1, 1)
    assert "FAULT  files      1 seen\n         media:stray: no row knows this file\n" in told.stdout
    assert json.loads(found.stdout)["ok"] is False
