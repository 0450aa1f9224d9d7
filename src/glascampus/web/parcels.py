"""A backup as one file: a tar with ``manifest.json``, the database and the media, each with its checksum."""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.timezone import now as real_now

from glascampus import __version__
from glascampus.web import snapshots
from glascampus.web.environment import key_id

MEDIA = "media.tar"
NEWER = "{file} was made by a newer GlasCampus; restore it with that version."
DAMAGED = "{file} is not a backup of a campus, or it is damaged; take another copy."


def pack(place: Path) -> Path:
    """Lay everything into ``place`` and make one file of it, on the disk for certain."""
    made_at = real_now()  # before the copy: who is erased meanwhile is erased again after a restore
    database = snapshots.part()
    found = snapshots.take(place / database)
    with tarfile.open(place / MEDIA, "w") as media:
        if settings.MEDIA_ROOT.is_dir():
            media.add(settings.MEDIA_ROOT, "media")
    manifest = {
        "version": __version__, "database": connection.vendor, "made_at": made_at.isoformat(), **found,
        "key": key_id(settings.SECRET_KEY), "sha256": {part: _sum(place / part) for part in (database, MEDIA)},
    }  # fmt: skip
    (place / "manifest.json").write_text(json.dumps(manifest, indent=2))
    with tarfile.open(place / "whole.tar", "w") as whole:
        for part in ("manifest.json", database, MEDIA):
            whole.add(place / part, part)
    with (place / "whole.tar").open("rb+") as done:
        os.fsync(done.fileno())
    return place / "whole.tar"


def unpack(file: Path, place: Path) -> dict[str, Any]:
    """Lay the parts of a backup into ``place`` and give its manifest; every checksum fits.

    Raises:
        ValueError: damaged, of another database, or made by a newer version.
    """
    manifest = _opened(file, place)
    if manifest["database"] != connection.vendor:
        raise ValueError(f"{file} holds a {manifest['database']} database; this campus uses {connection.vendor}.")
    for part in (snapshots.part(), MEDIA):
        if not (place / part).is_file() or _sum(place / part) != manifest["sha256"].get(part):
            raise ValueError(f"{file} is damaged ({part} does not match its checksum); take another copy.")
    known = {".".join(key) for key in MigrationLoader(None).disk_migrations}
    if not known.issuperset(manifest["migrations"]):
        raise ValueError(NEWER.format(file=file))
    return manifest


def _opened(file: Path, place: Path) -> dict[str, Any]:
    if not file.is_file():
        raise ValueError(f"There is no file {file}.")
    try:
        with tarfile.open(file) as whole:
            whole.extractall(place, filter="data")
        manifest: dict[str, Any] = json.loads((place / "manifest.json").read_text())
        datetime.fromisoformat(manifest["made_at"])
        missing = {"database", "sha256", "migrations", "key"} - set(manifest)
    except (tarfile.TarError, OSError, EOFError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, OSError) and error.errno in snapshots.NO_ROOM:
            raise
        raise ValueError(DAMAGED.format(file=file)) from error
    if missing:
        raise ValueError(DAMAGED.format(file=file))
    return manifest


def put_media_back(place: Path) -> None:
    """The files people uploaded."""
    with tarfile.open(place / MEDIA) as media:
        media.extractall(settings.DATA, filter="data")


def _sum(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
