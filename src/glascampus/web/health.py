"""Is the campus well? Database, schema, worker, outbox."""

from __future__ import annotations

import shutil
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.timezone import now as real_now
from django_scopes import scopes_disabled

from glascampus.basics.clock import now
from glascampus.commons.outbox.reads import oldest_waiting_s, waiting
from glascampus.commons.roll.reads import last_beat

LATE_S = 30
LEAST_FREE_BYTES = 20_000_000


def examine() -> dict[str, Any]:
    """``status`` ok, degraded (a silent worker, an unsafe SQLite) or down, with what was found."""
    found: dict[str, Any] = {"checked_at": real_now().isoformat(), **_database()}
    if found["database"] == "unreachable" or _disk_is_full():
        return {"status": "down", **found}
    try:
        with scopes_disabled():
            found |= _worker() | _outbox()
    except DatabaseError:
        return {"status": "down", **found, "schema": "older than the code"}
    late = found["worker"]["late_s"]
    well = found.pop("safe") and late is not None and late < LATE_S
    return {"status": "ok" if well else "degraded", **found}


def _database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            if connection.vendor != "sqlite":
                cursor.execute("SELECT 1")
                return {"database": connection.vendor, "sqlite_version": None, "journal_mode": None, "safe": True}
            cursor.execute("PRAGMA journal_mode")
            mode = cursor.fetchone()[0]
            cursor.execute("SELECT sqlite_version()")
            version = cursor.fetchone()[0]
    except DatabaseError:
        return {"database": "unreachable"}
    safe = mode != "wal" or tuple(map(int, version.split("."))) >= (3, 51, 3)
    return {"database": "sqlite", "sqlite_version": version, "journal_mode": mode, "safe": safe}


def _disk_is_full() -> bool:
    place = settings.DATA if settings.DATA.is_dir() else settings.DATA.parent
    return place.is_dir() and shutil.disk_usage(place).free < LEAST_FREE_BYTES


def _worker() -> dict[str, Any]:
    beat = last_beat()
    late = (real_now() - beat.at).total_seconds() if beat else None
    return {"worker": {"seen_at": beat.at.isoformat() if beat else None, "late_s": late}}


def _outbox() -> dict[str, Any]:
    return {"outbox": {"waiting": waiting().count(), "oldest_s": oldest_waiting_s(now())}}
