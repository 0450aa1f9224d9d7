"""Making users and giving them roles."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.basics.reason import Refusal
from glascampus.commons.campuses.models import Campus, Fact
from glascampus.commons.journal.actions import keep, note
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.roles.access import demand, is_office
from glascampus.commons.roles.models import Role, User
from glascampus.commons.roles.reads import has_office


@transaction.atomic
def make_user(
    *, campus: Campus, email: str, kind: str, by: Any, now: datetime, name: str = "", password: str = ""
) -> User:
    """A user with a role on ``campus``; a known address gets the role added and keeps its password.

    Without ``password`` nobody can sign in with one.
    """
    demand(is_office(by))
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User(email=email, name=name, made_at=now)
        user.set_password(password or None)
        user.save()
    if not Role.objects.filter(user=user, kind=kind).exists():
        keep(thing=Role(campus=campus, user=user, kind=kind), by=by, now=now, deed="roles.given")
    user.__dict__.pop("_role_kinds", None)
    return user


def forget(*, email: str) -> int:
    """Part of ``people erase``, which writes the line: remove the user with this address and the user's roles."""
    found = User.objects.filter(email__iexact=email)
    Role.objects.filter(user__in=found).delete()
    return found.delete()[0]


@transaction.atomic
def change_campus(*, campus: Campus, by: Any, now: datetime, **values: Any) -> Campus:
    """Change the campus's own texts. It stands here because only from here on it is known who the office is."""
    demand(is_office(by))
    for name, value in values.items():
        setattr(campus, name, value)
    campus.full_clean()
    campus.save()
    note(by=by, deed="campuses.campus_changed", thing=campus, now=now)
    return campus


@transaction.atomic
def keep_fact(*, fact: Fact, by: Any, now: datetime, **values: Any) -> Fact:
    """Store a new or changed public fact of the campus. It stands here for the same reason as ``change_campus``.

    Raises:
        NotAllowed: not the office.
    """
    demand(is_office(by))
    deed = "campuses.fact_changed" if fact.pk else "campuses.fact_added"
    for name, value in values.items():
        setattr(fact, name, value)
    fact.full_clean()
    fact.save()
    note(by=by, deed=deed, thing=fact, now=now)
    return fact


@transaction.atomic
def remove_fact(*, fact: Fact, by: Any, now: datetime) -> None:
    """Delete a public fact.

    Raises:
        NotAllowed: not the office.
    """
    demand(is_office(by))
    note(by=by, deed="campuses.fact_removed", thing=fact, now=now)
    fact.delete()


class AlreadySetUp(Refusal):
    """Somebody else was first."""

    code = "already_set_up"


@transaction.atomic
def make_first_office(*, campus: Campus, name: str, email: str, password: str, now: datetime) -> User:
    """The first office person, by the link that the start command printed.

    Raises:
        AlreadySetUp: the office has somebody; nothing was changed.
    """
    Campus.objects.select_for_update().get(pk=campus.pk)
    if has_office(campus):
        raise AlreadySetUp
    return make_user(campus=campus, email=email, name=name, password=password, kind="office", by=SYSTEM, now=now)
