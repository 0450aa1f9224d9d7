"""What the office adds to the printed papers, and the signed lists that come back."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from glascampus.basics.reason import Refusal
from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.actions import keep, remove
from glascampus.commons.roles.access import demand
from glascampus.engines.documents import Scanned, ScanRefused, read_scan
from glascampus.engines.files import put_down, sweep
from glascampus.stations.courses.models import Run
from glascampus.stations.credentials import access, reads
from glascampus.stations.credentials.models import Pack, Scan

FOLDER = "scans"


class NotTaken(Refusal):
    """A scan was not taken; nothing was stored."""


@transaction.atomic
def keep_pack(*, run: Run, by: Any, now: datetime, bring: str = "", way: str = "") -> Pack:
    """What to bring and how to get there, for the leaflet.

    Raises:
        NotAllowed: not the office.
    """
    demand(access.may_print(by))
    pack = reads.pack_of(run) or Pack(campus_id=run.campus_id, run=run)
    values = {"bring": bring, "way": way, "changed_at": now}
    return keep(thing=pack, by=by, now=now, deed="credentials.pack_changed", values=values)


def take_scan(*, campus: Campus, files: Sequence[bytes], run: Run | None, by: Any, now: datetime) -> Scan:
    """Keep a signed list with the run its QR code names; ``run`` is the office's own choice where there is none.

    Pictures are read before the transaction begins: nobody waits for the database meanwhile.

    Raises:
        NotAllowed: not the office.
        NotTaken: no file that can be read, no run to be found, another campus's code, or the list is known already.
    """
    demand(access.may_print(by))
    try:
        scanned = read_scan(files)
    except ScanRefused as refused:
        raise NotTaken(refused.code, field="pictures", **refused.numbers) from refused
    return _store(_run_of(scanned, run, campus), scanned, by, now)


def _run_of(scanned: Scanned, chosen: Run | None, campus: Campus) -> Run:
    found = reads.runs_of_codes(scanned.codes, campus)
    if found.foreign:
        raise NotTaken("scan_other_campus", field="pictures")
    if len(found.runs) > 1:
        raise NotTaken("scan_two_runs", field="pictures")
    if not found.runs and chosen is None:
        raise NotTaken("scan_no_code", field="run")
    run = found.runs[0] if found.runs else chosen
    assert run  # one of the two
    if chosen is not None and chosen.pk != run.pk:
        raise NotTaken("scan_other_run", field="run", found=run.code, chosen=chosen.code)
    return run


@transaction.atomic
def _store(run: Run, scanned: Scanned, by: Any, now: datetime) -> Scan:
    """First the file, then the row: a process that dies in between leaves a file that ``sweep_files`` finds."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    sha256 = hashlib.sha256(scanned.body).hexdigest()
    if Scan.objects.filter(run=run, sha256=sha256).exists():
        raise NotTaken("scan_known", field="pictures")
    scan = Scan(campus_id=run.campus_id, run=run, file=f"{FOLDER}/{secrets.token_hex(16)}.pdf", pages=scanned.pages)
    file = reads.file_of(scan)
    try:
        put_down(file, scanned.body)
        return keep(
            thing=scan, by=by, now=now, deed="credentials.scan_taken", values={"sha256": sha256, "made_at": now}
        )
    except OSError as error:
        file.unlink(missing_ok=True)
        raise NotTaken("scan_not_stored", field="pictures") from error
    except BaseException:
        file.unlink(missing_ok=True)
        raise


@transaction.atomic
def remove_scan(*, scan: Scan, by: Any, now: datetime) -> None:
    """Delete a signed list and its file.

    Raises:
        NotAllowed: not the office.
    """
    demand(access.may_print(by))
    file = reads.file_of(scan)
    remove(thing=scan, by=by, now=now, deed="credentials.scan_removed")
    transaction.on_commit(lambda: _unlink([file]))


@transaction.atomic
def keep_scan_on(*, scan: Scan, by: Any, now: datetime) -> Scan:
    """The office has decided that a list stays although it shows somebody who was erased.

    Raises:
        NotAllowed: not the office.
    """
    demand(access.may_print(by))
    return keep(thing=scan, by=by, now=now, deed="credentials.scan_kept", values={"kept_at": now})


@transaction.atomic
def end_scans(rows: QuerySet[Scan], now: datetime) -> int:
    """Part of the daily end of what is past, which writes the line: rows and files go."""
    gone = list(rows)
    files = [reads.file_of(scan) for scan in gone]
    Scan.objects.filter(pk__in=[scan.pk for scan in gone]).delete()
    transaction.on_commit(lambda: _unlink(files))
    return len(gone)


def _unlink(files: Sequence[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def sweep_files(*, older_than_s: float = 3600) -> int:
    """Remove files that no row knows; how many there were."""
    known = {Path(file).name for file, _where in reads.stored_files()}
    return sweep(Path(settings.MEDIA_ROOT) / FOLDER, known, older_than_s=older_than_s)
