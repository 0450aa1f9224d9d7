"""What of pages, news and pictures one may see, and what the office has to do with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet
from django_scopes import scopes_disabled

from glascampus.commons.editorial.models import Page, PageVersion, Picture
from glascampus.commons.roles.access import is_office

FOLDER = "pictures"
PUBLIC = Q(published_at__isnull=False, ended_at__isnull=True)
COMPLETE = (
    ~Q(file="") & ~Q(alt_de="") & ~Q(alt_en="") & ~Q(author="") & ~Q(licence="") & Q(withdrawn_at__isnull=True)
    & (Q(shows_people=False) | (~Q(consent_by="") & Q(consent_on__isnull=False)))
)  # fmt: skip  # the query twin of rules.lacks


# What everybody reads


def shown() -> QuerySet[PageVersion]:
    """The version of each page that is public now."""
    return PageVersion.objects.filter(PUBLIC).select_related("page")


def page_shown(slug: str) -> PageVersion | None:
    """What a page that stays says now."""
    return shown().filter(page__slug=slug, page__kind=Page.Kind.PAGE).first()


def news_shown(kind: str = "") -> QuerySet[PageVersion]:
    """News, newest first."""
    found = shown().exclude(page__kind=Page.Kind.PAGE).order_by("-dated_on", "-published_at", "-pk")
    return found.filter(page__kind=kind) if kind else found


def pictures_of(version: PageVersion) -> QuerySet[Picture]:
    """Those of a page's pictures that may be shown."""
    return Picture.objects.filter(COMPLETE, page=version.page_id)


def pictures_seen_by(user: Any) -> QuerySet[Picture]:
    """Every picture for the office; for all others the complete ones of public pages."""
    if is_office(user):
        return Picture.objects.select_related("page")
    public = PageVersion.objects.filter(PUBLIC, page=OuterRef("page"))
    return Picture.objects.filter(COMPLETE, Exists(public))


# The office


@dataclass(frozen=True, slots=True)
class Told:
    """A page with its newest words, and those that are public."""

    page: Page
    newest: PageVersion | None
    public: PageVersion | None

    @property
    def state(self) -> str:
        """A draft, public, public with newer words waiting, or taken down."""
        if self.public is None:
            return "gone" if self.newest and self.newest.published_at else "draft"
        return "public" if self.newest == self.public else "changed"


def pages_seen_by(user: Any) -> QuerySet[Page]:
    """Every page and all news, for the office."""
    return Page.objects.all() if is_office(user) else Page.objects.none()


def told(pages: QuerySet[Page]) -> QuerySet[Page]:
    """The same pages, ready for ``told_of``: the newest first."""
    versions = PageVersion.objects.order_by("-number").defer("body_de", "body_en", "sources")
    return (
        pages.annotate(day=Max("versions__dated_on"))
        .order_by("-day", "-pk")
        .prefetch_related(Prefetch("versions", versions))
    )


def told_of(page: Page) -> Told:
    """A page of ``told`` with its newest and its public version."""
    versions = list(page.versions.all())
    return Told(page, versions[0] if versions else None, next((v for v in versions if v.is_shown), None))


def versions_of(page: Page) -> QuerySet[PageVersion]:
    """The history of a page, newest first, without the words."""
    return page.versions.order_by("-number").defer("body_de", "body_en").select_related("made_by")


def version_of(page: Page, number: int) -> PageVersion | None:
    """One version."""
    return page.versions.filter(number=number).first()


def newest(page: Page) -> PageVersion | None:
    """What was written last."""
    return page.versions.order_by("-number").first()


# Files, and what is past its time


def file_of(picture: Picture) -> Path:
    """Where the file lies."""
    return Path(settings.MEDIA_ROOT) / picture.file


def stored_files() -> Iterator[tuple[str, str]]:
    """For ``verify``: each file that must lie in the media directory, and the row that knows it; of all campuses."""
    with scopes_disabled():
        rows = Picture.objects.exclude(file="").values_list("pk", "file")
        yield from ((file, f"editorial.picture:{pk}") for pk, file in rows)


def pictures_past(before: datetime) -> QuerySet[Picture]:
    """Pictures whose consent or whose page ended before a moment."""
    public = PageVersion.objects.filter(PUBLIC, page=OuterRef("page"))
    ended = PageVersion.objects.filter(page=OuterRef("page"), ended_at__isnull=False)
    later = ended.filter(ended_at__gte=before)
    over = Exists(ended) & ~Exists(later) & ~Exists(public)
    return Picture.objects.filter(Q(withdrawn_at__lt=before) | over)


def pictures_agreed_by(email: str) -> QuerySet[Picture]:
    """Pictures to which somebody with this mailbox agreed."""
    return Picture.objects.filter(consent_email__iexact=email)
