"""``./campus people export|erase``: what is kept on a person, and forgetting it."""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils.timezone import now as real_now
from django_scopes import scope

from glascampus.basics.clock import now
from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.actions import note
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.outbox.actions import blank
from glascampus.commons.roll.reads import announced, kept_on
from glascampus.commons.roll.rules import Erased
from glascampus.web.commands.standing import must_stand
from glascampus.web.erasures import log_erasure

SWEEP_S = 20.0
NAMES = ("given_name", "family_name", "booker_name", "person_name")


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
    email = _address(options.email)
    must_stand()
    if options.verb == "export":
        print(json.dumps(export(email), ensure_ascii=False, default=str, indent=None if options.json else 2))
        return 0
    if not options.dry_run and not options.yes:
        print("This cannot be undone: say --yes, or look first with --dry-run.", file=sys.stderr)
        return 2
    found = erase(email, dry_run=options.dry_run)
    if not options.dry_run:
        sweep()
    shown = {"erased": found.rows, "kept": [{"what": k.what, "why": k.why, "until": k.until} for k in found.kept]}
    print(json.dumps(shown, ensure_ascii=False, default=str) if options.json else _told(shown))
    return 0


def _address(typed: str) -> str:
    try:
        validate_email(typed)
    except ValidationError:
        raise ValueError(f"{typed} is not an e-mail address.") from None
    return typed.lower()


def export(email: str) -> dict[str, Any]:
    """Table by table, everything that is kept on the person behind an address, on every campus."""
    found: dict[str, Any] = {}
    for campus in Campus.objects.order_by("pk"):
        with scope(campus=campus):
            for table, rows in kept_on(email).items():
                if rows := [row for row in rows if row not in found.get(table, [])]:
                    found.setdefault(table, []).extend(rows)
    return found


def erase(email: str, *, dry_run: bool = False) -> Erased:
    """Forget the person on every campus, in one transaction; one line of the list of erasures, for backups."""
    total = Erased()
    try:
        with transaction.atomic():
            for campus in Campus.objects.order_by("pk"):
                with scope(campus=campus):
                    _erase_here(campus, email, total)
            if dry_run:
                raise _Undo  # noqa: TRY301  undone from inside
            log_erasure(email, real_now())
    except _Undo:
        pass
    return total


def _erase_here(campus: Campus, email: str, total: Erased) -> None:
    """Later stations first: they lean on the person, and know best what must stay."""
    before, words = sum(total.rows.values()), _words(email)
    for part in reversed(list(announced("personal"))):
        found = part.erase(email, now())
        for table, count in found.rows.items():
            if count:
                total.rows[table] = total.rows.get(table, 0) + count
        total.kept += found.kept
    blank(words=words)
    if rows := sum(total.rows.values()) - before:
        note(by=SYSTEM, deed="people.erased", thing=campus, now=now(), rows=rows)


def _words(email: str) -> set[str]:
    """What others' mails may call the person: address, name, and each part of it."""
    rows = [row for part in announced("personal") for rows in part.export(email).values() for row in rows]
    words = {str(value) for row in rows for column, value in row.items() if column.endswith(NAMES) and value}
    words |= {f"{row['given_name']} {row['family_name']}".strip() for row in rows if "given_name" in row}
    return words | {email}


def sweep() -> None:
    """SQLite: what was overwritten leaves free pages and the write-ahead log, too.

    Raises:
        RuntimeError: somebody reads without pause, so that the log could not be emptied.
    """
    if connection.vendor != "sqlite":
        return
    end = time.monotonic() + SWEEP_S
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        while cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            if time.monotonic() > end:
                raise RuntimeError(
                    "The person is forgotten, but the log of the database is in use; say the same again later."
                )
            time.sleep(0.1)


def _told(shown: dict[str, Any]) -> str:
    lines = [f"{table}: {count} forgotten" for table, count in shown["erased"].items()] or [
        "Nothing was kept on this address."
    ]
    lines += [f"kept {k['what']}: {k['why']}" + (f", until {k['until']}" if k["until"] else "") for k in shown["kept"]]
    return "\n".join(lines)
