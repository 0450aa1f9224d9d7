"""Persons, for those who may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django_scopes import get_scope

from glascampus.commons.journal.models import Line
from glascampus.commons.journal.reads import lines_of
from glascampus.commons.people.models import Person
from glascampus.commons.people.rules import ERASURE_ASKED, ERASURE_STANDS, person_key
from glascampus.commons.roles.access import is_office
from glascampus.commons.roles.models import Role, User


def people_seen_by(user: Any) -> QuerySet[Person]:
    """The office sees everybody, others nobody."""
    return Person.objects.all() if is_office(user) else Person.objects.none()


def people_to_list(user: Any) -> QuerySet[Person]:
    """Everybody whose name is still known, for the office's list."""
    return people_seen_by(user).filter(erased_at=None)


def people_who_teach(rows: QuerySet[Person], which: str) -> QuerySet[Person]:
    """Those who teach (``ja``), or those who do not."""
    return rows.filter(teaches=which == "ja")


def lecturers_seen_by(user: Any) -> QuerySet[Person]:
    """Those who teach, for the office."""
    return people_seen_by(user).filter(teaches=True)


def known_people() -> frozenset[str]:
    """The keys of all persons whose name is still known; see ``rules.person_key``."""
    fields = ("email", "given_name", "family_name", "organisation_name")
    return frozenset(person_key(row) for row in Person.objects.filter(erased_at=None).values(*fields))


def mailbox_of(user: Any) -> str:
    """The mailbox somebody has proven by signing in; "" for guests, so that an erased (empty) address is nobody's."""
    return str(getattr(user, "email", "")).lower() if getattr(user, "is_authenticated", False) else ""


def office_mailbox() -> str:
    """Where the office is reached when the campus has no address of its own: whoever was there first."""
    first = Role.objects.filter(kind="office", user__is_active=True).select_related("user").order_by("pk").first()
    return first.user.email if first else ""


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody who signed in asked to be forgotten, and still is not."""

    user: User
    asked_at: datetime


def erasure_wishes(now: datetime) -> list[Wish]:
    """Open requests, the oldest first; who was forgotten is no user any more."""
    asked: dict[int, datetime] = {}
    for user, at in _asked_for_erasure(now).values_list("actor_id", "at"):
        if user is not None:
            asked.setdefault(user, at)
    users = User.objects.in_bulk(list(asked))
    return [Wish(users[pk], at) for pk, at in asked.items() if pk in users]


def has_asked_for_erasure(user: Any, now: datetime) -> bool:
    """Whether a request of ``user`` is open."""
    return _asked_for_erasure(now).filter(actor_id=user.pk).exists()


def _asked_for_erasure(now: datetime) -> QuerySet[Line]:
    """It is a deed with the campus in scope."""
    return lines_of(ERASURE_ASKED, get_scope()["campus"], since=now - ERASURE_STANDS)


def earned_roles(email: str) -> list[str]:
    """What the owner of a mailbox is here without an invitation: lecturer, participant or both."""
    teaches = set(Person.objects.filter(email__iexact=email).order_by().values_list("teaches", flat=True))
    return ["lecturer" if each else "participant" for each in sorted(teaches)]
