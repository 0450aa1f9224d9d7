"""All of it: figures, and what the checks of the house look through."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from glascampus.stations.courses.models import Course, Run
from glascampus.stations.courses.reads.runs import COMING_STATES
from glascampus.stations.curriculum.models import Module


def figures(now: datetime) -> dict[str, int]:
    """Published courses, coming runs, and runs that were held."""
    return {
        "courses": Course.objects.filter(state="published").count(),
        "coming": Run.objects.filter(state__in=COMING_STATES, starts_at__gt=now).count(),
        "held": Run.objects.filter(state=Run.State.DONE).count(),
    }


def linked_courses() -> list[Course]:
    """Every course with its modules, whatever campus these belong to."""
    return list(Course.objects.prefetch_related(Prefetch("modules", Module._base_manager.all())))


def linked_runs() -> list[Run]:
    """Every run with its sessions."""
    return list(Run.objects.prefetch_related("sessions"))


def without_coming_run(now: datetime) -> QuerySet[Course]:
    """Published courses that nobody can plan for: no run that is planned or still to begin."""
    live = Run.objects.filter(Q(state=Run.State.PLANNED) | Q(state__in=COMING_STATES, starts_at__gt=now))
    return Course.objects.filter(state="published").exclude(pk__in=live.values("course"))
