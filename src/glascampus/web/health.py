"""Is the campus well? Database, schema, worker, outbox."""

from __future__ import annotations

import shutil
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.utils.timezone import now as real_now
from django_scopes import scopes_disabled

from glascampus.basics.clock import now
from glascampus.commons.outbox.reads import oldest_waiting_s, waiting
from glascampus.commons.roll.reads import last_beat
from glascampus.web import schema
from glascampus.web.environment import WAL_IS_SAFE_FROM

LATE_S = 30
LEAST_FREE_BYTES = 20_000_000


def examine() -> dict[str, Any]:
    """``status`` ok, degraded (a silent worker, an unsafe SQLite) or down, with what was found."""
    found: dict[str, Any] = {"checked_at": real_now().isoformat()}
    try:
        found |= _database()
        if _disk_is_full():
            return {"status": "down", **found, "disk": "full"}
        if schema.is_behind():
            return {"status": "down", **found, "schema": "older than the code"}
        with scopes_disabled():
            found |= _worker() | _outbox()
    except Error:
        return {"status": "down", **found, "database": "unreachable"}
    late = found["worker"]["late_s"]
    well = _is_safe(found) and late is not None and abs(late) < LATE_S  # ahead of us: the machine's clock went back
    return {"status": "ok" if well else "degraded", **found}


def _database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SELECT 1")
            return {"database": connection.vendor, "sqlite_version": None, "journal_mode": None}
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()[0]
        cursor.execute("SELECT sqlite_version()")
        return {"database": "sqlite", "sqlite_version": cursor.fetchone()[0], "journal_mode": mode}


def _is_safe(found: dict[str, Any]) -> bool:
    """Whether SQLite's WAL bug cannot strike."""
    if found["journal_mode"] != "wal":
        return True
    return tuple(map(int, found["sqlite_version"].split("."))) >= WAL_IS_SAFE_FROM


def _disk_is_full() -> bool:
    place = settings.DATA if settings.DATA.is_dir() else settings.DATA.parent
    return place.is_dir() and shutil.disk_usage(place).free < LEAST_FREE_BYTES


def _worker() -> dict[str, Any]:
    beat = last_beat()
    late = (real_now() - beat.at).total_seconds() if beat else None
    return {"worker": {"seen_at": beat.at.isoformat() if beat else None, "late_s": late}}


def _outbox() -> dict[str, Any]:
    return {"outbox": {"waiting": waiting().count(), "oldest_s": oldest_waiting_s(now())}}
