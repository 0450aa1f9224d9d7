"""The list of erasures: replayed after a restore, so that nobody comes back from a backup. It holds hashes, no addresses."""

from __future__ import annotations

import hashlib
import json
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
    """Add one line."""
    with erasures_file().open("a", encoding="utf-8") as out:
        out.write(json.dumps({"at": at.isoformat(), "email_sha256": fingerprint(email)}) + "\n")


def erased_since(file: Path, since: datetime) -> Iterator[str]:
    """The fingerprints erased after ``since``."""
    for line in file.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if datetime.fromisoformat(entry["at"]) >= since:
            yield entry["email_sha256"]
