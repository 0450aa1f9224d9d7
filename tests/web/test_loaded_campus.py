"""The demo campus after loading: as much of everything as the files say, dated around the day of loading, clean, and silent."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django_scopes import scope

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.commons.campuses.models import Campus, Fact
from glascampus.commons.editorial.actions import sweep_files
from glascampus.commons.journal.models import Line
from glascampus.commons.legal.models import Feedback
from glascampus.commons.legal.reads import texts_on
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.outbox.models import Mail
from glascampus.commons.people.models import Person
from glascampus.commons.roles.reads import demo_user, demo_users
from glascampus.commons.sites.models import Room, Site
from glascampus.stations.bookings.models import Booking, Call, Fee, MoveAnswer, Seat, Withdrawal
from glascampus.stations.courses.models import Course, History, Move, Run, Session
from glascampus.stations.courses.reads import planned_between
from glascampus.stations.credentials.models import Attendance, Credential, Result
from glascampus.stations.curriculum.models import Bearer, Competence, Module, ModuleAnswer, Outcome
from glascampus.stations.needs.models import Answer, Evidence, Statement, Topic
from glascampus.web.commands.verify import audit
from glascampus.web.loader.calendar import beginning
from glascampus.web.loader.load import lay_anew, load_model

KEY = "glascampus-torgau"
FOLDER = Path(__file__).parents[2] / "campuses" / KEY
NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
FILES = {path.stem: tomllib.loads(path.read_text()) for path in FOLDER.glob("*.toml")}
RUNS = {run["code"]: run for run in FILES["runs"]["run"]}
pytestmark = pytest.mark.django_db  # pytest-django makes tables only for tests that say so
STATES = {
    "planned": "planned", "open": "open", "go": "confirmed", "running": "confirmed", "over": "confirmed", "cancelled": "cancelled", "done": "done",
}  # fmt: skip
DAYS = ["2028-02-29T08:00", "2026-10-25T02:30"]  # every day's dates are looked at in tests/campuses without a database


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
            assert run.taken == row["booked"] + row["provisional"] + row.get("offered", 0), run.code
            assert states["seated", "binding"] == row["booked"], run.code
            assert states["seated", "provisional"] == row["provisional"], run.code
            assert states["waiting", "waiting"] == row["waiting"], run.code
            assert states["offered", "waiting"] == row.get("offered", 0), run.code
            left = ("left_free", "left_late", "withdrawn", "stepped_back", "offered")
            assert states["cancelled", "cancelled"] == sum(row.get(kind, 0) for kind in left), run.code
        assert run.state == STATES[row["state"]], run.code
        assert (run.capacity, run.minimum, run.price_cents) == (row["capacity"], row["minimum"], row["price_cents"])
        assert run.example


def test_dates_lie_around_the_day_of_loading_as_the_files_count_them(loaded):
    today = date(2027, 3, 1)
    for run in Run.objects.prefetch_related("sessions"):
        row, sessions = RUNS[run.code], list(run.sessions.all())
        first = run.starts_at.astimezone(CAMPUS_ZONE)
        meets = [session["day"] for session in row["session"]]
        assert first.date() == beginning(today, row["starts_in_days"], row.get("weekday"), meets)
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
        assert there == row["attended"] + row.get("partly", 0)
        assert Result.objects.filter(seat__run__code=row["code"], passed=True).count() == row.get("passed", 0)
    states = Counter(Credential.objects.values_list("state", flat=True))
    revoked, replaced = (sum(row.get(field, 0) for row in done) for field in ("revoked", "replaced"))
    assert states == {
        "valid": sum(row["attended"] for row in done) - revoked,
        "replaced": replaced,
        "revoked": revoked,
    }
    passed = Credential.objects.filter(kind="certificate").exclude(state="replaced").count()
    assert passed == sum(row.get("passed", 0) for row in done)


def test_a_run_that_is_over_lacks_a_few_notes_and_one_that_runs_has_those_of_the_past_only(loaded):
    over = next(row for row in RUNS.values() if row["state"] == "over")
    running = next(row for row in RUNS.values() if row["state"] == "running" and len(row["session"]) > 1)
    noted = Attendance.objects.filter(session__run__code=over["code"]).count()
    sessions = Session.objects.filter(run__code=running["code"])
    told = sessions.filter(pk__in=Attendance.objects.values("session"))

    assert noted == over["booked"] * len(over["session"]) - over["unnoted"]
    assert [session.ends_at < NOW for session in told] == [True]
    assert sessions.filter(starts_at__gt=NOW).count() == len(running["session"]) - 1


def test_stated_needs_were_confirmed_and_joined_in_the_past(loaded):
    rows = {row["text_de"]: row for row in FILES["needs"]["statement"]}
    for statement in Statement.objects.select_related("topic"):
        row = rows[statement.wish]
        confirmed = NOW - timedelta(days=row["confirmed_days_ago"]) if row.get("confirmed", True) else None
        assert statement.confirmed_at == confirmed
        assert statement.people == row["people"]
        assert (statement.topic.slug if statement.topic else None) == row.get("topic")
        assert statement.answers.filter(at__lte=NOW).count() == int("answer_de" in row)


def test_every_figure_of_the_impact_page_may_be_shown(loaded):
    from django.contrib.auth.models import AnonymousUser

    from glascampus.stations.impact.reads import figures, home_stations

    shown = {figure.code: figure.value for figure in figures(AnonymousUser(), NOW)}

    assert all(value is not None and value > 0 for value in shown.values()), shown
    assert shown["firms_answered"] >= 3
    assert all(station.filled for station in home_stations(AnonymousUser(), NOW))


def test_a_funder_reads_at_least_four_quarters_with_people_in_them(loaded):
    from glascampus.stations.impact.reads.quarters import table

    rows = {row.code: row.cells for row in table(NOW).rows}

    assert len(rows["people_attended"]) == 4
    assert all(cell not in {"0", "<3", "–"} for cell in rows["people_attended"][:3]), rows["people_attended"]
    assert any(cell not in {"0", "<3", "–"} for cell in rows["firms_stated"])


def test_the_board_holds_every_kind_of_thing_to_decide(loaded):
    from glascampus.commons.roll.reads import announced

    kinds = Counter(item.url.split("/buero/")[1].split("/")[0] for item in announced("board", NOW))

    assert {"durchgaenge", "widerrufe", "loeschungen", "post", "barrieren", "bedarf", "curriculum"} <= set(kinds), kinds
    assert sum(kinds.values()) > 10


def test_no_mail_waits_and_no_deed_lies_in_the_future(loaded):
    assert not Mail.objects.filter(state="waiting").exists()
    assert not Mail.objects.exclude(to__iregex=r"@(beispiel|demo)\.example$").exists()
    assert Mail.objects.filter(state="failed").count() == 1
    assert Mail.objects.exclude(bounced_at=None).count() == 1
    assert not Line.objects.filter(at__gt=NOW).exists()
    assert Line.objects.filter(deed="bookings.binding").exists()


def test_a_run_was_moved_one_is_called_about_and_somebody_is_offered_a_seat(loaded):
    answers = Counter(MoveAnswer.objects.filter(move__run__state="open").values_list("answer", flat=True))
    said = Counter(Call.objects.values_list("outcome", flat=True))

    assert Move.objects.count() == 2
    assert answers["stepped_back"] == 1
    assert answers["agreed"] > 0
    assert set(said) == {"sure", "unsure", "unreached"}
    assert Seat.objects.filter(state="offered", until__gt=NOW).count() == 1
    assert Fee.objects.filter(cents__gt=0).exists()
    assert set(Withdrawal.objects.values_list("outcome", flat=True)) == {"withdrawn", "open"}
    assert Withdrawal.objects.filter(outcome="withdrawn", decided_at=None).count() == 1
    assert Feedback.objects.filter(answered_at=None).count() == 1


def test_the_calendar_marks_two_drafts_that_want_one_room(loaded):
    troubles = {row.session.run.code: [why.code for why in row.troubles] for row in clashing(loaded, NOW)}

    assert troubles == {"gc-10-d": ["room_taken_twice"], "gc-07-e": ["room_taken_twice"]}


def clashing(campus, moment):
    """The meetings of the next eight weeks with which something is wrong."""
    every = planned_between(moment, moment + timedelta(weeks=8), demo_user(campus, "office"))
    return [row for row in every if row.troubles]


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
    booked = Booking.objects.filter(organisation=firm)
    assert booked.count() >= 20
    assert set(booked.values_list("state", flat=True)) == {"binding", "provisional", "waiting", "cancelled"}
    assert (
        len({(run.starts_at.year, run.starts_at.month // 4) for run in Run.objects.filter(pk__in=booked.values("run"))})
        > 4
    )
    assert Statement.objects.filter(organisation=firm).count() == 3
    assert Statement.objects.filter(email=users["participant"].email).count() == 1
    assert Run.objects.filter(lecturers__email=users["lecturer"].email).exists()


def test_the_audit_finds_nothing(loaded):
    assert [check for check in audit() if not check["ok"]] == []


@pytest.mark.postgres
def test_postgresql_has_counted_what_was_loaded(loaded):
    """It would plan for empty tables else, and the first search would take seconds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [Run._meta.db_table])
        assert cursor.fetchone() == (Run.objects.count(),)


