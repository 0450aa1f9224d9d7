"""The office's pages of the curriculum; the public ones are composed in ``web.pages.curriculum``."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from glascampus.basics.clock import now
from glascampus.basics.text import columns_of
from glascampus.commons.desk.pages import CampusRequest, confirm_publishing, confirm_removal, office_page, take
from glascampus.commons.desk.pages.lists import listed
from glascampus.commons.desk.rules import Cell, Column, Filter, Listing
from glascampus.commons.organisations.reads import organisations_seen_by
from glascampus.stations.curriculum import actions, reads
from glascampus.stations.curriculum.forms import CompetenceForm, ModuleForm
from glascampus.stations.curriculum.models import Competence, Level, Module
from glascampus.stations.curriculum.rules import sentences_of
from glascampus.stations.needs import reads as needs
from glascampus.stations.needs.rules import slug_of


@office_page
def office_modules(request: CampusRequest) -> HttpResponse:
    """Every module, and the needs that none answers yet."""
    gaps = [row for row in reads.coverage(request.user) if row.is_gap]
    competences = reads.competences()
    return listed(request, _modules(request), "curriculum/office_modules.html", gaps=gaps, competences=competences)


def _modules(request: CampusRequest) -> Listing:
    return Listing(
        name=_("module"), title=_("Module"), rows=reads.module_rows(request.user), columns=_columns(), order="modul",
        number=lambda n: ngettext("%(n)s Modul", "%(n)s Module", n) % {"n": n},
        part=lambda n, of: ngettext("%(n)s von %(of)s Modul", "%(n)s von %(of)s Modulen", of) % {"n": n, "of": of},
        filters=[
            Filter("stand", _("Nach Stand"), reads.modules_in_state, Module.State.choices, links=True),
            Filter("niveau", _("Niveau"), reads.modules_of_level, Level.choices),
        ],
        search=reads.find_modules, search_label=_("Titel oder Inhalt"),
        empty=_("Noch kein Modul. Beginnen Sie mit dem stärksten Thema."), empty_link=(reverse("needs:office_topics"), _("Zu den Themen")),
        action=(reverse("curriculum:office_module_new"), _("Neues Modul")),
        also=[(reverse("web:curriculum"), _("Wie es alle sehen"))],
    )  # fmt: skip


def _columns() -> list[Column]:
    return [
        Column("modul", _("Modul"), lambda m: Cell(m.title, reverse("curriculum:office_module", args=[m.pk])), sort=(columns_of("title"),)),
        Column("bedarf", _("Beantwortet"), _answers_cells),
        Column("niveau", _("Niveau"), lambda m: m.get_level_display(), sort=("level",)),
        Column("zeit", _("Zeit"), lambda m: m.minutes, write="hours", style="num"),
        Column("stand", _("Stand"), lambda m: Cell(m.get_state_display(), tone="ok" if m.state == "published" else "plain"), sort=("state",)),
        Column("weiter", _("Nächster Schritt"), _next_step),
    ]  # fmt: skip


def _answers_cells(module: Module) -> list[Cell]:
    topics = [Cell(answer.topic.title) for answer in module.answers.all()]
    return topics or [Cell(_("beantwortet kein Thema"), tone="warn")]


def _next_step(module: Module) -> Cell:
    if module.state == Module.State.DRAFT:
        return Cell(
            _("Veröffentlichen"), reverse("curriculum:office_module_publish", args=[module.pk]), more=module.title
        )
    return Cell(_("Kurs daraus machen"), f"{reverse('courses:office_course_new')}?modul={module.pk}", more=module.title)


@office_page
def office_module(request: CampusRequest, pk: int | None = None) -> HttpResponse:
    """Make or change a module on one page; ``?thema=`` starts it from a need."""
    module = get_object_or_404(reads.modules_seen_by(request.user), pk=pk) if pk else Module(campus=request.campus)
    topics = list(needs.topics_seen_by(request.user))
    form = ModuleForm(
        request.POST or None, instance=module, topics=topics, initial={} if pk else _from_topic(request, topics),
        organisations=list(organisations_seen_by(request.user)),
    )  # fmt: skip

    def do(outcomes_de: str, outcomes_en: str, **_values: Any) -> Module:
        sentences = actions.outcomes_as_typed(module, sentences_of(outcomes_de, outcomes_en))
        if not module.pk:
            module.slug = reads.free_slug(slug_of(module.title_de))
        return actions.keep_module(module=module, by=request.user, now=now(), outcomes=sentences, **form.values())

    return take(
        request, form=form, do=do, done=lambda _done: reverse("curriculum:office_modules"), said=_("Gespeichert."),
        title=_("Modul ändern") if pk else _("Neues Modul"), submit=_("Speichern"), template="curriculum/office_module.html",
        back=(reverse("curriculum:office_modules"), _("Zurück, ohne zu speichern")), module=module,
    )  # fmt: skip


def _from_topic(request: CampusRequest, topics: list[Any]) -> dict[str, Any]:
    """A module that answers this topic: its title and that it treats it."""
    asked = request.GET.get("thema", "")
    topic = next((t for t in topics if str(t.pk) == asked), None)
    if topic is None:
        return {}
    return {"title_de": topic.title_de, "title_en": topic.title_en, f"answer_{topic.pk}": 2}


@office_page
def office_module_publish(request: CampusRequest, pk: int) -> HttpResponse:
    """Show a module to everyone, or take it back."""
    module = get_object_or_404(reads.modules_seen_by(request.user), pk=pk)
    publish = module.state == Module.State.DRAFT
    return confirm_publishing(
        request, module.title, publish=publish, to=_to_list(),
        do=lambda: actions.publish_module(module=module, by=request.user, now=now(), published=publish),
    )  # fmt: skip


@office_page
def office_module_remove(request: CampusRequest, pk: int) -> HttpResponse:
    """Delete a module on which nothing leans."""
    module = get_object_or_404(reads.modules_seen_by(request.user), pk=pk)
    do = partial(actions.remove_module, module=module, by=request.user, now=now())
    return confirm_removal(request, module.title, do=do, to=_to_list())


def _to_list(_done: Any = None) -> str:
    return reverse("curriculum:office_modules")


@office_page
def office_competence(request: CampusRequest, pk: int | None = None) -> HttpResponse:
    """Make or change a competence."""
    known = reads.competences()
    competence = get_object_or_404(known, pk=pk) if pk else Competence(campus=request.campus)
    form = CompetenceForm(request.POST or None, instance=competence, outcomes=list(reads.outcomes()))

    def do(**values: Any) -> Competence:
        if not competence.pk:
            competence.slug = reads.free_slug(slug_of(competence.title_de), Competence)
        return actions.keep_competence(competence=competence, by=request.user, now=now(), **values)

    return take(
        request, form=form, do=do, done=_to_list, said=_("Gespeichert."), submit=_("Speichern"),
        title=_("Kompetenz ändern") if pk else _("Neue Kompetenz"), template="curriculum/office_competence.html",
        back=(_to_list(), _("Zurück, ohne zu speichern")), competence=competence,
    )  # fmt: skip


@office_page
def office_competence_remove(request: CampusRequest, pk: int) -> HttpResponse:
    """Delete a competence; sentences stay without one."""
    competence = get_object_or_404(reads.competences(), pk=pk)
    do = partial(actions.remove_competence, competence=competence, by=request.user, now=now())
    return confirm_removal(request, competence.title, do=do, to=_to_list())
