"""The checklist of an empty campus; it fills itself from what is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from glascampus.commons.campuses.models import Campus
from glascampus.commons.sites.reads import sites
from glascampus.stations.courses import reads as courses
from glascampus.stations.curriculum import reads as curriculum
from glascampus.stations.needs import reads as needs


@dataclass(frozen=True, slots=True)
class Step:
    """One step, whether it is done, and where to do it."""

    text: str
    url: str
    done: bool


def first_steps(campus: Campus, user: Any) -> list[Step]:
    """Who we are, first need, module, course, run; nothing once all is there."""
    steps = [
        Step(_("Sagen, wer wir sind"), reverse("web:campus_edit"), bool(campus.about_de)),
        Step(_("Einen Standort anlegen"), reverse("web:site_new"), sites().exists()),
        Step(_("Den ersten Bedarf festhalten"), reverse("needs:office_topics"), needs.topics_seen_by(user).exists()),
        Step(
            _("Das erste Modul schreiben"),
            reverse("curriculum:office_modules"),
            curriculum.modules_seen_by(user).exists(),
        ),
        Step(_("Den ersten Kurs anlegen"), reverse("courses:office_courses"), courses.courses_seen_by(user).exists()),
        Step(_("Den ersten Durchgang anbieten"), reverse("courses:office_runs"), courses.runs_seen_by(user).exists()),
    ]
    return [] if all(step.done for step in steps) else steps