@pytest.mark.sqlite
def test_sqlite_has_counted_what_was_loaded(loaded):
    """It would look for the papers of one run among those of the whole campus else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT CAST(stat AS INTEGER) FROM sqlite_stat1 WHERE tbl = %s", [Run._meta.db_table])
        assert cursor.fetchone() == (Run.objects.count(),)


def test_two_loadings_at_the_same_moment_give_the_same_people_dates_and_states(loaded):
    """Codes and tokens are drawn anew each time; everything a reader sees is not."""
    told = [seen(loaded)]
    with transaction.atomic():
        lay_anew(loaded, now=NOW)
        told.append(seen(loaded))
        transaction.set_rollback(True)
    sweep_files(older_than_s=-1)  # pictures whose rows were rolled back

    assert told[0] == told[1]


def seen(campus):
    """What people read of bookings, runs, needs and papers, in the order in which it was made."""
    with scope(campus=campus):
        seats = Seat.objects.order_by("booking__pk", "pk").values_list(
            "run__code", "person__given_name", "person__family_name", "person__email", "state", "booking__state",
            "booking__organisation_name", "booking__booked_at", "booking__price_cents",
        )  # fmt: skip
        runs = Run.objects.order_by("code").values_list(
            "code", "starts_at", "ends_at", "closes_at", "decide_on", "state", "taken"
        )
        papers = Credential.objects.order_by("pk").values_list("person_name", "kind", "state", "issued_at")
        needs = Statement.objects.order_by("pk").values_list("wish", "stated_at", "topic__slug", "organisation_name")
        mails = Mail.objects.order_by("pk").values_list("to", "subject", "state", "made_at")
        return [list(rows) for rows in (seats, runs, papers, needs, mails)]


@pytest.mark.parametrize("day", DAYS)
def test_on_any_day_the_campus_loads_and_the_audit_finds_nothing(loaded, day):
    moment = datetime.fromisoformat(day).replace(tzinfo=CAMPUS_ZONE)
    with transaction.atomic():
        lay_anew(loaded, now=moment)
        begun = {run.code: run.starts_at <= moment for run in Run.objects.all()}
        assert [
            check for check in audit() if not check["ok"] and check["name"] != "files"
        ] == []  # swept after the commit
        assert not Line.objects.filter(at__gt=moment).exclude(deed="campuses.laid_anew").exists()
        assert all(begun[row["code"]] for row in RUNS.values() if row["state"] in {"done", "over"})
        assert not any(begun[row["code"]] for row in RUNS.values() if row["state"] in {"open", "go"})
        assert len(clashing(loaded, moment)) == 2
        assert Seat.objects.filter(state="offered", until__gt=moment).exists()
        assert [run.code for run in Run.objects.filter(state="open", decide_on=moment.date() + timedelta(days=2))]
        transaction.set_rollback(True)
    sweep_files(older_than_s=-1)  # pictures whose rows were rolled back


def test_the_tour_follows_one_need_through_all_seven_stations(loaded, client, monkeypatch):
    monkeypatch.setattr("glascampus.web.tour.now", lambda: NOW)
    client = Client(HTTP_HOST=loaded.address.split("//")[-1].rstrip("/")) if loaded.address else client
    url, walked = "/?rundgang=1", []
    while url:
        page = client.get(url).content.decode()
        walked.append(url.partition("?")[0])
        band = page.partition('class="tour"')[2].partition("</aside>")[0]
        assert f"Rundgang {len(walked)} von 7" in band, url
        found = re.search(r'href="([^"]+\?rundgang=\d)"', band)
        url = found[1] if found else ""

    slug = walked[1].split("/")[2]
    answer = ModuleAnswer.objects.get(topic__slug=slug, module__slug=walked[2].split("/")[2])
    course = Course.objects.get(slug=walked[3].split("/")[2])
    assert answer.module in course.modules.all()
    assert Run.objects.get(code=walked[4].split("/")[3]).course == course
    assert Credential.objects.get(uuid=walked[5].rstrip("/").split("/")[-1]).seat.run.course == course
    assert walked[6] == "/wirkung/"
