"""Modules as pages and later stations need them. Drafts are for the office only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from glascampus.basics import slugs
from glascampus.basics.text import Text, columns_of
from glascampus.commons.desk.reads import as_read, holding
from glascampus.commons.roles.access import is_office
from glascampus.stations.curriculum.models import Bearer, Competence, Module, ModuleAnswer, Outcome
from glascampus.stations.curriculum.rules import Covered, gaps_first
from glascampus.stations.needs import reads as needs
from glascampus.stations.needs.models import Topic


def modules_seen_by(user: Any) -> QuerySet[Module]:
    """The office sees drafts, too."""
    modules = Module.objects.all()
    return modules if is_office(user) else modules.filter(state=Module.State.PUBLISHED)


def module_rows(user: Any) -> QuerySet[Module]:
    """Modules with outcomes, answers and bearers at hand: a fixed number of queries."""
    return modules_seen_by(user).prefetch_related(
        "outcomes",
        "prerequisites",
        Prefetch("answers", ModuleAnswer.objects.select_related("topic")),
        Prefetch("bearers", Bearer.objects.select_related("organisation")),
    )


def modules_by_title(user: Any) -> QuerySet[Module]:
    """Modules in the order of their titles, as the reader sees these."""
    return modules_seen_by(user).order_by(as_read(columns_of("title")), "pk")


def modules_with_outcomes(user: Any) -> list[tuple[Module, tuple[Text, ...]]]:
    """Modules with what one can do afterwards; one query, a row per outcome."""
    rows = modules_seen_by(user).annotate(says_de=F("outcomes__text_de"), says_en=F("outcomes__text_en"))
    found: dict[int, tuple[Module, list[Text]]] = {}
    for module in rows.order_by(as_read(columns_of("title")), "pk", "outcomes__position", "outcomes__pk"):
        found.setdefault(module.pk, (module, []))[1].append(Text(module.says_de or "", module.says_en or ""))
    return [(module, tuple(outcomes)) for module, outcomes in found.values()]


def find_modules(rows: QuerySet[Module], words: str) -> QuerySet[Module]:
    """Modules whose title or summary bears the words, in either language."""
    return holding(rows, words, "title_de", "title_en", "summary_de", "summary_en")


def modules_in_state(rows: QuerySet[Module], state: str) -> QuerySet[Module]:
    """Drafts, or published ones."""
    return rows.filter(state=state)


def modules_of_level(rows: QuerySet[Module], level: str) -> QuerySet[Module]:
    """Modules of one level."""
    return rows.filter(level=level)


def competences() -> QuerySet[Competence]:
    """All competences with the outcomes that lead to them."""
    return Competence.objects.prefetch_related("outcomes")


def modules_for_topics(topic_ids: Iterable[int]) -> dict[int, list[Module]]:
    """Published modules that answer each topic, deepest first."""
    found: dict[int, list[Module]] = defaultdict(list)
    answers = ModuleAnswer.objects.filter(topic__in=list(topic_ids), module__state="published")
    for answer in answers.select_related("module").order_by("-depth", as_read(columns_of("module__title"))):
        found[answer.topic_id].append(answer.module)
    return dict(found)


def topics_for_modules(module_ids: Iterable[int]) -> dict[int, list[tuple[Topic, int]]]:
    """The topics each module answers, with the depth (1 to 3), deepest first."""
    found: dict[int, list[tuple[Topic, int]]] = defaultdict(list)
    for answer in (
        ModuleAnswer.objects.filter(module__in=list(module_ids)).select_related("topic").order_by("-depth", "pk")
    ):
        found[answer.module_id].append((answer.topic, answer.depth))
    return dict(found)


def coverage(user: Any) -> list[Covered]:
    """Every topic with the modules that answer it: gaps first, the strongest need on top."""
    answers: dict[int, list[tuple[Module, int]]] = defaultdict(list)
    for answer in ModuleAnswer.objects.filter(module__in=modules_seen_by(user)).select_related("module"):
        answers[answer.topic_id].append((answer.module, answer.depth))
    rows = [Covered(r.topic, r.strength, r.summary, tuple(answers[r.topic.pk])) for r in needs.topic_rows(user)]
    return gaps_first(rows)


def free_slug(stem: str, model: type[Module | Competence] = Module) -> str:
    """``stem``, or with a number where another one has it."""
    taken = set(model.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return slugs.free_slug(stem, taken)


def outcomes() -> QuerySet[Outcome]:
    """All outcomes with their modules."""
    return Outcome.objects.select_related("module").order_by(as_read(columns_of("module__title")), "position", "pk")


def prerequisite_edges() -> dict[int, list[int]]:
    """Module id to the ids of what it needs."""
    found: dict[int, list[int]] = defaultdict(list)
    for module, needed in Module.prerequisites.through.objects.filter(from_module__in=Module.objects.all()).values_list(
        "from_module_id", "to_module_id"
    ):
        found[module].append(needed)
    return dict(found)


def figures() -> dict[str, int]:
    """Published modules, and topics without any."""
    answered = ModuleAnswer.objects.filter(module__state="published").values("topic")
    return {
        "modules": Module.objects.filter(state="published").count(),
        "gaps": Topic.objects.exclude(pk__in=answered).count(),
    }


# For the roll


def linked_modules() -> list[Module]:
    """Every module with its outcomes."""
    return list(Module.objects.prefetch_related("outcomes"))
