"""Making, changing and removing organisations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.commons.journal.actions import keep, remove
from glascampus.commons.organisations.access import may_change_organisations
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.roles.access import demand


@transaction.atomic
def keep_organisation(*, organisation: Organisation, by: Any, now: datetime, **values: Any) -> Organisation:
    """Store a new or changed organisation.

    Raises:
        NotAllowed: not the office.
    """
    demand(may_change_organisations(by))
    deed = "organisations.organisation_changed" if organisation.pk else "organisations.organisation_made"
    return keep(thing=organisation, by=by, now=now, deed=deed, values=values)


@transaction.atomic
def remove_organisation(*, organisation: Organisation, by: Any, now: datetime) -> None:
    """Delete a organisation on which nothing leans.

    Raises:
        NotAllowed: not the office.
        StillUsed: something refers to it.
    """
    demand(may_change_organisations(by))
    remove(thing=organisation, by=by, now=now, deed="organisations.organisation_removed")
