"""Data as the first start leaves them, made once for all processes of a test run and copied: migrating and loading the demo takes half a minute.

That the first start itself works is tried where nothing was copied: tests/front_door/test_installing.py and tests/upgrade.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import urlsplit

MIGRATED = "from django.core.management import call_command; call_command('migrate', verbosity=0, interactive=False)"
MAKING = {  # what is copied, and the words that make it
    "migrated": ["-c", f"import django; django.setup(); {MIGRATED}"],
    "demo": ["-m", "glascampus.web.cli", "prepare"],
    "empty": ["-m", "glascampus.web.cli", "prepare", "--empty"],
}


def copy_of(kind: str, data: Path) -> dict[str, str]:
    """Fill the directory ``data`` with what ``kind`` of ``MAKING`` left; returns the surroundings that say where its database is."""
    made, room = _made(kind), Path(os.environ["CAMPUS_TEST_ROOM"])
    shutil.copytree(room / f"begun-{kind}", data, dirs_exist_ok=True)
    return {"DATABASE_URL": fresh_database(made)} if made else {}


def _made(kind: str) -> str:
    """The name of its database on the tests' PostgreSQL, "" for SQLite; whoever comes first makes it, the others wait."""
    room = Path(os.environ["CAMPUS_TEST_ROOM"])
    data, done = room / f"begun-{kind}", room / f"begun-{kind}.done"
    with (room / f"begun-{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(data, ignore_errors=True)
            data.mkdir()
            url = fresh_database() if os.environ["CAMPUS_TEST_DB"] == "postgres" else ""
            around = {**os.environ, "CAMPUS_DATA": str(data), **({"DATABASE_URL": url} if url else {})}
            subprocess.run([sys.executable, *MAKING[kind]], env=around, check=True, capture_output=True)
            done.write_text(urlsplit(url).path.lstrip("/"))
    return done.read_text()


def fresh_database(template: str = "template1") -> str:
    """The address of a new database on the tests' own PostgreSQL server."""
    name = f"own_{uuid.uuid4().hex[:12]}"
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def drop(surroundings: dict[str, str]) -> None:
    """Give the room back that a database of one's own took."""
    if url := surroundings.get("DATABASE_URL"):
        _on_server(f'DROP DATABASE "{urlsplit(url).path.lstrip("/")}" WITH (FORCE)')


def _on_server(deed: str) -> None:
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(deed)  # type: ignore[call-overload]
