"""The demo's clock: a file beside the database says by how many seconds it is turned."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path


def clock_file() -> Path:
    """Where the turn is written; all processes of one campus read the same file."""
    return Path(os.environ.get("CAMPUS_DATA", "var")) / "clock"


def turned_by() -> timedelta:
    """How far the demo's clock is turned; nothing in a real campus, where the file is absent."""
    try:
        return timedelta(seconds=float(clock_file().read_text()))
    except (OSError, ValueError):
        return timedelta()
