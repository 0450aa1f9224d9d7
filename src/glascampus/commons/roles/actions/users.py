"""Users and their roles."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from glascampus.basics.reason import Refusal
from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.actions import keep, note, remove
from glascampus.commons.roles.access import demand, is_office
from glascampus.commons.roles.models import Role, SignInLink, User
from glascampus.commons.roles.reads import kinds_everywhere, user_of


class AccessEnded(Refusal):
    """The office ended this access; only the office opens it again."""

    code = "access_ended"


class LastOffice(Refusal):
    """Somebody must remain who can open the office."""

    code = "last_office"


@transaction.atomic
def make_user(
    *, campus: Campus, email: str, kind: str, by: Any, now: datetime, name: str = "", password: str = ""
) -> User:
    """A user with a role on ``campus``; a known address gets the role added and keeps its password.

    Without ``password`` nobody can sign in with one.

    Raises:
        NotAllowed: not the office.
    """
    demand(is_office(by))
    return admit(campus=campus, email=email, kind=kind, by=by, now=now, name=name, password=password)


@transaction.atomic
def admit(*, campus: Campus, email: str, kind: str, by: Any, now: datetime, name: str = "", password: str = "") -> User:
    """The part of a deed that makes a user or adds a role; the deed has asked whether it may.

    Whoever becomes the office signs in anew, since more is asked then.

    Raises:
        AccessEnded: the office ended this access, and only the office opens it again.
    """
    user = user_of(email)
    if user is None:
        user = User(email=email, name=name, made_at=now)
        user.set_password(password or None)
        user.save()
    if not Role.objects.filter(user=user, kind=kind).exists():
        if isinstance(by, User) and not (user.is_active or is_office(by)):
            raise AccessEnded(field="email")
        keep(thing=Role(campus=campus, user=user, kind=kind), by=by, now=now, deed="roles.given")
        change_doors(user, is_active=True, by_one=kind == "office")
    user.__dict__.pop("_role_kinds", None)
    return user


def change_doors(user: User, *, is_active: bool, by_one: bool = True) -> None:
    user.is_active = is_active
    user.doors += by_one
    user.save()


@transaction.atomic
def take_role(*, user: User, kind: str, by: Any, now: datetime) -> None:
    """The part of a deed that takes one role from ``user``; the deed has asked whether it may."""
    for role in Role.objects.filter(user=user, kind=kind):
        remove(thing=role, by=by, now=now, deed="roles.taken")
    SignInLink.objects.filter(email__iexact=user.email, used_at__isnull=True).update(used_at=now)
    user.__dict__.pop("_role_kinds", None)


@transaction.atomic
def end_access(*, campus: Campus, user: User, by: Any, now: datetime) -> None:
    """Take all roles of ``user`` on this campus; every session ends, the password and the second factor go with the last role.

    Raises:
        NotAllowed: not the office.
        LastOffice: nobody else could open the office; nothing was changed.
    """
    demand(is_office(by))
    Campus.objects.select_for_update().get(pk=campus.pk)
    roles, office = Role.objects.filter(user=user), Role.objects.filter(kind="office")
    if office.filter(user=user).exists() and not office.exclude(user=user).exists():
        raise LastOffice
    note(by=by, deed="roles.ended", thing=campus, now=now, user=user.pk, roles=sorted(r.kind for r in roles))
    roles.delete()
    SignInLink.objects.filter(email__iexact=user.email, used_at__isnull=True).update(used_at=now)
    stays = bool(kinds_everywhere(user))
    if not stays:
        user.set_unusable_password()
        Authenticator.objects.filter(user_id=user.pk).delete()
    change_doors(user, is_active=stays)
    user.__dict__.pop("_role_kinds", None)


@transaction.atomic
def set_password(*, campus: Campus, user: User, password: str, now: datetime) -> None:
    """One's own new password; every other session ends."""
    user.set_password(password)
    note(by=user, deed="roles.password_set", thing=campus, now=now, user=user.pk)
    change_doors(user, is_active=user.is_active)


def forget(*, email: str) -> int:
    """Part of ``people erase``, which writes the line: remove the user with this address, roles and links."""
    links = SignInLink.objects.filter(email__iexact=email).delete()[0]
    found = User.objects.filter(email__iexact=email)
    Role.objects.filter(user__in=found).delete()
    return links + found.delete()[0]
