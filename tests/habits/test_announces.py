"""An app with tables says in ``announces.py`` what it keeps and why, how it is checked, and how a person is forgotten."""

from collections import Counter

import pytest
from django.apps import apps

from glascampus.commons.roll.reads import announced
from glascampus.commons.roll.rules import CHECK_NAMES, Check, Keep

OURS = [config for config in apps.get_app_configs() if config.name.startswith("glascampus.")]
WITH_TABLES = [config.label for config in OURS if list(config.get_models())]
COVERED = {
    "roll",
    "campuses",
    "roles",
    "sites",
    "organisations",
    "people",
}  # by the checks of web: relations, rules, scope


def announcing(entry: str) -> set[str]:
    """Labels of the apps whose announces have ``entry``."""
    from importlib import import_module
    from importlib.util import find_spec

    rooms = {config.label: f"{config.name}.announces" for config in OURS if find_spec(f"{config.name}.announces")}
    return {label for label, room in rooms.items() if hasattr(import_module(room), entry)}


def keeps() -> list[Keep]:
    return list(announced("retention"))


def test_every_table_has_one_purpose_and_a_time():
    tables = {f"{model._meta.app_label}.{model.__name__}" for config in OURS for model in config.get_models()}

    counted = Counter(keep.model for keep in keeps())

    assert counted == Counter(tables)
    assert all(str(keep.purpose) and (keep.days is None or keep.days > 0) for keep in keeps())


def test_personal_data_do_not_stay_for_ever():
    assert [keep.model for keep in keeps() if keep.personal and keep.days is None and not keep.rule] == []


def test_every_time_limit_has_something_that_ends_it():
    limited = [keep for keep in keeps() if keep.days is not None or keep.rule]

    assert [keep.model for keep in limited if not (keep.past or keep.goes_with)] == []
    assert {keep.goes_with for keep in limited if keep.goes_with} <= {keep.model for keep in limited if keep.past}


def test_personal_data_say_on_what_ground_and_for_whom_in_words_there_are():
    from glascampus.commons.legal.words import BASES, RECIPIENTS

    personal = [keep for keep in keeps() if keep.personal]

    assert [keep.model for keep in personal if keep.basis not in BASES] == []
    assert [keep.model for keep in personal if not keep.recipients or set(keep.recipients) - set(RECIPIENTS)] == []


def test_a_limit_by_rule_names_a_row_of_the_rulebook():
    from datetime import date

    from glascampus.basics.rulebook import Rulebook

    book = Rulebook(on=date(2026, 11, 24))

    assert [keep.rule for keep in keeps() if keep.rule and book.whole(keep.rule) < 1] == []
    assert [keep.rule for keep in keeps() if keep.rule and not keep.rule.endswith(("_days", "_years"))] == []


def test_an_app_that_keeps_something_of_a_person_gives_it_out_and_forgets_it():
    personal = {keep.model.partition(".")[0] for keep in keeps() if keep.personal}

    assert personal
    assert personal <= announcing("personal")


def test_a_table_with_a_mailbox_is_personal():
    from django.db.models import EmailField

    private = {keep.model for keep in keeps() if keep.personal}
    public = {"campuses.Campus"}  # the office's own address
    with_mailbox = {
        m._meta.label
        for config in OURS
        for m in config.get_models()
        if any(isinstance(f, EmailField) for f in m._meta.concrete_fields)
    }

    assert with_mailbox - public <= private


def test_every_app_with_tables_is_checked():
    assert set(WITH_TABLES) - COVERED <= announcing("checks")


def test_checks_have_the_fixed_names():
    checks: list[Check] = list(announced("checks"))

    assert {check.name for check in checks} == set(CHECK_NAMES)


@pytest.mark.parametrize("entry", ["checks", "retention", "personal", "ticks"])
def test_a_check_sees_the_whole_house(entry):
    """The collector finds what the apps announce; nothing is listed by hand."""
    assert announcing(entry)
    assert len(list(announced(entry))) >= len(announcing(entry)) - 1
