"""``./campus demo`` and ``./campus model check`` as somebody at a terminal meets them."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django_scopes import scope, scopes_disabled

from glascampus.basics import clock
from glascampus.basics.clock import CAMPUS_ZONE, now
from glascampus.commons.campuses.models import Campus
from glascampus.commons.campuses.rules import clock_file, turned_by
from glascampus.commons.editorial.actions import sweep_files
from glascampus.commons.editorial.models import Page
from glascampus.commons.legal.models import LegalText
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.people.models import Person
from glascampus.commons.roles.models import User
from glascampus.commons.sites.models import Site
from glascampus.stations.bookings.models import Booking
from glascampus.stations.courses.models import Course, Run
from glascampus.stations.credentials.models import Credential
from glascampus.stations.curriculum.models import Module
from glascampus.stations.needs.models import Evidence, Statement, Topic
from glascampus.web.commands.demo import demo, model
from glascampus.web.commands.verify import audit
from glascampus.web.loader.load import load_model
from tests.build.commons import NOW

KEY = "glascampus-torgau"
FOLDER = Path(__file__).parents[2] / "campuses" / KEY
RUN = ["run", "--code", "probe-1", "--seats", "6", "--min", "4", "--in-days", "30"]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo, loaded once around :data:`NOW`; what a test changes is taken back after it, the rest at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_model(KEY, now=NOW)
        transaction.set_rollback(True)
    with django_db_blocker.unblock():
        sweep_files(older_than_s=-1)  # pictures whose rows were rolled back


@pytest.fixture
def campus(loaded, db):
    """The demo in scope."""
    known = Campus.objects.get(pk=loaded.pk)
    with scope(campus=known):
        yield known


@pytest.fixture(autouse=True)
def demo_clock(tidy):
    """The demo's clock as it is turned, on the day the tests have: dates around holidays differ from day to day."""
    ahead = NOW - datetime.now(UTC)
    clock.turn_with(lambda: ahead + turned_by())


def test_model_check_says_nothing_is_wrong_with_the_shipped_campus(capsys):
    assert model(["check", str(FOLDER)]) == 0
    assert capsys.readouterr().out == f"{len(list(FOLDER.glob('*.toml')))} files, no fault.\n"


