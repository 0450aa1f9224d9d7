"""Sites and rooms as pages need them. Where teaching happens is public."""

from __future__ import annotations

from django.db.models import QuerySet

from glascampus.commons.sites.models import Room, Site


def sites() -> QuerySet[Site]:
    """All sites with their rooms."""
    return Site.objects.prefetch_related("rooms")


def rooms() -> QuerySet[Room]:
    """All rooms with their sites."""
    return Room.objects.select_related("site")
