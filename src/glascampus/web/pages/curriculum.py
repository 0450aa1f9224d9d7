"""The curriculum for everyone: modules by level, which needs are answered, and a page per module."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from glascampus.stations.courses import reads as courses
from glascampus.stations.curriculum import reads as curriculum
from glascampus.stations.curriculum.models import Level, Module
from glascampus.stations.curriculum.words import MODES
from glascampus.stations.needs import reads as needs
from glascampus.web.thread_line import Step, strip


def overview(request: HttpRequest) -> HttpResponse:
    """Modules by level, and the coverage of needs with gaps first."""
    rows, modules = curriculum.coverage(request.user), list(curriculum.modules_by_title(request.user))
    levels = [(label, [m for m in modules if m.level == level]) for level, label in Level.choices]
    gaps = sum(row.is_gap for row in rows)
    return render(request, "web/curriculum.html", {
        "levels": [(label, found) for label, found in levels if found],
        "count": len(modules), "rows": rows, "gaps": gaps,
    })  # fmt: skip


def module(request: HttpRequest, slug: str) -> HttpResponse:
    """One module: what it answers, what one can do afterwards, how long it takes, who bears it, where it is taught."""
    found = get_object_or_404(curriculum.module_rows(request.user), slug=slug)
    answers = {answer.topic_id: answer for answer in found.answers.all()}
    rows = needs.rows_of([answer.topic for answer in answers.values()], request.user)
    taught = courses.courses_for_modules([found.pk], request.user)
    visible = set(curriculum.modules_seen_by(request.user).filter(pk__in=[m.pk for m in found.prerequisites.all()]))
    return render(request, "web/module.html", {
        "module": found,
        "answers": [(row, answers[row.topic.pk]) for row in rows],
        "times": [(label, minutes) for name, label in MODES.items() if (minutes := getattr(found, name))],
        "before": [m for m in found.prerequisites.all() if m in visible],
        "courses": taught,
        "steps": _steps(found, len(rows), len(taught)),
    })  # fmt: skip


def _steps(found: Module, answered: int, taught: int) -> list[Step]:
    needs_text = ngettext("%(n)s Bedarf", "%(n)s Bedarfe", answered) % {"n": answered}
    courses_text = ngettext("%(n)s Kurs", "%(n)s Kurse", taught) % {"n": taught}
    return strip([(needs_text, "#bedarf")], _("Dieses Modul"), [(courses_text, "#kurse")])
