"""The list of erasures: replayed after a restore, so that nobody comes back from a backup. It holds hashes, no addresses."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings


def fingerprint(email: str) -> str:
    """What the list keeps of an address: SHA-256 over the address in lower case."""
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()


def erasures_file() -> Path:
    """Beside the database, outside of backups."""
    return Path(settings.DATA) / "erasures.log"


def log_erasure(email: str, at: datetime) -> None:
    """Add one line, on the disk for certain. ``at`` is real time, as in a backup's manifest."""
    file = erasures_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as out:
        out.write(json.dumps({"at": at.isoformat(), "email_sha256": fingerprint(email)}) + "\n")
        out.flush()
        os.fsync(out.fileno())


def erased_since(file: Path, since: datetime) -> Iterator[str]:
    """The fingerprints erased after ``since``; none where there is no list.

    Raises:
        ValueError: a line cannot be read.
    """
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
            at, email = datetime.fromisoformat(entry["at"]), str(entry["email_sha256"])
        except (KeyError, TypeError, ValueError):
            raise ValueError(f"{file}, line {number}, cannot be read; repair the line or take it out.") from None
        if at >= since:
            yield email
