"""What came back: read from reports, noted at the mail."""

from __future__ import annotations

import mailbox
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django_scopes import scopes_disabled

from glascampus.commons.campuses.models import Campus
from glascampus.commons.outbox.models import Mail
from glascampus.engines import bounces


def take_in(*, reports: Iterable[bytes], now: datetime, campus: Campus | None = None) -> tuple[int, int]:
    """Note for each report which mail it is about; returns how many reports were read and how many mails they met.

    The same report again changes nothing. ``campus`` limits it to that campus's mails.
    """
    seen = met = 0
    for raw in reports:
        seen += 1
        for bounce in bounces.read(raw):
            met += _note(bounce, now, campus)
    return seen, met


@transaction.atomic
def _note(bounce: bounces.Bounce, now: datetime, campus: Campus | None) -> int:
    """A mail that nobody had told of yet; one that waits again after a fault stays what it is."""
    with scopes_disabled():
        mails = Mail.objects.filter(message_id=bounce.message_id, bounced_at=None, tries__gt=0)
        if campus is not None:
            mails = mails.filter(campus=campus)
        return mails.update(bounced_at=now, bounce_code=bounce.status[:12], settled_at=None)


def reports_in(place: Path) -> Iterator[bytes]:
    """The mails of a mailbox: a Maildir, an mbox file, or a file with one mail. Nothing in it is changed.

    Raises:
        FileNotFoundError: there is nothing.
    """
    if place.is_dir():
        for file in sorted(f for name in ("new", "cur") for f in (place / name).glob("*")):
            yield _beginning(file)
        return
    with place.open("rb") as opened:
        is_mbox = opened.read(5) == b"From "
    if not is_mbox:
        yield _beginning(place)
        return
    box = mailbox.mbox(place, create=False)
    try:
        for key in box.iterkeys():
            yield box.get_file(key).read(bounces.MOST_BYTES)
    finally:
        box.close()


def _beginning(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(bounces.MOST_BYTES)


_looked_at: dict[str, tuple[int, int]] = {}


def look_into(*, place: str, now: datetime) -> int:
    """Read the mailbox that the setting names, when it changed since this process last looked; how many mails it met."""
    where = Path(place)
    if not place or not where.exists():
        return 0
    inside = [where, where / "new", where / "cur"] if where.is_dir() else [where]
    newest = (max(p.stat().st_mtime_ns for p in inside if p.exists()), where.stat().st_size)
    if _looked_at.get(place) == newest:
        return 0
    _seen, met = take_in(reports=reports_in(where), now=now)
    _looked_at[place] = newest
    return met
