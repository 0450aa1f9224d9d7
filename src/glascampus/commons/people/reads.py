"""Persons, for those who may see them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from glascampus.commons.people.models import Person
from glascampus.commons.roles.access import is_office


def people_seen_by(user: Any) -> QuerySet[Person]:
    """The office sees everybody, others nobody."""
    return Person.objects.all() if is_office(user) else Person.objects.none()


def lecturers_seen_by(user: Any) -> QuerySet[Person]:
    """Those who teach, for the office."""
    return people_seen_by(user).filter(teaches=True)
