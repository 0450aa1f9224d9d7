"""What pages, news and pictures add to the lists of the house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from glascampus.basics.clock import today
from glascampus.basics.text import Text
from glascampus.commons.editorial import actions, reads
from glascampus.commons.editorial.models import PageVersion
from glascampus.commons.editorial.rules import route_of
from glascampus.commons.roll.rules import Check, Erased, Fault, Findable, Keep, Personal, Tick, missing_versions
from glascampus.engines.markdown import first_of, plain_of

SWEEP_EVERY_S = 3600


def checks() -> list[Check]:
    """Versions are numbered without a gap: none was taken away."""
    return [Check("thread", _versions)]


def _versions() -> tuple[int, list[Fault]]:
    rows = list(PageVersion.objects.order_by("page", "number").values_list("pk", "page", "number"))
    return len(rows), missing_versions("editorial.pageversion", rows)


def ticks() -> list[Tick]:
    """Files whose row never came go after an hour."""
    return [Tick("editorial.sweep_files", SWEEP_EVERY_S, lambda _now: actions.sweep_files())]


def stored_files() -> Iterator[tuple[str, str]]:
    """For ``verify`` and backups: each file under media, and the row that knows it."""
    return reads.stored_files()


def retention() -> list[Keep]:
    """Words stay; a picture goes some time after its page or its consent."""
    return [
        Keep("editorial.Page", _("hat eine öffentliche Adresse"), None),
        Keep("editorial.PageVersion", _("zeigt, was wann zu lesen war"), None),
        Keep("editorial.Picture", _("zeigt den Campus; wer darauf zu sehen ist, hat eingewilligt"), None, personal=True,
             rule="retention.pictures_days", past=reads.pictures_past, end=actions.end_pictures, basis="consent",
             recipients=("office", "public")),
    ]  # fmt: skip


def personal() -> list[Personal]:
    """Found by the mailbox of whoever agreed."""
    return [Personal("editorial", _export, _erase)]


def _export(email: str) -> dict[str, list[dict[str, object]]]:
    columns = ("page__slug", "alt_de", "author", "consent_by", "consent_email", "consent_on", "withdrawn_at")
    return {"editorial.picture": [dict(row) for row in reads.pictures_agreed_by(email).values(*columns)]}


def _erase(email: str, now: datetime) -> Erased:
    return Erased({"editorial.picture": actions.forget(email=email, now=now)})


def sitemap() -> list[tuple[str, dict[str, str], date]]:
    """Every public page and all news, with the day on which they last changed."""
    rows = reads.shown().values_list("page__kind", "page__slug", "published_at")
    return [(*route_of(kind, slug), today(at)) for kind, slug, at in rows]


def findable(user: Any, now: datetime) -> Iterator[Findable]:
    """Every public page and all news; a page that the house lists itself is found there."""
    for version in reads.shown():
        route, address = route_of(version.page.kind, version.page.slug)
        if route != "web:model":
            yield Findable(
                "news" if version.page.is_news else "page", version.title, route, tuple(address.values()),
                summary=Text(first_of(version.body_de), first_of(version.body_en)),
                more=(Text(plain_of(version.body_de), plain_of(version.body_en)), Text(version.place)), row=version.pk,
            )  # fmt: skip
