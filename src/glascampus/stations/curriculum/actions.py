"""Writing the curriculum: modules with their outcomes, answers and bearers; competences."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.commons.journal.actions import keep, remove
from glascampus.commons.roles.access import demand
from glascampus.stations.curriculum.access import may_change_curriculum
from glascampus.stations.curriculum.models import Bearer, Competence, Module, ModuleAnswer, Outcome
from glascampus.stations.curriculum.reads import prerequisite_edges
from glascampus.stations.curriculum.rules import NotReady, PrerequisiteCircle, closes_circle


@transaction.atomic
def keep_module(
    *,
    module: Module,
    by: Any,
    now: datetime,
    outcomes: Sequence[tuple[str, str, Competence | None]] | None = None,
    answers: Sequence[tuple[Any, int]] | None = None,
    bearers: Sequence[tuple[Any, str]] | None = None,
    **values: Any,
) -> Module:
    """Store a new or changed module.

    ``outcomes`` are (German, English, competence) in order, ``answers`` (topic, depth 1 to 3), ``bearers`` (organisation,
    duty); ``None`` leaves them as they are.

    Raises:
        NotAllowed: not the office.
        PrerequisiteCircle: the module would need itself; nothing was changed.
    """
    demand(may_change_curriculum(by))
    wanted = [m.pk for m in values.get("prerequisites", ())]
    if module.pk and closes_circle(prerequisite_edges(), module.pk, wanted):
        raise PrerequisiteCircle(field="prerequisites")
    deed = "curriculum.module_changed" if module.pk else "curriculum.module_made"
    if not module.pk:
        module.made_at = now
    keep(thing=module, by=by, now=now, deed=deed, values=values)
    _lay_anew(module, outcomes, answers, bearers)
    return module


def outcomes_as_typed(module: Module, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str, Competence | None]]:
    """Sentences for ``keep_module``; one that stood there before keeps its competence."""
    known = {o.text_de: o.competence for o in module.outcomes.select_related("competence")} if module.pk else {}
    return [(de, en, known.get(de)) for de, en in pairs]


def _lay_anew(module: Module, outcomes: Any, answers: Any, bearers: Any) -> None:
    """Replace the parts that were given; saved one by one, since only ``save`` refuses rows of another campus."""
    of = {"campus_id": module.campus_id, "module": module}
    if outcomes is not None:
        module.outcomes.all().delete()
        for n, (de, en, competence) in enumerate(outcomes):
            Outcome(**of, position=n, text_de=de, text_en=en, competence=competence).save()
    if answers is not None:
        module.answers.all().delete()
        for topic, depth in answers:
            ModuleAnswer(**of, topic=topic, depth=depth).save()
    if bearers is not None:
        module.bearers.all().delete()
        for organisation, duty in bearers:
            Bearer(**of, organisation=organisation, duty=duty).save()


@transaction.atomic
def publish_module(*, module: Module, by: Any, now: datetime, published: bool = True) -> Module:
    """Show a module to everyone, or make it a draft again.

    Raises:
        NotReady: nobody has written yet what one can do afterwards.
    """
    demand(may_change_curriculum(by))
    if published and not module.outcomes.exists():
        raise NotReady
    state = Module.State.PUBLISHED if published else Module.State.DRAFT
    return keep(thing=module, by=by, now=now, deed=f"curriculum.module_{state}", values={"state": state})


@transaction.atomic
def remove_module(*, module: Module, by: Any, now: datetime) -> None:
    """Delete a module on which nothing leans."""
    demand(may_change_curriculum(by))
    remove(thing=module, by=by, now=now, deed="curriculum.module_removed")


@transaction.atomic
def keep_competence(
    *, competence: Competence, by: Any, now: datetime, outcomes: Collection[Outcome] | None = None, **values: Any
) -> Competence:
    """Store a new or changed competence; ``outcomes`` are all that lead to it."""
    demand(may_change_curriculum(by))
    deed = "curriculum.competence_changed" if competence.pk else "curriculum.competence_made"
    keep(thing=competence, by=by, now=now, deed=deed, values=values)
    if outcomes is not None:
        chosen = [outcome.pk for outcome in outcomes]
        competence.outcomes.exclude(pk__in=chosen).update(competence=None)
        Outcome.objects.filter(pk__in=chosen).update(competence=competence)
    return competence


@transaction.atomic
def remove_competence(*, competence: Competence, by: Any, now: datetime) -> None:
    """Delete a competence; outcomes stay without one."""
    demand(may_change_curriculum(by))
    remove(thing=competence, by=by, now=now, deed="curriculum.competence_removed")
