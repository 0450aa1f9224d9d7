"""The database as one file, taken while others write: SQLite's backup interface, or PostgreSQL's own programs."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import EmailField

PARTS = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
PLACES = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt")
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}  # what the system says of a full disk or a quota
Ask = Callable[[str], list[Any]]


class CopyFailed(RuntimeError):
    """The copy could not be written, mostly for want of room."""


def part() -> str:
    """How the database is called within a backup."""
    return PARTS[connection.vendor]


def take(to: Path) -> dict[str, Any]:
    """Copy the database to ``to``; gives counts of rows, heads of the journal and migrations as they are in the copy."""
    return _take_sqlite(to) if connection.vendor == "sqlite" else _take_postgres(to)


def _take_sqlite(to: Path) -> dict[str, Any]:
    library: Any = sys.modules.get("sqlite3", sqlite3)
    source, copy = library.connect(settings.DATABASES["default"]["NAME"]), library.connect(to)
    try:
        source.backup(copy)
        return _look(lambda sql: copy.execute(sql).fetchall())
    except library.Error as error:
        raise CopyFailed(str(error)) from error
    finally:
        copy.close()
        source.close()


def _take_postgres(to: Path) -> dict[str, Any]:
    """One snapshot for the dump and for what is said about it."""
    with transaction.atomic(), connection.cursor() as cursor:

        def ask(sql: str) -> list[Any]:
            cursor.execute(sql)
            return list(cursor.fetchall())

        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        snapshot = ask("SELECT pg_export_snapshot()")[0][0]
        name = connection.settings_dict["NAME"]
        _program("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={to}", name)
        return _look(ask)


def _look(ask: Ask) -> dict[str, Any]:
    """What stands in the copy; names of tables come from our own models."""
    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed]
    heads = "SELECT c.key, h.number, h.seal FROM journal_head h JOIN campuses_campus c ON c.id = h.campus_id"
    return {
        "counts": {m._meta.label_lower: ask(f'SELECT count(*) FROM "{m._meta.db_table}"')[0][0] for m in models},  # noqa: S608  # nosec B608
        "journal": {key: [number, seal] for key, number, seal in ask(heads)},
        "migrations": sorted(f"{app}.{name}" for app, name in ask("SELECT app, name FROM django_migrations")),
    }


def put_back(copy: Path) -> None:
    """Into an empty place, whole or not at all."""
    if connection.vendor == "sqlite":
        target = Path(settings.DATABASES["default"]["NAME"])
        beside = target.with_suffix(".coming")
        shutil.copy(copy, beside)
        beside.replace(target)
        return
    name = connection.settings_dict["NAME"]
    _program("pg_restore", "--no-owner", "--single-transaction", "--exit-on-error", f"--dbname={name}", str(copy))
    count_anew()


def count_anew() -> None:
    """Let the database count its rows after many came at once: until then it plans for the tables it knew, perhaps empty ones.

    PostgreSQL goes on counting by itself, SQLite never begins: it would look for the papers of one run among those of the whole campus.
    """
    if connection.vendor == "sqlite":
        count_grown()
        return
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def count_grown() -> int:
    """Let SQLite count the tables that have grown tenfold, or that it never counted; within its limit that takes milliseconds.

    The limit is there for another reason, too: without it, SQLite would keep samples of what stands in the tables, names among them.
    """
    if connection.vendor == "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:  # in line with the other writers
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("PRAGMA optimize = 0x10002")
    return 0


def _program(name: str, *words: str) -> None:
    """Run one of PostgreSQL's own programs with this campus's connection; the password goes by the environment."""
    known = connection.settings_dict
    found = shutil.which(name) or next(
        (str(p) for place in PLACES for p in sorted(Path(place).glob(f"**/bin/{name}"), reverse=True)), ""
    )
    if not found:
        raise RuntimeError(f"{name} is missing; install PostgreSQL's client programs (Debian: postgresql-client).")
    access = {
        "PGHOST": known["HOST"],
        "PGPORT": known["PORT"],
        "PGUSER": known["USER"],
        "PGPASSWORD": known["PASSWORD"],
    }
    access["PGSSLMODE"] = known.get("OPTIONS", {}).get("sslmode", "")
    surroundings = {**os.environ, **{key: value for key, value in access.items() if value}}
    done = subprocess.run([found, *words], env=surroundings, capture_output=True, text=True, check=False)  # noqa: S603  our own words  # nosec B603
    if done.returncode:
        said = done.stderr.strip().splitlines() or [str(done.returncode)]
        raise CopyFailed(f"{name} failed: {said[-1]}")


def addresses() -> set[str]:
    """Every e-mail address in any table, in lower case."""
    found: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EmailField):
                found.update(str(a).lower() for a in model._base_manager.values_list(field.name, flat=True) if a)
    return found
