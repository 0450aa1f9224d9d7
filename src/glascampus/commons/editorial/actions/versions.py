"""Writing, publishing, taking down and bringing back the words of a page."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from django.db import transaction

from glascampus.commons.campuses.models import Campus
from glascampus.commons.editorial import reads
from glascampus.commons.editorial.access import may_write_pages
from glascampus.commons.editorial.models import Page, PageVersion
from glascampus.commons.editorial.rules import FIXED, RESERVED, NotPublished, slug_of
from glascampus.commons.journal.actions import note, remove
from glascampus.commons.roles.access import demand
from glascampus.commons.roles.models import User

WORDS = ("title_de", "title_en", "body_de", "body_en", "dated_on", "starts_at", "ends_at", "place", "sources")


@transaction.atomic
def keep_page(
    *, campus: Campus, by: Any, now: datetime, slug: str = "", kind: str = Page.Kind.PAGE, example: bool = False, **words: Any
) -> PageVersion:  # fmt: skip
    """The next version of the words at ``slug``, as a draft; without a slug a new page whose address follows from its title.

    The same words make no version: the newest is given back.

    Raises:
        NotAllowed: not the office.
        ValidationError: a word is missing or too long; nothing was changed.
    """
    demand(may_write_pages(by))
    Campus.objects.select_for_update().get(pk=campus.pk)  # numbers and addresses follow each other
    page = Page.objects.filter(slug=slug).first() if slug else None
    if page is None:
        page = Page(campus=campus, slug=slug or _free_slug(words["title_de"]), kind=kind, example=example, made_at=now)
        page.full_clean()
        page.save()
    return _next_version(page, words, by, now)


def _free_slug(title: str) -> str:
    """The title's own address, or with the first number that nobody has."""
    first = slug_of(title)
    taken = {*Page.objects.filter(slug__startswith=first).values_list("slug", flat=True), *FIXED, *RESERVED}
    return next(slug for n in count(1) if (slug := first if n == 1 else f"{first}-{n}") not in taken)


def _next_version(page: Page, words: dict[str, Any], by: Any, now: datetime) -> PageVersion:
    known = reads.newest(page)
    made = PageVersion(campus_id=page.campus_id, page=page, number=known.number + 1 if known else 1, made_at=now)
    for name, value in words.items():
        setattr(made, name, value)
    if known and all(getattr(known, name) == getattr(made, name) for name in WORDS):
        return known
    return _stored(made, by, now)


def _stored(made: PageVersion, by: Any, now: datetime) -> PageVersion:
    made.made_by = by if isinstance(by, User) else None
    made.full_clean()
    made.save()
    note(by=by, deed="editorial.page_written", thing=made.page, now=now, number=made.number)
    return made


@transaction.atomic
def publish(*, page: Page, by: Any, now: datetime) -> PageVersion:
    """From now on everybody reads the newest words; words that were taken down come back as a version of their own.

    Raises:
        NotAllowed: not the office.
        NotPublished: it is public already; nothing was changed.
    """
    demand(may_write_pages(by))
    newest = _locked(page)
    if newest is None or newest.is_shown:
        raise NotPublished("page_is_public")
    if newest.published_at:
        newest = _stored(_copy(newest, now), by, now)
    page.versions.filter(reads.PUBLIC).update(ended_at=now)
    newest.published_at = now
    newest.save()
    note(by=by, deed="editorial.page_published", thing=page, now=now, number=newest.number)
    return newest


@transaction.atomic
def take_down(*, page: Page, by: Any, now: datetime) -> None:
    """From now on nobody but the office reads it; words and history stay.

    Raises:
        NotAllowed: not the office.
        NotPublished: it is not public.
    """
    demand(may_write_pages(by))
    _locked(page)
    if not page.versions.filter(reads.PUBLIC).update(ended_at=now):
        raise NotPublished("page_is_not_public")
    note(by=by, deed="editorial.page_taken_down", thing=page, now=now)


@transaction.atomic
def restore(*, version: PageVersion, by: Any, now: datetime) -> PageVersion:
    """The words of an earlier version as the newest draft.

    Raises:
        NotAllowed: not the office.
    """
    demand(may_write_pages(by))
    _locked(version.page)
    return _next_version(version.page, _words(version), by, now)


@transaction.atomic
def remove_page(*, page: Page, by: Any, now: datetime) -> None:
    """Delete a draft that was never public and holds no picture.

    Raises:
        NotAllowed: not the office.
        NotPublished: somebody may have read it.
    """
    demand(may_write_pages(by))
    if page.versions.filter(published_at__isnull=False).exists() or page.pictures.exists():
        raise NotPublished("page_was_public")
    remove(thing=page, by=by, now=now, deed="editorial.page_removed")


def _locked(page: Page) -> PageVersion | None:
    Page.objects.select_for_update().get(pk=page.pk)
    return reads.newest(page)


def _words(version: PageVersion) -> dict[str, Any]:
    return {name: getattr(version, name) for name in WORDS}


def _copy(version: PageVersion, now: datetime) -> PageVersion:
    return PageVersion(
        campus_id=version.campus_id, page=version.page, number=version.number + 1, made_at=now, **_words(version)
    )
