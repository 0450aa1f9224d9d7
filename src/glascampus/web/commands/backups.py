"""``./campus backup`` and ``restore``: one tar with a manifest, the database and the media; never the keys."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.actions import seal_all
from glascampus.web import erasures, parcels, snapshots
from glascampus.web.commands.people import erase, sweep
from glascampus.web.commands.standing import must_stand
from glascampus.web.environment import key_id, keys_directory

STAYS = {"keys", "erasures.log", "clock"}  # what may lie in a data directory before a campus comes back


def backup(arguments: list[str]) -> int:
    """Copy the running campus into one file."""
    parser = argparse.ArgumentParser(prog="./campus backup", description=backup.__doc__)
    parser.add_argument("file", type=Path)
    target: Path = parser.parse_args(arguments).file.absolute()
    must_stand()
    for campus in Campus.objects.order_by("pk"):
        seal_all(campus=campus)
    with (
        _room_is_asked_for("saved", target),
        tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as place,
    ):
        whole = parcels.pack(Path(place))
        whole.chmod(0o600)
        whole.replace(target)
    print(f"Saved to {target}. The keys are not in it; keep {keys_directory(settings.DATA)} apart.")
    return 0


def restore(arguments: list[str]) -> int:
    """Bring a backup back into an empty data directory or database."""
    parser = argparse.ArgumentParser(prog="./campus restore", description=restore.__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--erasures", type=Path, help="the list of erasures since then, erasures.log of the lost directory"
    )
    options = parser.parse_args(arguments)
    must_be_empty()
    known = options.erasures or erasures.erasures_file()
    if options.erasures and not known.is_file():
        raise ValueError(f"{known} is not a file; name the erasures.log of the lost data directory.")
    with _room_is_asked_for("restored", settings.DATA), tempfile.TemporaryDirectory(prefix="campus-restore-") as place:
        manifest = parcels.unpack(options.file, Path(place))
        gone = set(erasures.erased_since(known, datetime.fromisoformat(manifest["made_at"])))
        _bring_back(Path(place))
    call_command("migrate", verbosity=0, interactive=False)
    forgotten = _forget_again(known, gone)
    print(f"Restored from {options.file.name}, made at {manifest['made_at']}. {forgotten} erasures replayed.")
    print(_about_keys(manifest))
    return 0


@contextmanager
def _room_is_asked_for(what: str, where: Path) -> Iterator[None]:
    """A full disk in a sentence."""
    try:
        yield
    except (snapshots.CopyFailed, OSError) as error:
        if isinstance(error, OSError) and error.errno not in snapshots.NO_ROOM:
            raise
        raise RuntimeError(f"Nothing was {what} ({error}): is there room where {where} lies?") from error


def must_be_empty() -> None:
    """Restoring never writes over anything.

    Raises:
        ValueError: the data directory or the database holds something.
    """
    place = settings.DATA
    if place.is_dir() and any(entry.name not in STAYS for entry in place.iterdir()):
        raise ValueError(f"{place} is not empty; name another directory with --data DIR.")
    if connection.vendor != "sqlite" and connection.introspection.table_names():
        raise ValueError("The PostgreSQL database is not empty; name another one.")


def _bring_back(place: Path) -> None:
    """Media and database, or neither, so that it can be tried again."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    connection.close()
    try:
        parcels.put_media_back(place)
        snapshots.put_back(place / snapshots.part())
    except BaseException:
        for entry in [entry for entry in settings.DATA.iterdir() if entry.name not in STAYS]:
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        raise


def _forget_again(known: Path, gone: set[str]) -> int:
    """Whoever was forgotten after the backup was made; the list goes on in the new directory."""
    if known.is_file() and known != erasures.erasures_file():
        shutil.copy(known, erasures.erasures_file())
    found = [email for email in snapshots.addresses() if erasures.fingerprint(email) in gone]
    for email in found:
        erase(email)
    if found:
        sweep()
    return len(found)


def _about_keys(manifest: Mapping[str, Any]) -> str:
    """What stays closed without the keys."""
    if manifest["key"] in {key_id(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)}:
        return "The keys fit: every private link opens, old and new."
    return (
        "The keys are not those of the backup: bring the old ones in by ./campus keys import FILE. "
        "Until then people are signed out, and new mails carry private links that do not open; links in old mails do."
    )
