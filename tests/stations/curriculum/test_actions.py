"""The office writes the curriculum; each deed is one line in the journal."""

import pytest
from django.core.exceptions import ValidationError
from django_scopes import scope

from glascampus.basics.reason import NotAllowed
from glascampus.commons.journal.models import Line
from glascampus.commons.journal.rules import GUEST, SYSTEM
from glascampus.commons.roll.reads import announced
from glascampus.stations.curriculum import actions, reads
from glascampus.stations.curriculum.models import Competence, Module
from glascampus.stations.curriculum.rules import NotReady, PrerequisiteCircle
from tests.build import commons, curriculum, needs


def faults(name):
    return [fault for check in announced("checks") if check.name == name for fault in check.look()[1]]


def test_a_module_is_kept_with_all_its_parts_in_one_line(campus, anna, now):
    topic, firm = needs.topic(campus), commons.organisation(campus)
    before = Line.objects.count()
    module = actions.keep_module(
        module=Module(campus=campus), by=anna, now=now, slug="m", title_de="M", outcomes=[("etwas können", "do", None)],
        answers=[(topic, 3)], bearers=[(firm, "teaching")],
    )  # fmt: skip
    assert Line.objects.count() == before + 1
    assert (module.outcomes.count(), module.answers.get().depth, module.bearers.get().organisation) == (1, 3, firm)
    assert reads.topics_for_modules([module.pk]) == {module.pk: [(topic, 3)]}
    assert reads.modules_for_topics([topic.pk]) == {}
    actions.publish_module(module=module, by=anna, now=now)
    assert reads.modules_for_topics([topic.pk]) == {topic.pk: [module]}


def test_circles_are_refused_and_nothing_changes(campus, anna, now):
    first, second = curriculum.module(campus), curriculum.module(campus)
    actions.keep_module(module=second, by=anna, now=now, prerequisites=[first])
    with pytest.raises(PrerequisiteCircle):
        actions.keep_module(module=first, by=anna, now=now, prerequisites=[second])
    assert not first.prerequisites.exists()
    assert faults("thread") == []


def test_strangers_change_nothing(campus, bodo, carla, now):
    module = curriculum.module(campus)
    for by in (bodo, carla, GUEST):
        with pytest.raises(NotAllowed):
            actions.keep_module(module=module, by=by, now=now, title_de="X")
        with pytest.raises(NotAllowed):
            actions.remove_module(module=module, by=by, now=now)
        with pytest.raises(NotAllowed):
            actions.publish_module(module=module, by=by, now=now)
        with pytest.raises(NotAllowed):
            actions.keep_competence(competence=Competence(campus=campus), by=by, now=now, slug="x", title_de="X")
    assert Module.objects.get().title_de != "X"


def test_a_module_without_outcomes_is_not_shown(campus, anna, now):
    module = curriculum.module(campus, outcomes=[], state="draft")
    with pytest.raises(NotReady):
        actions.publish_module(module=module, by=anna, now=now)


def test_drafts_are_for_the_office(campus, anna, carla):
    curriculum.module(campus, state="draft")
    assert (reads.modules_seen_by(anna).count(), reads.modules_seen_by(carla).count()) == (1, 0)


def test_a_competence_gathers_sentences_and_lets_them_go(campus, anna, now):
    module, competence = curriculum.module(campus), curriculum.competence(campus)
    actions.keep_competence(competence=competence, by=anna, now=now, outcomes=list(module.outcomes.all()))
    assert competence.outcomes.count() == 1
    typed = actions.outcomes_as_typed(module, [("Blasen und Steinchen unterscheiden", "x"), ("neu", "")])
    assert [c for _, _, c in typed] == [competence, None]
    actions.keep_competence(competence=competence, by=anna, now=now, outcomes=[])
    assert competence.outcomes.count() == 0


def test_another_campus_is_refused_and_found(campus, other_campus, now):
    with scope(campus=other_campus):
        foreign = needs.topic(other_campus, "Fremd")
        far = curriculum.module(other_campus)
    with pytest.raises(ValidationError):
        curriculum.module(campus, foreign)
    module = curriculum.module(campus)
    module.prerequisites.add(far)
    assert any("another campus" in fault.says for fault in faults("scope"))


def test_coverage_names_gaps_first(campus, anna):
    answered, gap = needs.topic(campus, "Beantwortet"), needs.topic(campus, "Lücke")
    needs.firms(campus, answered, 4)
    curriculum.module(campus, answered)
    rows = reads.coverage(anna)
    assert [(row.topic, row.is_gap) for row in rows] == [(gap, True), (answered, False)]
    assert reads.figures() == {"modules": 1, "gaps": 1}
    assert any("Lücke" in item.title for item in announced("board", curriculum.NOW))
    assert SYSTEM
