"""Files of a campus in, a campus out: all of it or nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django_scopes import scope

from glascampus.commons.campuses.actions import make_campus
from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.legal.actions import keep_text
from glascampus.commons.legal.reads import text_of
from glascampus.commons.outbox.actions import silent
from glascampus.commons.roles.actions import make_user
from glascampus.commons.roles.reads import DEMO_DOMAIN
from glascampus.web.loader.actions import empty
from glascampus.web.loader.checker import Files, check
from glascampus.web.loader.faults import ModelHasFaults
from glascampus.web.loader.loading import BEFORE_ALL, Loading, both
from glascampus.web.loader.parts import (
    bookings,
    courses,
    curriculum,
    desk,
    doors,
    editorial,
    needs,
    papers,
    places,
)
from glascampus.web.loader.reader import Row
from glascampus.web.snapshots import count_anew

PARTS = (places, needs, curriculum, courses, bookings, papers, doors, editorial)
TEXTS = ("terms", "withdrawal", "imprint", "privacy", "accessibility")


def folder_of(key: str) -> Path:
    """Where the files of a campus lie.

    Raises:
        ValueError: there is no such folder; the sentence names those there are.
    """
    campuses = Path(settings.ROOT) / "campuses"
    known = sorted(path.parent.name for path in campuses.glob("*/campus.toml"))
    if key not in known:
        raise ValueError(f"There is no campus {key}; there are {', '.join(known) or 'none'}.")
    return campuses / key


def load_model(key: str, *, now: datetime, folder: Path | None = None) -> Campus:
    """Load the campus ``key`` as a demo; its dates are laid relative to ``now``. One transaction, no mail.

    Raises:
        ModelHasFaults: each fault by file and line; nothing was loaded.
        ValueError: there is no such campus, or it is loaded already.
    """
    if Campus.objects.filter(key=key).exists():
        raise ValueError(f"The campus {key} is loaded already; ./campus demo fresh lays its dates anew.")
    files = checked(folder or folder_of(key))
    if files["campus"]["key"] != key:
        raise ModelHasFaults([files["campus"].fault(f"key must be {key}, like the folder", "key")])
    with transaction.atomic():
        campus = make_campus(key=key, now=now - BEFORE_ALL, is_demo=True, **texts_of(files))
        _lay(campus, files, now, folder or folder_of(key))
    count_anew()
    return campus


def lay_anew(campus: Campus, *, now: datetime, folder: Path | None = None) -> None:
    """Empty a demo campus and load its files again, with dates relative to ``now``; one transaction.

    The campus itself, its texts, and its users stay.

    Raises:
        ModelHasFaults: each fault by file and line; nothing was changed.
        ValueError: the campus is no demo.
    """
    if not campus.is_demo:
        raise ValueError("This is a real campus; only a demo is laid anew.")
    files = checked(folder or folder_of(campus.key))
    with transaction.atomic():
        empty(campus=campus, now=now)
        _lay(campus, files, now, folder or folder_of(campus.key))
    count_anew()


def checked(folder: Path) -> Files:
    """The rows of a folder without a fault.

    Raises:
        ModelHasFaults: each fault by file and line.
    """
    files, faults = check(folder)
    if faults:
        raise ModelHasFaults(faults)
    return files


def texts_of(files: Files) -> dict[str, str]:
    """The columns of the campus itself."""
    campus = files["campus"]
    town = campus["contact"]["town"] if "contact" in campus else ""
    return {"town": town, **both(campus, "name", "claim", "about")}


def _lay(campus: Campus, files: Files, now: datetime, folder: Path) -> None:
    on = Loading(campus, now, files, folder)
    with scope(campus=campus), silent():
        make_user(campus=campus, email=f"buero{DEMO_DOMAIN}", name="Jona Muster", kind="office", by=SYSTEM, now=now)
        _texts(campus, files, now)
        for part in PARTS:
            part.load(on)
    with scope(campus=campus):
        desk.load(on)


def _texts(campus: Campus, files: Files, now: datetime) -> None:
    """The first version of each legal text, in force before the first booking; one that the office has written stays."""
    texts, before = files.get("texts", Row()), now - BEFORE_ALL
    for kind in TEXTS:
        words = both(texts, kind)
        if any(words.values()) and text_of(kind, now) is None:
            german, english = words[f"{kind}_de"], words[f"{kind}_en"]
            keep_text(campus=campus, kind=kind, by=SYSTEM, now=before, text_de=german, text_en=english)
