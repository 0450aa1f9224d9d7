"""Backup and restore: beside writers, without keys, nothing written over, nobody comes back."""

import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.begun import copy_of, drop
from tests.operations.conftest import CHECKOUT, Shell

pytestmark = pytest.mark.slow
FILL = """
from glascampus.commons.campuses.reads import the_campus
from glascampus.commons.campuses.actions import make_campus
from tests.build import commons, needs
campus = the_campus()
make_campus(key="second", name_de="Zweiter", host="second.example", now=commons.NOW)
with scope(campus=campus):
    commons.organisation(campus)
    commons.person(campus, "Kanari", "Vogel", email="kanari@example.org")
    commons.person(campus, "Bleibt", "Da", email="bleibt@example.org")
    statement = needs.confirmed(campus, email="kanari@example.org")
    from glascampus.stations.needs import reads
    print(reads.token_of(statement))
"""
COUNT = """
from glascampus.commons.people.models import Person
with scopes_disabled():
    print(*Person.objects.order_by("pk").values_list("email", flat=True))
"""
WRITE = """
import itertools
from glascampus.commons.campuses.reads import the_campus
from tests.build import commons
campus = the_campus()
with scope(campus=campus):
    for n in itertools.count():
        commons.person(campus, f"Neu {n}", "x" * 80)
        if n == 3: print("going", flush=True)
"""


@pytest.fixture
def filled(shell):
    shell.token = shell.python(FILL).strip()
    return shell


@pytest.fixture
def elsewhere(tmp_path, database_of):
    """An empty directory, and on PostgreSQL an empty database."""
    new = tmp_path / "new"
    return Shell(new, **database_of())


@pytest.fixture
def file(tmp_path, filled):
    done = filled("backup", str(tmp_path / "b.tar"))
    assert (done.returncode, done.stderr) == (0, "")
    return tmp_path / "b.tar"


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """A backup for tests that only read or harm a copy of it."""
    place = tmp_path_factory.mktemp("once")
    shell = Shell(place / "data", **copy_of("empty", place / "data"))
    shell.python(FILL)
    assert shell("backup", str(place / "b.tar")).returncode == 0
    drop(shell.surroundings)
    return place / "b.tar"


def test_the_file_holds_manifest_database_media_and_no_keys(filled, tmp_path):
    (filled.data / "media").mkdir()
    (filled.data / "media" / "plan.txt").write_text("Lageplan")
    filled("backup", str(tmp_path / "b.tar"))

    with tarfile.open(tmp_path / "b.tar") as whole:
        names = whole.getnames()
        manifest = json.load(whole.extractfile("manifest.json"))

    kind = "postgresql" if "DATABASE_URL" in filled.surroundings else "sqlite"
    part = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}[kind]
    assert names == ["manifest.json", part, "media.tar"]
    assert (manifest["database"], set(manifest["sha256"])) == (kind, {part, "media.tar"})
    assert manifest["counts"]["people.person"] == 2
    assert manifest["counts"]["journal.line"] == sum(head[0] for head in manifest["journal"].values()) > 3
    secret = (filled.data / "keys" / "secret.key").read_bytes()
    assert secret not in (tmp_path / "b.tar").read_bytes()
    assert (tmp_path / "b.tar").stat().st_mode & 0o077 == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.tar", "data"]


def test_a_restored_campus_is_clean_and_an_old_private_link_opens(filled, file, elsewhere):
    (filled.data / "media").mkdir()
    (filled.data / "media" / "plan.txt").write_text("Lageplan")
    filled("backup", str(file))
    elsewhere.data.mkdir()
    shutil.copytree(filled.data / "keys", elsewhere.data / "keys")

    done = elsewhere("restore", str(file))

    assert (done.returncode, done.stderr) == (0, "")
    assert "The keys fit" in done.stdout
    assert (elsewhere.data / "media" / "plan.txt").read_text() == "Lageplan"
    (elsewhere.data / "media" / "plan.txt").unlink()  # no row knows it
    verified = elsewhere("verify")
    assert (verified.returncode, verified.stderr) == (0, ""), verified.stdout
    opened = f"from django.test import Client\nprint(Client().get('/bedarf/stand/{filled.token}/').status_code)"
    assert elsewhere.python(opened).strip() == "200"


@pytest.mark.postgres
def test_postgresql_has_counted_what_was_restored(once, elsewhere):
    import psycopg

    assert elsewhere("restore", str(once)).returncode == 0

    with psycopg.connect(elsewhere.surroundings["DATABASE_URL"]) as server:
        assert server.execute("SELECT reltuples FROM pg_class WHERE relname = 'people_person'").fetchone() == (2,)


def test_without_the_keys_it_says_what_stays_closed(once, elsewhere):
    done = elsewhere("restore", str(once))

    assert done.returncode == 0
    assert "The keys are not those of the backup" in done.stdout


