"""One need that came all the way, for the front page and the wall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext, ngettext

from glascampus.stations.courses.models import Run
from glascampus.stations.credentials.models import Attendance
from glascampus.stations.curriculum.models import Module, ModuleAnswer
from glascampus.stations.impact.reads.addresses import url_of
from glascampus.stations.impact.reads.became import Step
from glascampus.stations.impact.reads.connected import came_to_run


@dataclass(frozen=True, slots=True)
class Told:
    """One need that came all the way, for the front page and the wall: the module, the course and the people are its steps."""

    kicker: str
    need: str
    example: bool
    module: Step
    course: Step
    came: str

    @property
    def say(self) -> str:
        """Everything in one sentence, for where nothing can be clicked."""
        return gettext("Daraus wurde der Kurs „%(title)s“. %(came)s") % {"title": self.course.text, "came": self.came}


def told_story(user: Any, now: datetime) -> Told | None:
    """The newest need that came as far as people in a room; two queries, one while there is none."""
    there = Attendance.objects.filter(session__run=OuterRef("pk"), present=True)
    run = (
        Run.objects.filter(Exists(there), starts_at__lte=now)
        .select_related("course")
        .order_by("-starts_at", "-pk")
        .annotate(came=came_to_run())
        .first()
    )
    if run is None:
        return None
    answer = (
        ModuleAnswer.objects.filter(module__in=run.course.modules.all(), module__state=Module.State.PUBLISHED)
        .select_related("topic", "module").order_by("-depth", "pk").first()
    )  # fmt: skip
    if answer is None:
        return None
    return Told(
        kicker=gettext("Gesagt, getan"),
        need=str(answer.topic.title),
        example=run.example or answer.topic.example,
        module=Step(str(answer.module.title), url=url_of("web:module", answer.module.slug)),
        course=Step(str(run.course.title), url=url_of("web:course", run.course.slug)),
        came=ngettext("Zuletzt war %(n)s Mensch da.", "Zuletzt waren %(n)s Menschen da.", run.came) % {"n": run.came},
    )
