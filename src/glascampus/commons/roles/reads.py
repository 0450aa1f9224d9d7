"""Who is what."""

from __future__ import annotations

from hmac import compare_digest
from typing import Any

from django_scopes import get_scope

from glascampus.commons.campuses.models import Campus
from glascampus.commons.campuses.reads import link_token
from glascampus.commons.roles.models import Role, User

DEMO_DOMAIN = "@demo.example"


def kinds_of(user: Any) -> frozenset[str]:
    """The roles of ``user`` on the campus in scope; asked once a request and kept on the user object."""
    if not getattr(user, "is_authenticated", False) or not getattr(user, "pk", None):
        return frozenset()
    campus = get_scope().get("campus")
    known: dict[Any, frozenset[str]] = user.__dict__.setdefault("_role_kinds", {})
    key = getattr(campus, "pk", None)
    if key not in known:
        known[key] = frozenset(Role.objects.filter(user=user).values_list("kind", flat=True))
    return known[key]


def demo_users(campus: Campus) -> list[Role]:
    """The demo's ready-made roles that have pages, one user each."""
    return list(Role.objects.select_related("user").filter(user__email__endswith=DEMO_DOMAIN).order_by("pk"))


def demo_user(campus: Campus, kind: str) -> User | None:
    """The demo's user of one role."""
    role = Role.objects.select_related("user").filter(kind=kind, user__email__endswith=DEMO_DOMAIN).first()
    return role.user if role else None


def has_office(campus: Campus) -> bool:
    """Whether anybody is the office yet."""
    return Role.objects.filter(kind="office").exists()


def may_be_set_up(campus: Campus, token: str) -> bool:
    """The printed link holds until the first office person exists."""
    return compare_digest(token.encode(), link_token("set-up", campus.key).encode()) and not has_office(campus)
