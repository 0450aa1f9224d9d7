"""What the curriculum adds to the lists of the whole house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.roll.rules import BoardItem, Check, Fault, Findable, Keep, Section
from glascampus.stations.curriculum import reads, words
from glascampus.stations.curriculum.models import Module
from glascampus.stations.curriculum.rules import closes_circle

GAPS_ON_BOARD = 3


def checks() -> list[Check]:
    """This station's piece of the thread."""
    return [Check("thread", _thread_faults)]


def _thread_faults() -> tuple[int, list[Fault]]:
    modules, edges = reads.linked_modules(), reads.prerequisite_edges()
    return len(modules), [fault for module in modules for fault in _of_thread(module, edges)]


def _of_thread(module: Module, edges: dict[int, list[int]]) -> Iterator[Fault]:
    where = f"curriculum.module:{module.pk}"
    if closes_circle(edges, module.pk, edges.get(module.pk, [])):
        yield Fault(where, "it needs itself, directly or through others")
    if module.state == Module.State.PUBLISHED and not module.outcomes.all():
        yield Fault(where, "everyone sees it, but it has no outcome")


def retention() -> list[Keep]:
    """The curriculum names nobody."""
    rows = {
        "Competence": "what people can do", "Module": "what is taught", "Outcome": "what one can do after a module",
        "ModuleAnswer": "which need a module answers", "Bearer": "which organisation stands for a module",
    }  # fmt: skip
    return [Keep(f"curriculum.{model}", purpose, None) for model, purpose in rows.items()]


def board(now: datetime) -> list[BoardItem]:
    """The strongest needs without any module."""
    gaps = [row for row in reads.coverage(SYSTEM) if row.is_gap][:GAPS_ON_BOARD]
    return [
        BoardItem(
            gettext("Noch kein Modul: %(topic)s") % {"topic": row.topic.title},
            row.evidence,
            f"{reverse('curriculum:office_module_new')}?thema={row.topic.pk}",
            gettext("Modul anlegen"),
            urgency=1,
            section=Section.OPEN,
        )
        for row in gaps
    ]


def sitemap() -> list[tuple[str, dict[str, str]]]:
    """A page for each published module; the list itself is announced by the house."""
    published = Module.objects.filter(state=Module.State.PUBLISHED).values_list("slug", flat=True)
    return [("web:module", {"slug": slug}) for slug in published]


def findable(user: Any, now: datetime) -> Iterator[Findable]:
    """Each module with what one can do afterwards."""
    for module, outcomes in reads.modules_with_outcomes(user):
        yield Findable(
            "module",
            module.title,
            "web:module",
            (module.slug,),
            summary=module.summary,
            more=outcomes,
            also=words.ALSO[module.level],
        )


def office_findable(user: Any, now: datetime) -> Iterator[Findable]:
    """Modules as the office changes them."""
    for module in reads.modules_seen_by(user):
        yield Findable("module", module.title, "curriculum:office_module", (module.pk,), summary=module.summary)
