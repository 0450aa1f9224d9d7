"""The disk is full while somebody books, saves or uploads: a clear sentence, nothing half-written, and all goes on when there is room.

A quota stands for the full disk: no file of the process grows beyond ``RLIMIT_FSIZE``. It needs no rights and no mount.
"""

import gc
import logging
import resource
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from glascampus.commons.journal.models import Line
from glascampus.stations.credentials.models import Scan
from tests import servers
from tests.build import credentials as build
from tests.engines.test_scans import picture, saved
from tests.operations.conftest import Shell
from tests.operations.living import Living, Stoppable

SEGMENT = 16 * 2**20  # of PostgreSQL's log: less, and it could not write at all
FREE = resource.RLIM_INFINITY


@contextmanager
def no_room(beyond: int):
    """This process cannot make a file longer than that."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (beyond, FREE))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (FREE, FREE))


# Booking


@pytest.mark.slow
@pytest.mark.sqlite
def test_bookings_stop_whole_while_sqlite_has_no_room_and_go_on_afterwards(shell):
    with Living(shell) as campus:
        assert campus.book()[0] == 302
        longest = max(file.stat().st_size for file in shell.data.glob("campus.sqlite3*"))
        pids = campus.processes()
        for pid in pids:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (longest + 200_000, FREE))
        answers = [campus.book() for _ in range(40)]
        for pid in pids:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (FREE, FREE))
        afterwards = [campus.book()[0] for _ in range(3)]
        campus.until_well()

        stopped = [text for status, text in answers if status == 503]
        assert {status for status, _ in answers} <= {302, 503}
        assert len(stopped) > 5
        assert "Es wurde nichts geändert" in stopped[0]
        assert afterwards == [302] * 3
        campus.stands(booked=1 + 40 - len(stopped) + 3)


@pytest.fixture
def narrow(monkeypatch):
    """A PostgreSQL whose tables cannot grow beyond a segment, and that cleans up only when it is told to."""
    orphaned = servers._die_with_parent

    def begin():
        resource.setrlimit(resource.RLIMIT_FSIZE, (SEGMENT, SEGMENT))
        orphaned()

    monkeypatch.setattr(servers, "_die_with_parent", begin)
    monkeypatch.setattr(servers, "QUICK", f"{servers.QUICK} -c autovacuum=off")
    server = Stoppable()
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.mark.slow
@pytest.mark.postgres
def test_bookings_stop_whole_while_postgresql_has_no_room_and_go_on_afterwards(shell, narrow):
    mine = Shell(shell.data, DATABASE_URL=narrow)
    with Living(mine) as campus, psycopg.connect(narrow, autocommit=True) as server:
        assert campus.book()[0] == 302
        fill(server)
        answers = [campus.book() for _ in range(10)]
        server.execute("VACUUM outbox_mail")
        afterwards = [campus.book()[0] for _ in range(3)]
        campus.until_well()

        assert [status for status, _ in answers] == [503] * 10
        assert "Es wurde nichts geändert" in answers[0][1]
        assert afterwards == [302] * 3
        campus.stands(booked=4)


def fill(server: psycopg.Connection) -> None:
    """Rows until the table of mails cannot grow, and away with them: their places stay taken until a VACUUM."""
    server.execute("CREATE TABLE own AS SELECT max(id) AS last FROM outbox_mail")
    columns = [row[0] for row in server.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'outbox_mail' AND column_name NOT IN ('id', 'message_id')"
    )]  # fmt: skip
    same = ", ".join(f'"{column}"' for column in columns)
    for rows in (2000, 500, 100, 20, 5, 1):
        with suppress(psycopg.errors.InternalError_, psycopg.errors.DiskFull):
            while True:
                server.execute(
                    f"INSERT INTO outbox_mail (message_id, {same}) SELECT '<' || gen_random_uuid() || '>', {same} "  # the newest mail, again and again
                    f"FROM outbox_mail, generate_series(1, {rows}) WHERE id = (SELECT last FROM own)"
                )
    server.execute("DELETE FROM outbox_mail WHERE id > (SELECT last FROM own)")


# Saving


def with_little_room(shell: Shell, *words: str) -> subprocess.CompletedProcess[str]:
    """A verb whose files cannot grow beyond 300 kB."""
    return subprocess.run(
        [sys.executable, "-m", "glascampus.web.cli", *words], env=shell.surroundings, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000)),
    )  # fmt: skip


@pytest.mark.slow
def test_a_backup_without_room_says_so_leaves_nothing_and_the_older_one_stays(shell, tmp_path):
    (shell.data / "media").mkdir()
    (shell.data / "media" / "plan.bin").write_bytes(b"x" * 400_000)
    there = tmp_path / "backups"
    there.mkdir()
    (there / "b.tar").write_bytes(b"an older one")

    done = with_little_room(shell, "backup", str(there / "b.tar"))

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "Nothing was saved" in done.stderr
    assert "is there room where" in done.stderr
    assert [(file.name, file.read_bytes()) for file in there.iterdir()] == [("b.tar", b"an older one")]
    again = shell("backup", str(there / "b.tar"))
    assert (again.returncode, again.stderr) == (0, "")
    (shell.data / "media" / "plan.bin").unlink()  # no row knows it
    assert shell("verify").returncode == 0


@pytest.mark.slow
def test_a_restore_without_room_leaves_the_place_empty_for_another_try(shell, database_of, tmp_path):
    (shell.data / "media").mkdir()
    (shell.data / "media" / "plan.bin").write_bytes(b"x" * 400_000)
    assert shell("backup", str(tmp_path / "b.tar")).returncode == 0
    new = Shell(tmp_path / "new", **database_of())

    done = with_little_room(new, "restore", str(tmp_path / "b.tar"))

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "Nothing was restored" in done.stderr
    assert [file.name for file in files(new.data) if file.parent.name != "keys"] == []
    again = new("restore", str(tmp_path / "b.tar"))
    assert (again.returncode, again.stderr) == (0, "")
    assert (new.data / "media" / "plan.bin").stat().st_size == 400_000


# Uploading


@pytest.fixture
def list_of(settings, tmp_path, campus):
    """(its run, a photo of its signed list)."""
    from glascampus.stations.credentials import reads

    settings.MEDIA_ROOT = tmp_path / "media"
    run = build.run(campus)
    return run, saved(picture(reads.list_url(run, campus), size=(1400, 990)), "JPEG")


def upload(user, run, body: bytes):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    file = SimpleUploadedFile("liste.jpg", body, "image/jpeg")
    return client.post(f"/buero/listen/{run.code}/", {"pictures": [file]})


def files(place: Path) -> list[Path]:
    return [file for file in place.rglob("*") if file.is_file()]


def test_a_list_that_finds_no_room_is_not_half_there(list_of, anna, settings):
    run, body = list_of
    with no_room(10_000):
        stopped = upload(anna, run, body)

    assert stopped.status_code == 422
    assert "ließ sich nicht speichern" in stopped.text
    assert (Scan.objects.count(), Line.objects.filter(deed="credentials.scan_taken").count()) == (0, 0)
    assert files(Path(settings.MEDIA_ROOT)) == []
    assert upload(anna, run, body).status_code == 302
    assert (Scan.objects.count(), len(files(Path(settings.MEDIA_ROOT)))) == (1, 1)


def test_a_big_upload_that_finds_no_room_on_its_way_is_answered(list_of, anna, settings, tmp_path, caplog):
    run, body = list_of
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    caplog.set_level(logging.CRITICAL + 1, logger="django.request")
    with no_room(100_000):
        stopped = upload(anna, run, body + b"\0" * 3_000_000)

    assert (stopped.status_code, stopped["Retry-After"]) == (503, "60")
    assert "Es wurde nichts geändert" in stopped.text
    del stopped  # it holds the exception, as pytest's log would, and that the file
    gc.collect()
    assert [file for file in files(tmp_path) if "upload" in file.name] == []
    assert Scan.objects.count() == 0
