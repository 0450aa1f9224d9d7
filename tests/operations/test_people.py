"""``people export`` and ``erase``: a canary put into every field is found nowhere afterwards."""

import json
from datetime import UTC, date, datetime

import pytest

pytestmark = pytest.mark.slow
WHO = "kanari@example.org"
CANARY = b"anarienv"  # in every word of the person, whatever the case of its first letter

FILL = """
from datetime import timedelta
from django.db import models
from django.apps import apps
from glascampus.commons.campuses.reads import the_campus
from glascampus.commons.campuses.actions import make_campus
from glascampus.commons.journal.rules import GUEST, SYSTEM
from glascampus.commons.outbox.actions import post
from glascampus.commons.people.models import Person
from glascampus.commons.roles.actions import make_user
from glascampus.stations.needs import actions as needing
from glascampus.stations.bookings.actions import book
from glascampus.stations.bookings.rules import Given
from glascampus.stations.credentials import actions as papers
from tests.build import bookings, commons, courses, credentials, editorial, needs
from glascampus.basics.clock import now

WHO = "kanari@example.org"
NOW = commons.NOW = now()
for module in (bookings, courses, credentials, editorial, needs):
    module.NOW = NOW
here = the_campus()
there = make_campus(key="second", name_de="Zweiter", host="second.example", now=NOW)


def word(text):
    return f"Kanarienvogel {text}"


def live(campus):
    make_user(campus=campus, email=WHO, kind="company", name=word("Nutzer"), by=SYSTEM, now=NOW)
    topic = needs.topic(campus)
    mine = needs.confirmed(campus, topic, email=WHO, wish=word("Wunsch"), organisation_name=word("Einzelbetrieb"), now=NOW)
    needs.stated(campus, email=WHO, wish=word("unbestätigt"), organisation_name=word("GbR"), now=NOW)
    needing.answer(statement=mine, text=word("Antwort"), by=SYSTEM, now=NOW)
    course = courses.course(campus)
    held = courses.run(campus, course, starts_in_days=-7)
    booked = bookings.booking(held, "Kanarienvogel Kanarienvater", now=NOW - timedelta(days=30), booker_email=WHO, booker_name=word("Bucher"), address=word("Straße 1"))
    Person.objects.filter(seat_of(booked)).update(email=WHO, external_id=word("17"), organisation_name=word("Haus"), note_de=word("Satz"), note_en=word("note"))
    another = courses.run(campus, course, starts_in_days=-6)
    crowd = book(run=another, kind="company", people=[Given("Kanarienvogel", "Kanarienvater", email=WHO), Given("Bleibt", "Da", email="da@example.org")],
        by=GUEST, now=NOW - timedelta(days=29), booker_email="hr@example.org", booker_name="Personalabteilung", organisation_name="Werk")
    for seat in booked.seats.all():
        credentials.attend(seat, [True], now=NOW)
    papers.close_run(run=held, by=SYSTEM, now=NOW)
    photo = {**editorial.AGREED, "consent_by": word("sagt ja"), "consent_email": WHO, "alt_de": word("im Licht"), "alt_en": word("in the light")}
    editorial.picture(editorial.news(campus, now=NOW), **photo, now=NOW)


def seat_of(booking):
    return models.Q(pk__in=booking.seats.values("person"))


for campus in (here, there):
    with scope(campus=campus):
        live(campus)
"""
FIND = """
import json
from django.apps import apps
found = []
with scopes_disabled():
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            found += [f"{model._meta.label_lower}.{k}: {v}" for k, v in row.items() if "anarienv" in str(v).lower() or "kanari@" in str(v).lower()]
print(json.dumps(found))
"""


@pytest.fixture
def filled(shell):
    shell.python(FILL)
    return shell


def found(shell) -> list[str]:
    return json.loads(shell.python(FIND))


def in_files(shell) -> list[str]:
    return [
        str(p)
        for p in shell.data.rglob("*")
        if p.is_file() and (CANARY in p.read_bytes() or WHO.encode() in p.read_bytes())
    ]


def test_who_is_erased_is_found_nowhere(filled):
    before = {said.partition(":")[0] for said in found(filled)}
    assert {"people.person.email", "needs.statement.wish", "needs.answer.text", "bookings.booking.address", "bookings.booking.booker_name",
            "credentials.credential.person_name", "outbox.mail.body", "roles.user.name", "people.person.external_id"} <= before  # fmt: skip

    done = filled("people", "erase", WHO.upper(), "--yes", "--json")

    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert answer["erased"]["people.person"] >= 2
    assert answer["kept"] == []
    assert found(filled) == []
    assert in_files(filled) == []
    assert filled("verify").returncode == 0, filled("verify").stdout
    [line] = (filled.data / "erasures.log").read_text().splitlines()
    assert set(json.loads(line)) == {"at", "email_sha256"}
    assert json.loads(filled("people", "export", WHO).stdout) == {}


def test_a_dry_run_says_the_same_and_changes_nothing(filled):
    before = found(filled)

    dry = filled("people", "erase", WHO, "--dry-run", "--json")

    assert dry.returncode == 0
    assert found(filled) == before
    assert not (filled.data / "erasures.log").exists()
    assert json.loads(dry.stdout) == json.loads(filled("people", "erase", WHO, "--yes", "--json").stdout)


def test_export_gives_every_table_out(filled):
    done = filled("people", "export", WHO)

    given = json.loads(done.stdout)
    assert {
        "people.person",
        "needs.statement",
        "needs.answer",
        "bookings.booking",
        "bookings.seat",
        "credentials.credential",
        "outbox.mail",
        "roles.user",
    } <= set(given)
    assert "Kanarienvogel Wunsch" in done.stdout
    assert "Bleibt" not in done.stdout


def test_what_stays_is_named_by_table_and_column_with_its_end(shell):
    shell.python(
        FILL.partition("there = make")[0] + "with scope(campus=here):\n"
        "    run = courses.run(here)\n"
        "    book(run=run, kind='private', people=[Given('Kanarienvogel', 'Kanarienvater', email=WHO)], by=GUEST, now=NOW,\n"
        "         booker_email=WHO, booker_name='Kanarienvogel Kanarienvater', address='Kanarienweg 1')\n"
    )

    answer = json.loads(shell("people", "erase", WHO, "--yes", "--json").stdout)

    assert answer["kept"]
    for kept in answer["kept"]:
        table, _, column = kept["what"].rpartition(".")
        assert table
        assert column
        assert kept["why"]
        assert date.fromisoformat(kept["until"]) > datetime.now(UTC).date()
    columns = {said.partition(":")[0] for said in found(shell)}
    named = " ".join(kept["what"] for kept in answer["kept"])
    assert all(column.rpartition(".")[2] in named for column in columns), (columns, named)


@pytest.mark.sqlite  # refused before a database is asked
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["erase", WHO], "say --yes"),
        (["erase", "no address", "--yes"], "no address is not an e-mail address."),
        (["export", "a@b@c"], "is not an e-mail address"),
        (["forget", WHO], "invalid choice"),
        ([], "required"),
    ],
)
def test_bad_usage_is_one_sentence(shell, words, says):

    done = shell("people", *words)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert says in done.stderr


def test_somebody_unknown_is_no_error(shell):

    assert json.loads(shell("people", "erase", "nobody@example.org", "--yes", "--json").stdout) == {
        "erased": {},
        "kept": [],
    }
    assert shell("people", "export", "nobody@example.org").stdout == "{}\n"
