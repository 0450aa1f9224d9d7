"""``./campus people export|erase``: what is kept on a person, and forgetting it."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from django.core.validators import validate_email
from django.db import connection, transaction
from django_scopes import scope

from glascampus.basics.clock import now
from glascampus.commons.campuses.models import Campus
from glascampus.commons.campuses.reads import the_campus
from glascampus.commons.journal.actions import note
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.roll.reads import announced
from glascampus.commons.roll.rules import Erased
from glascampus.web.erasures import log_erasure


class _Undo(Exception):
    """Rolls a dry run back."""


def people(arguments: list[str]) -> int:
    """Give out or forget what is kept on a person."""
    parser = argparse.ArgumentParser(prog="./campus people", description=people.__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    give = verbs.add_parser("export", help="everything kept on a person, as JSON")
    forget = verbs.add_parser("erase", help="forget a person")
    for part in (give, forget):
        part.add_argument("email")
        part.add_argument("--json", action="store_true")
    forget.add_argument("--dry-run", action="store_true")
    forget.add_argument("--yes", action="store_true")
    options = parser.parse_args(arguments)
    validate_email(options.email)
    campus = the_campus()
    if campus is None:
        raise ValueError("There is no campus in this data directory.")
    with scope(campus=campus):
        if options.verb == "export":
            print(json.dumps(export(options.email.lower()), ensure_ascii=False, default=str, indent=2))
            return 0
        if not options.dry_run and not options.yes:
            print("This cannot be undone: say --yes, or look first with --dry-run.", file=sys.stderr)
            return 2
        found = erase(campus, options.email.lower(), dry_run=options.dry_run)
    shown = {"erased": found.rows, "kept": [{"what": k.what, "why": k.why, "until": k.until} for k in found.kept]}
    print(json.dumps(shown, ensure_ascii=False, default=str) if options.json else _told(shown))
    return 0


def export(email: str) -> dict[str, Any]:
    """Table by table, everything that is kept on the person behind an address."""
    found: dict[str, Any] = {}
    for part in announced("personal"):
        found.update({table: rows for table, rows in part.export(email).items() if rows})
    return found


def erase(campus: Campus, email: str, *, dry_run: bool = False) -> Erased:
    """Forget the person in one transaction and one journal line, then sweep the words out of the files.

    Later stations first: they lean on the person, and know best what must stay.
    """
    total = Erased()
    try:
        with transaction.atomic():
            for part in reversed(list(announced("personal"))):
                found = part.erase(email, now())
                total.rows.update({table: count for table, count in found.rows.items() if count})
                total.kept += found.kept
            note(by=SYSTEM, deed="people.erased", thing=campus, now=now(), rows=sum(total.rows.values()))
            if dry_run:
                raise _Undo
    except _Undo:
        return total
    log_erasure(email, now())
    _sweep()
    return total


def _sweep() -> None:
    """SQLite: what was overwritten leaves the write-ahead log, too (``secure_delete`` is on)."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _told(shown: dict[str, Any]) -> str:
    lines = [f"{table}: {count} forgotten" for table, count in shown["erased"].items()] or ["Nothing was kept on this address."]
    lines += [f"kept {k['what']}: {k['why']}" + (f", until {k['until']}" if k["until"] else "") for k in shown["kept"]]
    return "\n".join(lines)
