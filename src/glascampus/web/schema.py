"""Does the database fit this code? Asked before anything is migrated."""

from __future__ import annotations

from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def unknown_migrations() -> list[str]:
    """Migrations the database went through and this code does not know, as ``app.name``, sorted: a newer version made the data.

    Only apps that are installed are looked at: what a removed third-party package left behind does no harm.
    """
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():  # squashed ones stand for those they replace
        known.update(migration.replaces)
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied if app in loader.migrated_apps and (app, name) not in known)


def pending_migrations() -> list[str]:
    """Migrations this code brings and the database has not seen yet, as ``app.name``, in the order they run."""
    loader = MigrationLoader(connection)
    plan = [key for target in loader.graph.leaf_nodes() for key in loader.graph.forwards_plan(target)]
    return [f"{app}.{name}" for app, name in dict.fromkeys(plan) if (app, name) not in loader.applied_migrations]


NEWER = "These data were made by a newer GlasCampus ({first}): start that version, or name another data directory with --data DIR."


def refusal() -> str | None:
    """The sentence for data of a newer version, or None when the code knows every migration of the database."""
    unknown = unknown_migrations()
    return NEWER.format(first=unknown[0]) if unknown else None


def is_behind() -> bool:
    """Whether this code brings migrations the database has not seen; the code's own are read only once."""
    return not _brought().issubset(MigrationRecorder(connection).applied_migrations())


@cache
def _brought() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)
