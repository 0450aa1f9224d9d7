"""Files that belong to rows: on the disk for certain before the row is, and found again when their row never came."""

from __future__ import annotations

import os
import time
from collections.abc import Collection
from pathlib import Path


def put_down(file: Path, body: bytes) -> None:
    """On the disk for certain, readable by the campus's own user only, never over another file.

    Raises:
        OSError: the disk is full or takes nothing, or the file is there already.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(body)
        out.flush()
        os.fsync(out.fileno())


def sweep(folder: Path, known: Collection[str], *, older_than_s: float) -> int:
    """Remove files of a folder whose names nobody knows, for instance of a process that died while storing; how many there were.

    Young files are left alone: their row may be on its way.
    """
    old = time.time() - older_than_s
    lost = [f for f in folder.iterdir() if f.name not in known] if folder.is_dir() else []
    lost = [f for f in lost if f.is_file() and f.stat().st_mtime <= old]
    for file in lost:
        file.unlink(missing_ok=True)
    return len(lost)
