"""What is there already, and which lists came in."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from glascampus.commons.intake.models import Batch
from glascampus.commons.intake.rules import key_of
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.people.models import Person
from glascampus.commons.roles.access import is_office

FIELDS = {
    "organisations": ("name",),
    "people": ("email", "given_name", "family_name", "organisation_name"),
}


def known_keys(kind: str) -> frozenset[str]:
    """The keys of everything of this kind that is there."""
    rows = Organisation.objects.all() if kind == "organisations" else Person.objects.filter(erased_at__isnull=True)
    return frozenset(key_of(kind, row) for row in rows.values(*FIELDS[kind]))


def batches_seen_by(user: Any) -> QuerySet[Batch]:
    """Every list, newest first, for the office."""
    return Batch.objects.all() if is_office(user) else Batch.objects.none()
