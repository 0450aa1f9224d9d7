"""Making, changing and removing persons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from glascampus.commons.journal.actions import keep, remove
from glascampus.commons.people.access import may_change_people
from glascampus.commons.people.models import Person
from glascampus.commons.roles.access import demand


@transaction.atomic
def keep_person(*, person: Person, by: Any, now: datetime, **values: Any) -> Person:
    """Store a new or changed person.

    Raises:
        NotAllowed: not the office.
    """
    demand(may_change_people(by))
    deed = "people.person_changed" if person.pk else "people.person_made"
    return keep(thing=person, by=by, now=now, deed=deed, values=values)


@transaction.atomic
def remove_person(*, person: Person, by: Any, now: datetime) -> None:
    """Delete a person on which nothing leans.

    Raises:
        NotAllowed: not the office.
        StillUsed: something refers to it.
    """
    demand(may_change_people(by))
    remove(thing=person, by=by, now=now, deed="people.person_removed")


def forget(*, email: str, now: datetime) -> int:
    """Part of ``people erase``, which writes the line: blank the persons with this address. Returns how many there were."""
    return blank(persons=Person.objects.filter(email__iexact=email), now=now)


def blank(*, persons: QuerySet[Person], now: datetime) -> int:
    """Take every word off ``persons``. The rows stay as numbers, since seats and papers lean on them."""
    return persons.update(
        given_name="–", family_name="", email="", external_id="", organisation_name="", organisation=None,
        note_de="", note_en="", erased_at=now,
    )  # fmt: skip
