"""The demo campus after loading: as much of everything as the files say, dated around the day of loading, clean, and silent."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django_scopes import scope

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.commons.campuses.models import Campus, Fact
from glascampus.commons.editorial.actions import sweep_files
from glascampus.commons.journal.models import Line
from glascampus.commons.legal.reads import texts_on
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.outbox.models import Mail
from glascampus.commons.people.models import Person
from glascampus.commons.roles.reads import demo_user, demo_users
from glascampus.commons.sites.models import Room, Site
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.courses.models import Course, History, Run, Session
from glascampus.stations.credentials.models import Attendance, Credential, Result
from glascampus.stations.curriculum.models import Bearer, Competence, Module, ModuleAnswer, Outcome
from glascampus.stations.needs.models import Answer, Evidence, Statement, Topic
from glascampus.web.commands.verify import audit
from glascampus.web.loader.load import load_model

KEY = "glascampus-torgau"
FOLDER = Path(__file__).parents[2] / "campuses" / KEY
NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
FILES = {path.stem: tomllib.loads(path.read_text()) for path in FOLDER.glob("*.toml")}
RUNS = {run["code"]: run for run in FILES["runs"]["run"]}
pytestmark = pytest.mark.django_db  # pytest-django makes tables only for tests that say so
STATES = {"open": "open", "go": "confirmed", "cancelled": "cancelled", "done": "done"}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[Campus]:
    """Loaded once for all tests of this file, which only read; taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        campus = load_model(KEY, now=NOW)
        with scope(campus=campus):
            yield campus
        transaction.set_rollback(True)
    with django_db_blocker.unblock():
        sweep_files(older_than_s=-1)  # pictures whose rows were rolled back


def inner(rows, name):
    return sum(len(row.get(name, [])) for row in rows)


def test_there_is_as_much_of_everything_as_in_the_files(loaded):
    campus, needs, curriculum, courses = (FILES[name] for name in ("campus", "needs", "curriculum", "courses"))
    facts = len(campus["milestones"]) + len(campus["funding"]) + len(campus["model"]["facts"]) + len(campus["glaslab"])

    assert {
        model.__name__: model.objects.count()
        for model in (Fact, Organisation, Site, Room, Topic, Evidence, Statement, Answer)
    } == {
        "Fact": facts,
        "Organisation": len(FILES["organisations"]["organisation"]) + 1,  # the firm of the demo's company user
        "Site": len(FILES["sites"]["site"]),
        "Room": inner(FILES["sites"]["site"], "room"),
        "Topic": len(needs["topic"]),
        "Evidence": inner(needs["topic"], "evidence"),
        "Statement": len(needs["statement"]),
        "Answer": sum("answer_de" in row for row in needs["statement"]),
    }
    assert {
        model.__name__: model.objects.count()
        for model in (Competence, Module, Outcome, ModuleAnswer, Bearer, Course, History, Run, Session)
    } == {
        "Competence": len(curriculum["competence"]),
        "Module": len(curriculum["module"]),
        "Outcome": inner(curriculum["module"], "outcome"),
        "ModuleAnswer": inner(curriculum["module"], "answer"),
        "Bearer": inner(curriculum["module"], "bearer"),
        "Course": len(courses["course"]),
        "History": len(courses["history"]),
        "Run": len(RUNS),
        "Session": inner(RUNS.values(), "session"),
    }


def test_each_run_has_the_seats_and_the_state_of_its_row(loaded):
    for run in Run.objects.all():
        row = RUNS[run.code]
        states = Counter(Seat.objects.filter(run=run).values_list("state", "booking__state"))
        if row["state"] != "cancelled":
            assert run.taken == row["booked"] + row["provisional"], run.code
            assert states["seated", "binding"] == row["booked"], run.code
            assert states["waiting", "waiting"] == row["waiting"], run.code
        assert run.state == STATES[row["state"]], run.code
        assert (run.capacity, run.minimum, run.price_cents) == (row["capacity"], row["minimum"], row["price_cents"])
        assert run.example


