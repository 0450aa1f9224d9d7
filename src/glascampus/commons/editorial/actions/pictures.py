"""Pictures: taken in, described, and gone at once when a consent is withdrawn."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from glascampus.commons.editorial import reads
from glascampus.commons.editorial.access import may_write_pages
from glascampus.commons.editorial.models import Page, Picture
from glascampus.commons.editorial.rules import PictureNotTaken
from glascampus.commons.journal.actions import keep, remove
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.roles.access import demand
from glascampus.engines.files import put_down, sweep
from glascampus.engines.photos import Photo, PhotoRefused, read_photo


def add_picture(*, page: Page, photo: bytes, by: Any, now: datetime, **told: Any) -> Picture:
    """Keep a photo for a page, encoded anew. It is seen once nothing is missing.

    Raises:
        NotAllowed: not the office.
        PictureNotTaken: the file is not what it should be, or the disk is full; nothing was stored.
    """
    demand(may_write_pages(by))
    try:
        read = read_photo(photo)  # before any row is locked: it takes its time
    except PhotoRefused as refused:
        raise PictureNotTaken(refused.code, field="photo", **refused.numbers) from refused
    return _store(page, read, by, now, told)


@transaction.atomic
def _store(page: Page, photo: Photo, by: Any, now: datetime, told: dict[str, Any]) -> Picture:
    """First the file, then the row: a process that dies in between leaves a file that ``sweep_files`` finds."""
    picture = Picture(
        campus_id=page.campus_id, page=page, file=f"{reads.FOLDER}/{secrets.token_hex(16)}.jpg", made_at=now
    )
    picture.width, picture.height = photo.width, photo.height
    file = reads.file_of(picture)
    try:
        put_down(file, photo.body)
        return keep(thing=picture, by=by, now=now, deed="editorial.picture_added", values=told)
    except OSError as error:
        file.unlink(missing_ok=True)
        raise PictureNotTaken("photo_not_stored", field="photo") from error
    except BaseException:
        file.unlink(missing_ok=True)
        raise


@transaction.atomic
def keep_picture(*, picture: Picture, by: Any, now: datetime, **told: Any) -> Picture:
    """Say what is on it, whose it is, and who agreed.

    Raises:
        NotAllowed: not the office.
    """
    demand(may_write_pages(by))
    return keep(thing=picture, by=by, now=now, deed="editorial.picture_described", values=told)


@transaction.atomic
def withdraw_consent(*, picture: Picture, by: Any, now: datetime) -> Picture:
    """Somebody on it no longer agrees: from this moment nobody sees it, the file is deleted, the record of the consent stays.

    Raises:
        NotAllowed: not the office.
    """
    demand(may_write_pages(by))
    return _withdrawn(picture, by, now)


def _withdrawn(picture: Picture, by: Any, now: datetime, **blank: str) -> Picture:
    gone = [reads.file_of(picture)] if picture.file else []
    values = {"withdrawn_at": picture.withdrawn_at or now, "file": "", **blank}
    keep(thing=picture, by=by, now=now, deed="editorial.consent_withdrawn", values=values)
    transaction.on_commit(lambda: _unlink(gone))
    return picture


@transaction.atomic
def remove_picture(*, picture: Picture, by: Any, now: datetime) -> None:
    """Delete a picture with its file and all that is written about it.

    Raises:
        NotAllowed: not the office.
    """
    demand(may_write_pages(by))
    gone = [reads.file_of(picture)] if picture.file else []
    remove(thing=picture, by=by, now=now, deed="editorial.picture_removed")
    transaction.on_commit(lambda: _unlink(gone))


@transaction.atomic
def end_pictures(rows: QuerySet[Picture], now: datetime) -> int:
    """Part of the daily end of what is past, which writes the line: rows and files go."""
    past = list(rows)
    gone = [reads.file_of(picture) for picture in past if picture.file]
    Picture.objects.filter(pk__in=[picture.pk for picture in past]).delete()
    transaction.on_commit(lambda: _unlink(gone))
    return len(past)


def forget(*, email: str, now: datetime) -> int:
    """Part of ``people erase``: pictures to which this mailbox agreed go at once, with every word about who was on them."""
    found = list(reads.pictures_agreed_by(email))
    for picture in found:
        _withdrawn(picture, SYSTEM, now, consent_by="", consent_email="", alt_de="", alt_en="")
    return len(found)


def sweep_files(*, older_than_s: float = 3600) -> int:
    """Remove files that no row knows; how many there were."""
    known = {Path(file).name for file, _where in reads.stored_files()}
    return sweep(Path(settings.MEDIA_ROOT) / reads.FOLDER, known, older_than_s=older_than_s)


def _unlink(files: Iterable[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)
