"""What is there already, and which lists came in."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from glascampus.commons.intake.models import Batch
from glascampus.commons.intake.rules import key_of
from glascampus.commons.journal.models import Line
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.people.models import Person
from glascampus.commons.roles.access import is_office
from glascampus.commons.roll.rules import Fault

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


def faults() -> tuple[int, list[Fault]]:
    """Lists that no line of the journal knows."""
    known = set(
        Line.objects.filter(deed="intake.taken_in", thing_kind="intake.batch").values_list("thing_id", flat=True)
    )
    all_pks = list(Batch.objects.values_list("pk", flat=True))
    return len(all_pks), [Fault(f"intake.batch:{pk}", "no deed took this list in") for pk in all_pks if pk not in known]