def test_dates_lie_around_the_day_of_loading_on_the_weekdays_of_the_files(loaded):
    today = date(2027, 3, 1)
    for run in Run.objects.prefetch_related("sessions"):
        row, sessions = RUNS[run.code], list(run.sessions.all())
        first = run.starts_at.astimezone(CAMPUS_ZONE)
        assert 0 <= (first.date() - today).days - row["starts_in_days"] <= 6
        assert first.isoweekday() == row["weekday"]
        assert [f"{s.starts_at.astimezone(CAMPUS_ZONE):%H:%M}" for s in sessions] == [
            s["start"] for s in row["session"]
        ]
        assert run.closes_at < run.starts_at
        bookings = list(Booking.objects.filter(run=run))
        assert all(booking.booked_at <= min(run.closes_at, NOW) for booking in bookings), run.code


def test_everything_invented_says_so_and_nobody_is_real(loaded):
    assert not Booking.objects.filter(example=False).exists()
    assert not Person.objects.filter(example=False).exists()
    assert not Statement.objects.filter(example=False).exists()
    assert all(
        email.endswith(("@beispiel.example", "@demo.example"))
        for email in Person.objects.exclude(email="").values_list("email", flat=True)
    )
    assert all(
        "eispiel" in name or "uster" in name
        for name in Booking.objects.exclude(organisation_name="").values_list("organisation_name", flat=True)
    )
    assert Booking.objects.filter(kind="private").exists()
    assert Booking.objects.filter(kind="company").exists()


def test_attendance_results_and_papers_follow_from_the_files(loaded):
    done = [row for row in RUNS.values() if row["state"] == "done"]
    for row in done:
        there = (
            Attendance.objects.filter(session__run__code=row["code"], present=True).values("seat").distinct().count()
        )
        assert there == row["attended"]
        assert Result.objects.filter(seat__run__code=row["code"], passed=True).count() == row.get("passed", 0)
    kinds = Counter(Credential.objects.filter(state="valid").values_list("kind", flat=True))
    assert kinds["attendance"] + kinds["certificate"] == sum(row["attended"] for row in done)
    assert kinds["certificate"] == sum(row.get("passed", 0) for row in done)
    assert Credential.objects.filter(state="replaced").count() == 1


def test_stated_needs_were_confirmed_and_joined_in_the_past(loaded):
    rows = {row["text_de"]: row for row in FILES["needs"]["statement"]}
    for statement in Statement.objects.select_related("topic"):
        row = rows[statement.wish]
        assert statement.confirmed_at == NOW - timedelta(days=row["confirmed_days_ago"])
        assert (statement.topic.slug, statement.people) == (row["topic"], row["people"])
        assert statement.answers.filter(at__lte=NOW).count() == int("answer_de" in row)


def test_no_mail_waits_and_no_deed_lies_in_the_future(loaded):
    assert not Mail.objects.exists()
    assert not Line.objects.filter(at__gt=NOW).exists()
    assert (
        Line.objects.filter(deed="bookings.booked").exists()
        or Line.objects.filter(thing_kind="bookings.booking").exists()
    )


def test_the_office_can_sign_in_and_the_texts_say_that_they_are_examples(loaded):
    assert loaded.is_demo
    assert loaded.town == "Torgau"
    assert demo_user(loaded, "office").email == "buero@demo.example"
    assert not demo_user(loaded, "office").has_usable_password()
    texts = texts_on(date(2027, 3, 1))
    assert set(texts) == {"terms", "withdrawal", "imprint", "privacy", "accessibility"}
    for text in texts.values():
        assert text.text_de.startswith("Beispieltext der Demo")
        assert text.text_en.startswith("Example text of the demo")


def test_each_role_of_the_demo_has_something_of_its_own_to_see(loaded):
    from glascampus.commons.organisations.reads import organisations_of
    from glascampus.stations.bookings.models import Booking, Seat
    from glascampus.stations.credentials.models import Credential

    users = {role.kind: role.user for role in demo_users(loaded)}
    seats = Seat.objects.filter(person__email=users["participant"].email)
    firm = organisations_of(users["company"]).get()

    assert set(users) == {"office", "company", "lecturer", "participant", "funder"}
    assert not any(user.has_usable_password() for user in users.values())
    assert seats.filter(run__starts_at__gt=NOW).exists()
    assert Credential.objects.filter(seat__in=seats).exists()
    assert (firm.example, firm.is_public) == (True, False)
    assert Booking.objects.filter(organisation=firm).count() > 3
    assert Run.objects.filter(lecturers__email=users["lecturer"].email).exists()


def test_the_audit_finds_nothing(loaded):
    assert [check for check in audit() if not check["ok"]] == []
