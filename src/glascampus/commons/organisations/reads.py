"""Organisations; only public ones are shown to everyone. Who acts for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from glascampus.commons.organisations.models import Membership, Organisation
from glascampus.commons.roles.access import is_office
from glascampus.commons.roles.models import Role, User
from glascampus.commons.roles.reads import roles_of, with_second_factor


def organisations_seen_by(user: Any) -> QuerySet[Organisation]:
    """The office sees all, everyone else the public partners."""
    everything = Organisation.objects.all()
    return everything if is_office(user) else everything.filter(is_public=True)


def organisations_of(user: Any) -> QuerySet[Organisation]:
    """The organisations for which ``user`` acts: invited by the office or a colleague, and not ended."""
    if not getattr(user, "is_authenticated", False) or not getattr(user, "pk", None):
        return Organisation.objects.none()
    return Organisation.objects.filter(pk__in=active_memberships().filter(user=user).order_by().values("organisation"))


def active_memberships() -> QuerySet[Membership]:
    """All that were not ended."""
    return Membership.objects.filter(ended_at__isnull=True)


def colleagues_of(organisation: Organisation) -> QuerySet[Membership]:
    """Who acts for an organisation, in the order of invitation; users at hand."""
    return active_memberships().filter(organisation=organisation).select_related("user").order_by("pk")


def memberships_seen_by(user: Any) -> QuerySet[Membership]:
    """The office sees all that hold, others those of their own organisations."""
    held = active_memberships().select_related("user", "organisation")
    return held if is_office(user) else held.filter(organisation__in=organisations_of(user))


def has_colleagues(user: Any) -> bool:
    """Whether ``user`` acts for any organisation."""
    return organisations_of(user).exists()


@dataclass(frozen=True, slots=True)
class Access:
    """Somebody who may sign in: as what, for which organisations, with a second factor or without."""

    user: User
    roles: list[Role]
    firms: list[str]
    protected: bool


def accesses_of(users: Sequence[User]) -> list[Access]:
    """What some users may do here; three queries for all of them."""
    pks = [user.pk for user in users]
    roles, firms, protected = roles_of(pks), firms_of(pks), with_second_factor(pks)
    return [Access(u, roles.get(u.pk, []), firms.get(u.pk, []), u.pk in protected) for u in users]


def organisations_of_kind(rows: QuerySet[Organisation], kind: str) -> QuerySet[Organisation]:
    """Organisations of one sort."""
    return rows.filter(kind=kind)


def organisations_shown(rows: QuerySet[Organisation], which: str) -> QuerySet[Organisation]:
    """Those that stand on the public pages (``ja``), or those that do not."""
    return rows.filter(is_public=which == "ja")


def firms_of(users: Iterable[int]) -> dict[int, list[str]]:
    """The names of the organisations for which some users act, by user; one query."""
    found: dict[int, list[str]] = {}
    for user, name in active_memberships().filter(user__in=list(users)).values_list("user", "organisation__name"):
        found.setdefault(user, []).append(name)
    return found