def test_model_check_names_each_fault_by_file_and_line_in_words_and_as_json(tmp_path, capsys):
    shutil.copytree(FOLDER, tmp_path / "copy")
    file = tmp_path / "copy" / "runs.toml"
    capacity, weekday = (
        file.read_text().partition(said)[0].count("\n") + 1 for said in ("capacity = 16", "weekday = 1")
    )
    file.write_text(
        file.read_text().replace("capacity = 16", 'capacity = "viele"', 1).replace("weekday = 1", "weekday = 9", 1)
    )

    assert model(["check", str(tmp_path / "copy")]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        f"runs.toml:{capacity}: capacity must be a whole number",
        f"runs.toml:{weekday}: weekday must be between 1 and 7",
    ]
    assert model(["check", str(tmp_path / "copy"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["faults"][0] == {
        "file": "runs.toml",
        "line": capacity,
        "says": "capacity must be a whole number",
    }


def test_model_check_of_no_directory_is_bad_input(tmp_path, capsys):
    assert model(["check", str(tmp_path / "nowhere")]) == 2
    assert "is not a directory" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["fresh"], ["turn", "--days", "3"], ["leave"], RUN])
def test_without_a_demo_each_verb_says_so_and_changes_nothing(campus, words, capsys):
    Campus.objects.update(is_demo=False)

    assert demo(words) == 2
    assert "There is no demo campus" in capsys.readouterr().err
    assert not clock_file().exists()


def test_fresh_lays_everything_anew_and_keeps_the_campus_and_its_sign_in(
    campus, capsys, django_capture_on_commit_callbacks
):
    user = User.objects.get(email="buero@demo.example")
    runs = {run.code: run.starts_at for run in Run.objects.all()}
    Statement.objects.all()[0].answers.all().delete()
    Topic.objects.create(campus=campus, slug="dazu", title_de="Dazu", made_at=now())

    with django_capture_on_commit_callbacks(execute=True):  # files go after the commit
        assert demo(["fresh"]) == 0
    assert "was loaded from its files again" in capsys.readouterr().out
    assert Campus.objects.get(key=KEY).pk == campus.pk
    assert User.objects.get(email="buero@demo.example").pk == user.pk
    assert not Topic.objects.filter(slug="dazu").exists()
    assert {run.code: run.starts_at for run in Run.objects.all()} == runs
    assert [check for check in audit() if not check["ok"]] == []


def test_fresh_after_a_turn_moves_the_dates_along(campus):
    before = {run.code: run.starts_at for run in Run.objects.all()}

    assert demo(["turn", "--days", "70"]) == 0
    assert demo(["fresh"]) == 0
    days = Counter((run.starts_at.date() - before[run.code].date()).days for run in Run.objects.all())
    assert days.most_common(1)[0][0] == 70
    assert all(abs(moved - 70) <= 28 for moved in days)  # some make room for a holiday


def test_turn_moves_the_clock_and_adds_up(campus, capsys):
    before = now()

    assert demo(["turn", "--days", "10"]) == 0
    assert demo(["turn", "--days", "-3"]) == 0
    assert timedelta(days=7) <= now() - before < timedelta(days=7, minutes=1)
    assert f"{now().astimezone(CAMPUS_ZONE):%Y-%m-%d}" in capsys.readouterr().out


@pytest.mark.parametrize("days", ["0", "4000", "ten", "1.5"])
def test_a_bad_number_of_days_is_bad_usage(campus, days):
    with pytest.raises(SystemExit) as end:
        demo(["turn", "--days", days])
    assert end.value.code == 2
    assert not clock_file().exists()


def test_leave_keeps_the_curriculum_and_drops_whatever_was_invented(campus, capsys, django_capture_on_commit_callbacks):
    kept = {model: model.objects.count() for model in (Site, Topic, Module, Course)}
    kept[Organisation] = Organisation.objects.filter(example=False).count()
    kept[Page] = Page.objects.filter(example=False).count()
    real = Evidence.objects.filter(example=False).count()

    with django_capture_on_commit_callbacks(execute=True):  # files go after the commit
        assert demo(["leave"]) == 0
    told = capsys.readouterr().out
    campus.refresh_from_db()
    assert not campus.is_demo
    assert not LegalText.objects.exists()
    assert {model: model.objects.count() for model in kept} == kept
    assert (Evidence.objects.count(), Evidence.objects.filter(example=True).count()) == (real, 0)
    for gone in (Run, Booking, Person, Credential, Statement):
        assert not gone.objects.exists(), gone
    assert not User.objects.filter(email__endswith=".example").exists()
    assert "Set up the office (once): http" in told
    assert [check for check in audit() if not check["ok"]] == []
    assert demo(["fresh"]) == 2


def test_leave_turns_the_clock_back(campus):
    demo(["turn", "--days", "100"])
    real = now() - timedelta(days=100)

    assert demo(["leave"]) == 0
    assert abs(now() - real) < timedelta(minutes=1)


def test_run_makes_a_bookable_run_and_prints_one_document(campus, capsys, client):
    assert demo(RUN) == 0
    told = json.loads(capsys.readouterr().out)

    assert sorted(told) == ["capacity", "closes_at", "min", "price", "run", "starts_at", "url"]
    assert (told["run"], told["capacity"], told["min"], told["price"]["currency"]) == ("probe-1", 6, 4, "EUR")
    starts, closes = datetime.fromisoformat(told["starts_at"]), datetime.fromisoformat(told["closes_at"])
    assert starts.utcoffset() is not None
    assert closes < starts
    assert (starts.date() - now().date()).days in (29, 30, 31)
    run = Run.objects.get(code="probe-1")
    assert (run.capacity, run.minimum, run.taken, run.state, run.price_cents, run.example) == (
        6,
        4,
        0,
        "open",
        told["price"]["cents"],
        True,
    )
    with scopes_disabled():
        assert client.get(told["url"]).status_code == 200


def test_the_same_code_again_changes_nothing(campus, capsys):
    demo(RUN)
    capsys.readouterr()
    before = Run.objects.count()

    assert demo([*RUN[:4], "9", *RUN[5:]]) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert (Run.objects.count(), Run.objects.get(code="probe-1").capacity) == (before, 6)


@pytest.mark.parametrize(
    "words",
    [
        ["--code", "x y", "--seats", "6", "--min", "4"],
        ["--code", "x", "--seats", "0", "--min", "1"],
        ["--code", "x", "--seats", "6", "--min", "7"],
        ["--code", "x", "--seats", "1001", "--min", "1"],
        ["--code", "x", "--seats", "six", "--min", "1"],
        ["--code", "x", "--seats", "6", "--min", "-1"],
        ["--code", "x", "--seats", "6", "--min", "1", "--in-days", "0"],
        ["--seats", "6", "--min", "1"],
    ],
)
def test_bad_numbers_are_bad_usage(campus, words, capsys):
    try:
        code = demo(["run", *words])
    except SystemExit as end:
        code = end.code
    assert code == 2
    assert capsys.readouterr().out == ""