def test_it_is_taken_whole_while_another_process_writes(filled, tmp_path, elsewhere):
    writing = subprocess.Popen(
        [sys.executable, "-c", "import django; django.setup()\nfrom django_scopes import scope\n" + WRITE],
        env=filled.surroundings, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert writing.stdout.readline() == "going\n"
        assert filled("backup", str(tmp_path / "b.tar")).returncode == 0
        assert writing.poll() is None
    finally:
        writing.kill()
        writing.wait()

    assert elsewhere("restore", str(tmp_path / "b.tar")).returncode == 0
    verified = elsewhere("verify", "--json")
    assert json.loads(verified.stdout)["ok"], verified.stdout
    with tarfile.open(tmp_path / "b.tar") as whole:
        manifest = json.load(whole.extractfile("manifest.json"))
    assert manifest["counts"]["people.person"] == len(elsewhere.python(COUNT.replace("email", "pk")).split())


@pytest.mark.parametrize("harm", ["flip", "cut", "no tar", "no manifest", "empty", "newer"])
def test_a_damaged_file_is_refused_before_anything_is_written(once, elsewhere, tmp_path, harm):
    file = Path(shutil.copy(once, tmp_path))
    content = bytearray(file.read_bytes())
    if harm == "flip":
        content[len(content) // 2] ^= 255
    elif harm == "cut":
        content = content[: len(content) // 2]
    elif harm == "no tar":
        content = bytearray(b"GlasCampus" * 1000)
    elif harm == "empty":
        content = bytearray()
    if harm in ("no manifest", "newer"):
        with tarfile.open(file) as whole:
            whole.extractall(tmp_path / "parts", filter="data")
        manifest = tmp_path / "parts" / "manifest.json"
        said = json.loads(manifest.read_text())
        manifest.write_text(json.dumps(said | {"migrations": [*said["migrations"], "needs.9999_later"]}))
        if harm == "no manifest":
            manifest.unlink()
        with tarfile.open(file, "w") as whole:
            for part in sorted((tmp_path / "parts").iterdir()):
                whole.add(part, part.name)
    else:
        file.write_bytes(content)

    done = elsewhere("restore", str(file))

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert ("newer" if harm == "newer" else "damaged") in done.stderr
    assert "Traceback" not in done.stderr
    assert not elsewhere.data.exists() or list(elsewhere.data.iterdir()) == []


def test_nothing_is_written_over(filled, file, elsewhere):
    again = filled("restore", str(file))
    assert (again.returncode, again.stderr.count("\n")) == (2, 1)
    assert "is not empty" in again.stderr

    elsewhere.data.mkdir()
    (elsewhere.data / "note.txt").write_text("mine")
    done = elsewhere("restore", str(file))

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "is not empty; name another directory" in done.stderr
    assert (elsewhere.data / "note.txt").read_text() == "mine"


@pytest.mark.postgres
def test_a_database_that_holds_something_is_refused(filled, file, tmp_path):
    new = Shell(tmp_path / "new", DATABASE_URL=filled.surroundings["DATABASE_URL"])

    done = new("restore", str(file))

    assert (done.returncode, done.stderr) == (2, "The PostgreSQL database is not empty; name another one.\n")


def test_whoever_was_erased_since_stays_erased(filled, file, elsewhere):
    assert "kanari@example.org bleibt@example.org" in filled.python(COUNT)
    assert filled("people", "erase", "Kanari@example.org", "--yes").returncode == 0

    done = elsewhere("restore", str(file), "--erasures", str(filled.data / "erasures.log"))

    assert (done.returncode, done.stderr) == (0, "")
    assert "1 erasures replayed" in done.stdout
    assert "kanari" not in elsewhere.python(COUNT)
    assert "bleibt@example.org" in elsewhere.python(COUNT)
    assert elsewhere("verify").returncode == 0
    assert (filled.data / "erasures.log").read_text() in (elsewhere.data / "erasures.log").read_text()


def test_an_erasure_before_the_backup_is_not_replayed(filled, tmp_path, elsewhere):
    filled("people", "erase", "kanari@example.org", "--yes")
    filled("backup", str(tmp_path / "later.tar"))

    done = elsewhere("restore", str(tmp_path / "later.tar"), "--erasures", str(filled.data / "erasures.log"))

    assert "0 erasures replayed" in done.stdout


def test_a_list_of_erasures_that_cannot_be_read_is_refused_first(file, elsewhere, tmp_path):
    (tmp_path / "list").write_text("nonsense\n")

    done = elsewhere("restore", str(file), "--erasures", str(tmp_path / "list"))

    assert (done.returncode, done.stdout) == (2, "")
    assert "line 1, cannot be read" in done.stderr
    assert not elsewhere.data.exists() or not list(elsewhere.data.iterdir())


@pytest.mark.parametrize("words", [["backup", "b.tar"], ["verify"], ["people", "export", "a@example.org"]])
def test_without_a_campus_each_verb_says_so(bare_shell, words):
    done = bare_shell(*words)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "There is no campus in" in done.stderr
    assert [entry.name for entry in bare_shell.data.iterdir() if entry.name != "keys"] == []
