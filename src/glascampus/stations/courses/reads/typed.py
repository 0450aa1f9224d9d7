"""What people call courses, modules and rooms in a list that they bring along."""

from __future__ import annotations

from typing import Any

from glascampus.commons.sites.models import Room
from glascampus.commons.sites.reads import rooms
from glascampus.stations.courses.models import Course
from glascampus.stations.curriculum.models import Module
from glascampus.stations.curriculum.reads import modules_seen_by


def course_titles() -> frozenset[str]:
    """The titles of all courses in small letters, in both languages."""
    rows = Course.objects.values_list("title_de", "title_en")
    return frozenset(title.casefold() for titles in rows for title in titles if title)


def modules_by_name(user: Any) -> dict[str, Module]:
    """Modules by what people may call them: title in either language, or address; in small letters."""
    modules = list(modules_seen_by(user))
    return {name.casefold(): m for m in modules for name in (m.slug, m.title_en, m.title_de) if name}


def rooms_by_name() -> dict[str, Room]:
    """Rooms by their names in small letters, alone or with their site's town."""
    return {str(name).casefold(): room for room in rooms() for name in (room.name_en, str(room), room.name_de) if name}
