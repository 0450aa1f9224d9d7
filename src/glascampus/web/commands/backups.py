"""``./campus backup`` and ``restore``: one tar with a manifest, the database and the media; never the keys."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import EmailField
from django.utils.timezone import now as real_now
from django_scopes import scope, scopes_disabled

from glascampus import __version__
from glascampus.commons.campuses.models import Campus
from glascampus.commons.campuses.reads import the_campus
from glascampus.commons.journal.actions import seal
from glascampus.commons.journal.models import Head
from glascampus.web import schema
from glascampus.web.commands.people import erase
from glascampus.web.erasures import erased_since, fingerprint

PARTS = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
KINDS = {"database.sqlite3", "database.pgdump", "media.tar"}


def backup(arguments: list[str]) -> int:
    """Copy the running campus into one file."""
    parser = argparse.ArgumentParser(prog="./campus backup", description=backup.__doc__)
    parser.add_argument("file", type=Path)
    options = parser.parse_args(arguments)
    target: Path = options.file.absolute()
    if the_campus() is None:
        print("There is no campus in this data directory, so nothing to copy.", file=sys.stderr)
        return 2
    for campus in Campus.objects.all():
        seal(campus=campus)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as place:
        whole = _pack(Path(place))
        os.replace(whole, target)
    print(f"Saved to {target}. The keys are not in it; keep them apart.")
    return 0


def _pack(place: Path) -> Path:
    name = PARTS[connection.vendor]
    _copy_database(place / name)
    with tarfile.open(place / "media.tar", "w") as media:
        if settings.MEDIA_ROOT.is_dir():
            media.add(settings.MEDIA_ROOT, "media")
    manifest = {
        "version": __version__, "database": connection.vendor, "made_at": real_now().isoformat(), "counts": _counts(),
        "journal": _heads(), "sha256": {part: _sum(place / part) for part in (name, "media.tar")},
    }  # fmt: skip
    (place / "manifest.json").write_text(json.dumps(manifest, indent=2))
    with tarfile.open(place / "whole.tar", "w") as whole:
        for part in ("manifest.json", name, "media.tar"):
            whole.add(place / part, part)
    with (place / "whole.tar").open("rb+") as done:
        os.fsync(done.fileno())
    return place / "whole.tar"


def _copy_database(to: Path) -> None:
    """A consistent copy beside running writers: SQLite's backup interface, or ``pg_dump``."""
    if connection.vendor == "sqlite":
        library: Any = sys.modules.get("sqlite3", sqlite3)
        source, copy = library.connect(settings.DATABASES["default"]["NAME"]), library.connect(to)
        with copy:
            source.backup(copy)
        copy.close()
        source.close()
        return
    _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={to}", connection.settings_dict["NAME"])


def _postgres(program: str, *words: str) -> None:
    """Run one of PostgreSQL's own programs with this campus's connection; the password goes by the environment."""
    known = connection.settings_dict
    if not (found := shutil.which(program)):
        raise RuntimeError(f"{program} is missing; install PostgreSQL's client programs (Debian: postgresql-client).")
    surroundings = {**os.environ, "PGHOST": known["HOST"], "PGPORT": known["PORT"], "PGUSER": known["USER"], "PGPASSWORD": known["PASSWORD"]}
    done = subprocess.run([found, *words], env={k: v for k, v in surroundings.items() if v}, capture_output=True, text=True, check=False)  # noqa: S603  our own words
    if done.returncode:
        raise RuntimeError(f"{program} failed: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}")


def _counts() -> dict[str, int]:
    with scopes_disabled():
        return {m._meta.label_lower: m._base_manager.count() for m in apps.get_models() if m._meta.managed}


def _heads() -> dict[str, list[Any]]:
    with scopes_disabled():
        return {head.campus.key: [head.number, head.seal] for head in Head.objects.select_related("campus")}


def _sum(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def restore(arguments: list[str]) -> int:
    """Bring a backup back into an empty data directory or database."""
    parser = argparse.ArgumentParser(prog="./campus restore", description=restore.__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--erasures", type=Path)
    options = parser.parse_args(arguments)
    if complaint := _occupied():
        raise ValueError(complaint)
    with tempfile.TemporaryDirectory(prefix="campus-restore-") as place:
        manifest = _unpack(options.file, Path(place))
        _bring_back(Path(place), manifest)
    if refusal := schema.refusal():
        raise ValueError(refusal)
    call_command("migrate", verbosity=0, interactive=False)
    forgotten = _replay(options.erasures, datetime.fromisoformat(manifest["made_at"]))
    print(f"Restored from {options.file.name} ({manifest['made_at']}). {forgotten} erasures replayed. Put the keys into {settings.DATA / 'keys'}.")
    return 0


def _occupied() -> str:
    """Restoring never writes over anything."""
    if connection.vendor == "sqlite":
        known = {"keys", "erasures.log", "clock"}
        there = [p.name for p in settings.DATA.iterdir() if p.name not in known] if settings.DATA.is_dir() else []
        settings.DATA.mkdir(parents=True, exist_ok=True)
        return f"{settings.DATA} is not empty; name another directory with --data DIR." if there else ""
    return "The PostgreSQL database is not empty; name another one." if connection.introspection.table_names() else ""


def _unpack(file: Path, place: Path) -> dict[str, Any]:
    """Check every sum before anything is written."""
    try:
        with tarfile.open(file) as whole:
            whole.extractall(place, filter="data")
        manifest: dict[str, Any] = json.loads((place / "manifest.json").read_text())
        sums = {part: (place / part).exists() and _sum(place / part) for part in manifest["sha256"]}
    except (tarfile.TarError, OSError, KeyError, ValueError) as error:
        raise ValueError(f"{file} is no backup of a campus, or it is damaged; take another copy.") from error
    if not set(sums) <= KINDS or PARTS[connection.vendor] not in sums:
        raise ValueError(f"{file} holds a {manifest.get('database')} database; this campus uses {connection.vendor}.")
    if wrong := [part for part, found in sums.items() if found != manifest["sha256"][part]]:
        raise ValueError(f"{file} is damaged ({wrong[0]} does not match its checksum); take another copy.")
    return manifest


def _bring_back(place: Path, manifest: dict[str, Any]) -> None:
    if connection.vendor == "sqlite":
        connection.close()
        target = Path(settings.DATABASES["default"]["NAME"])
        beside = target.with_suffix(".coming")
        shutil.copy(place / PARTS["sqlite"], beside)
        os.replace(beside, target)
    else:
        connection.close()
        _postgres("pg_restore", "--no-owner", "--single-transaction", f"--dbname={connection.settings_dict['NAME']}", str(place / PARTS["postgresql"]))
    with tarfile.open(place / "media.tar") as media:
        media.extractall(settings.DATA, filter="data")


def _replay(file: Path | None, since: datetime) -> int:
    """Forget again whoever was forgotten after the backup was made."""
    file = file or settings.DATA / "erasures.log"
    campus = the_campus()
    if not file.exists() or campus is None:
        return 0
    wanted = set(erased_since(file, since))
    with scope(campus=campus):
        known = [email for email in _addresses() if fingerprint(email) in wanted]
        for email in known:
            erase(campus, email)
    return len(known)


def _addresses() -> set[str]:
    """Every e-mail address in any table."""
    found: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EmailField):
                found.update(a.lower() for a in model._base_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True) if a)
    return found
