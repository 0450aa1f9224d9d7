"""What the office changes of the campus itself, and who the first of the office is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.basics.reason import Refusal
from glascampus.commons.campuses.models import Campus, Fact
from glascampus.commons.journal.actions import note
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.roles.access import demand, is_office
from glascampus.commons.roles.actions.users import make_user
from glascampus.commons.roles.models import User
from glascampus.commons.roles.reads import has_office


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
