"""Organisations; only public ones are shown to everyone."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from glascampus.commons.organisations.models import Organisation
from glascampus.commons.roles.access import is_office


def organisations_seen_by(user: Any) -> QuerySet[Organisation]:
    """The office sees all, everyone else the public partners."""
    everything = Organisation.objects.all()
    return everything if is_office(user) else everything.filter(is_public=True)
