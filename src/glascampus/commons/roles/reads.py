"""Who is what, and who may sign in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hmac import compare_digest
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet
from django_scopes import get_scope, scopes_disabled

from glascampus.basics.tokens import fingerprint
from glascampus.commons.campuses.models import Campus
from glascampus.commons.campuses.reads import link_token
from glascampus.commons.roles.models import Role, SignInLink, User
from glascampus.commons.roles.rules import LINKS_PER
from glascampus.commons.roll.reads import announced, unused

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


def kinds_everywhere(user: User) -> frozenset[str]:
    """The roles of ``user`` on every campus: a session opened on one could be carried to another."""
    with scopes_disabled():
        return frozenset(Role.objects.filter(user=user).values_list("kind", flat=True))


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


def office_size() -> int:
    """How many people are the office."""
    return Role.objects.filter(kind=Role.Kind.OFFICE).count()


def may_be_set_up(campus: Campus, token: str) -> bool:
    """The printed link holds until the first office person exists."""
    return compare_digest(token.encode(), link_token("set-up", campus.key).encode()) and not has_office(campus)


def second_factor_of(user: User) -> Authenticator | None:
    """The app that makes codes for ``user``."""
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).first()


def codes_left(user: User) -> int:
    """How many codes for a lost phone are not used yet."""
    found = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(found.wrap().get_unused_codes()) if found else 0


def with_second_factor(users: Iterable[int]) -> set[int]:
    """Those of the users who have a second factor; one query."""
    found = Authenticator.objects.filter(user_id__in=list(users), type=Authenticator.Type.TOTP)
    return set(found.values_list("user_id", flat=True))


def lacks_second_factor(user: User) -> bool:
    """Whether ``user`` is the office of a real campus and has no second factor yet."""
    with scopes_disabled():
        is_staff = Role.objects.filter(user=user, kind="office", campus__is_demo=False).exists()
    return is_staff and second_factor_of(user) is None


def user_of(email: str) -> User | None:
    """Who signs in with this address."""
    return User.objects.filter(email__iexact=email).first()


def earned(email: str) -> frozenset[str]:
    """Roles that a mailbox has without an invitation, as the apps announce: who booked takes part, who teaches teaches."""
    return frozenset(announced("mailboxes", email))


def may_have_link(email: str) -> bool:
    """Whether a mailbox may sign in here: it has a role, or has earned one, and nobody ended its access."""
    user, kinds = user_of(email), earned(email)
    roles = Role.objects.filter(user=user).exists() if user else False
    return (user.is_active and (roles or bool(kinds))) if user else bool(kinds)


def links_lately(email: str, now: datetime) -> int:
    """How many links a mailbox was sent within the last hour."""
    return SignInLink.objects.filter(email__iexact=email, made_at__gt=now - LINKS_PER).count()


def link_by_token(token: str, now: datetime) -> SignInLink | None:
    """The link behind a token while it may still be spent."""
    return SignInLink.objects.filter(link=fingerprint(token), used_at__isnull=True, until__gt=now).first()


def users_here() -> QuerySet[User]:
    """Everybody with a role on this campus, the newest first."""
    return User.objects.filter(pk__in=Role.objects.order_by().values("user")).order_by("-made_at", "-pk")


def users_with_role(users: QuerySet[User], kind: str) -> QuerySet[User]:
    """Those of the users who have this role on this campus."""
    return users.filter(pk__in=Role.objects.filter(kind=kind).order_by().values("user"))


def find_users(users: QuerySet[User], words: str) -> QuerySet[User]:
    """Those whose name or address holds ``words``."""
    return users.filter(Q(name__icontains=words) | Q(email__icontains=words))


def roles_of(users: Iterable[int]) -> dict[int, list[Role]]:
    """The roles of some users on this campus, by user; one query."""
    found: dict[int, list[Role]] = {}
    for role in Role.objects.filter(user__in=list(users)).order_by("pk"):
        found.setdefault(role.user_id, []).append(role)
    return found


def roles_unused_before(before: datetime) -> QuerySet[Role]:
    """Roles of people who have not signed in since; the office's end only by hand, and the demo's users are no people."""
    roles = Role.objects.exclude(kind=Role.Kind.OFFICE).exclude(user__email__endswith=DEMO_DOMAIN)
    return roles.filter(_seen_before(before, "user__"))


def users_gone_before(before: datetime) -> QuerySet[User]:
    """Users without a role on any campus who have not signed in since, and on whom nothing leans."""
    held = Role._base_manager.values("user")
    return unused(User.objects.exclude(pk__in=held).filter(_seen_before(before)))  # type: ignore[no-any-return]


def _seen_before(before: datetime, user: str = "") -> Q:
    never = Q(**{f"{user}last_login": None, f"{user}made_at__lt": before})
    return never | Q(**{f"{user}last_login__lt": before})
