"""Making, changing and removing sites and rooms."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.commons.journal.actions import keep, remove
from glascampus.commons.roles.access import demand
from glascampus.commons.sites.access import may_change_sites
from glascampus.commons.sites.models import Room, Site


@transaction.atomic
def keep_site(*, site: Site, by: Any, now: datetime, **values: Any) -> Site:
    """Store a new or changed site.

    Raises:
        NotAllowed: not the office.
    """
    demand(may_change_sites(by))
    deed = "sites.site_changed" if site.pk else "sites.site_made"
    return keep(thing=site, by=by, now=now, deed=deed, values=values)


@transaction.atomic
def remove_site(*, site: Site, by: Any, now: datetime) -> None:
    """Delete a site on which nothing leans.

    Raises:
        NotAllowed: not the office.
        StillUsed: something refers to it.
    """
    demand(may_change_sites(by))
    remove(thing=site, by=by, now=now, deed="sites.site_removed")


@transaction.atomic
def keep_room(*, room: Room, by: Any, now: datetime, **values: Any) -> Room:
    """Store a new or changed room.

    Raises:
        NotAllowed: not the office.
    """
    demand(may_change_sites(by))
    deed = "sites.room_changed" if room.pk else "sites.room_made"
    return keep(thing=room, by=by, now=now, deed=deed, values=values)


@transaction.atomic
def remove_room(*, room: Room, by: Any, now: datetime) -> None:
    """Delete a room on which nothing leans.

    Raises:
        NotAllowed: not the office.
        StillUsed: something refers to it.
    """
    demand(may_change_sites(by))
    remove(thing=room, by=by, now=now, deed="sites.room_removed")
