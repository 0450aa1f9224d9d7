"""Which campus, and the links made for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.conf import settings
from django.db.models import Model, Q, QuerySet

from glascampus.basics.tokens import derive
from glascampus.commons.campuses.models import Campus, Fact

Row = TypeVar("Row", bound=Model)


def campus_for(host: str) -> Campus | None:
    """The campus that answers under ``host``; a campus without a host answers everywhere."""
    named = Campus.objects.filter(host__in=[host, ""]).order_by("-host", "pk")
    return named.first()


def the_campus() -> Campus | None:
    """The installation's own campus: the first that was made."""
    return Campus.objects.order_by("pk").first()


def facts(kind: str) -> QuerySet[Fact]:
    """Public facts of one kind, oldest first."""
    return Fact.objects.filter(kind=kind).order_by("dated", "pk")


def all_facts() -> QuerySet[Fact]:
    """Every public fact, by kind, oldest first."""
    return Fact.objects.order_by("kind", "dated", "pk")


def link_token(purpose: str, subject: str) -> str:
    """The token of a private link; it can be made again for each mail, only its fingerprint is stored."""
    return derive(settings.LINK_KEY.encode(), purpose, subject)


def saying(rows: QuerySet[Row], words: Sequence[str]) -> QuerySet[Row]:
    """Rows in whose title or summary every word stands, in either language; case does not matter."""
    for word in words:
        rows = rows.filter(
            Q(title_de__icontains=word)
            | Q(title_en__icontains=word)
            | Q(summary_de__icontains=word)
            | Q(summary_en__icontains=word)
        )
    return rows
