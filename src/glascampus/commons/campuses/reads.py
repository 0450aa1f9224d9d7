"""Which campus, and the links made for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import QuerySet
from django_scopes import get_scope

from glascampus.basics.tokens import derive
from glascampus.commons.campuses.models import Campus, Fact

Read = TypeVar("Read", bound=Callable[..., Any])
MOST_KEPT = 200


def campus_for(host: str) -> Campus | None:
    """The campus that answers under ``host``; a campus without a host answers everywhere."""
    named = Campus.objects.filter(host__in=[host, ""]).order_by("-host", "pk")
    return named.first()


def the_campus() -> Campus | None:
    """The installation's own campus: the first that was made."""
    return Campus.objects.order_by("pk").first()


def kept(read: Read) -> Read:
    """Remember in this process what ``read(*args)`` finds for the campus in scope, until the office's words or rules change.

    Each such change gives the campus another edition (``actions.renew``), and each request reads its campus anew: a text changed in one
    web process counts in every other from the next request on. ``read`` looks at such rows and its arguments only; nobody changes what
    it gives back.
    """

    @lru_cache(maxsize=MOST_KEPT)
    def remembered(_campus: int, _edition: str, *args: Any) -> Any:
        return read(*args)

    @wraps(read)
    def answer(*args: Any) -> Any:
        campus = get_scope().get("campus")
        return remembered(campus.pk, campus.edition, *args) if isinstance(campus, Campus) else read(*args)

    return answer  # type: ignore[return-value]  # the same arguments, the same answer


def facts(kind: str) -> QuerySet[Fact]:
    """Public facts of one kind, oldest first."""
    return Fact.objects.filter(kind=kind).order_by("dated", "pk")


def all_facts() -> QuerySet[Fact]:
    """Every public fact, by kind, oldest first."""
    return Fact.objects.order_by("kind", "dated", "pk")


def link_token(purpose: str, subject: str) -> str:
    """The token of a private link; it can be made again for each mail, only its fingerprint is stored."""
    return derive(settings.LINK_KEY.encode(), purpose, subject)
