"""What became of some topics: modules, courses, dates, people; counted through all stations after the need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext

from glascampus.basics.clock import now
from glascampus.stations.courses import reads as courses
from glascampus.stations.courses.models import Course, Run
from glascampus.stations.credentials import reads as credentials
from glascampus.stations.curriculum import reads as curriculum
from glascampus.stations.curriculum.models import Module
from glascampus.web.menus import url_of


@dataclass(frozen=True, slots=True)
class WhatBecame:
    """All that became of some topics. People are counted per course, whoever sent them."""

    modules: list[Module]
    courses: list[Course]
    runs: list[Run]
    reserved: int
    confirmed: int
    booked: int
    attended: int
    issued: int

    @property
    def reached(self) -> str:
        """The last station of the thread this has reached."""
        steps = {"impact": self.attended, "credential": self.issued, "booking": self.booked + self.confirmed + self.reserved,
                 "course": self.courses, "curriculum": self.modules}  # fmt: skip
        return next((station for station, there in steps.items() if there), "need")


def what_became_of(topic_ids: Sequence[int], user: Any) -> WhatBecame:
    """All that ``user`` may see of what became of the topics."""
    found = {module.pk: module for some in curriculum.modules_for_topics(topic_ids).values() for module in some}
    offered = list(courses.courses_for_modules(list(found), user)) if found else []
    ids = [course.pk for course in offered]
    if not ids:
        return WhatBecame([*found.values()], [], [], 0, 0, 0, 0, 0)
    reached = credentials.reached_of(ids)
    return WhatBecame(
        [*found.values()], offered, list(courses.upcoming_runs_of(ids, now())), reached.reserved, reached.confirmed, reached.booked,
        reached.attended, reached.issued,
    )  # fmt: skip


def links_of(became: WhatBecame) -> dict[str, list[tuple[str, str]]]:
    """Modules and courses as (title, address)."""
    return {
        "modules": [(str(module.title), url_of("web:module", slug=module.slug)) for module in became.modules],
        "courses": [(str(course.title), url_of("web:course", slug=course.slug)) for course in became.courses],
    }


def dates_of(runs: Iterable[Run]) -> list[dict[str, Any]]:
    """Dates as the page lists them."""
    return [
        {
            "code": run.code, "starts_on": run.starts_at, "ends_on": run.ends_at, "title": str(run.course.title),
            "url": url_of("web:course", slug=run.course.slug), "place": str(run.site or ""), "example": run.example,
            "seats": ngettext("%(count)s Platz frei", "%(count)s Plätze frei", run.free) % {"count": run.free} if run.free else gettext("Warteliste"),
            "tone": "" if run.free else "glow",
        }
        for run in runs
    ]  # fmt: skip


def done(became: WhatBecame) -> str:
    """Says "Gesagt, getan" as one sentence; "" while nothing was done."""
    parts = [
        ngettext("%(count)s Modul", "%(count)s Module", len(became.modules)) % {"count": len(became.modules)}
        if became.modules
        else "",
        ngettext("%(count)s Kurs", "%(count)s Kurse", len(became.courses)) % {"count": len(became.courses)}
        if became.courses
        else "",
        ngettext("%(count)s Teilnahme", "%(count)s Teilnahmen", became.attended) % {"count": became.attended}
        if became.attended
        else "",
        ngettext("%(count)s Nachweis", "%(count)s Nachweise", became.issued) % {"count": became.issued}
        if became.issued
        else "",
    ]
    return ", ".join(part for part in parts if part)
