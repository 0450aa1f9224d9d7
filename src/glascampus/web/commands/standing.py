"""Before a verb touches the data: are they there, and of this version?"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection

from glascampus.commons.campuses.models import Campus
from glascampus.web import schema

NONE = "There is no campus in {place}: ./campus run makes one, --data DIR names another directory."
OLDER = "These data were made by an older GlasCampus; ./campus run brings them up to date."


def must_stand() -> None:
    """Refuse in a sentence what this code cannot read; nothing was touched.

    Raises:
        ValueError: no campus here, or data of another version.
    """
    place = settings.DATA if connection.vendor == "sqlite" else "this database"
    if connection.vendor == "sqlite" and not Path(settings.DATABASES["default"]["NAME"]).exists():
        raise ValueError(NONE.format(place=place))
    if refusal := schema.refusal():
        raise ValueError(refusal)
    if schema.is_behind():
        raise ValueError(OLDER if connection.introspection.table_names() else NONE.format(place=place))
    if not Campus.objects.exists():
        raise ValueError(NONE.format(place=place))
