"""House rules that a machine can hold."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps

from tests.habits.gate import SRC, calls, sources

ROOT = SRC.parents[1]
SENTENCE = re.compile(r"environ(?:\.get\(|\[)\s*[\"']([A-Z_]+)[\"']")
NOT_OURS = {"DJANGO_SETTINGS_MODULE", "CI", "PATH"}


def _ours():
    return [c for c in apps.get_app_configs() if c.name.startswith("glascampus.")]


def test_every_model_has_a_row_in_the_glossary():
    glossary = (ROOT / "docs" / "glossary.md").read_text()
    assert [m.__name__ for c in _ours() for m in c.get_models() if f"| {m.__name__} |" not in glossary] == []


def test_every_setting_is_documented():
    told = (ROOT / "docs" / "howto" / "settings.md").read_text()
    read = {name for file, _ in sources() for name in SENTENCE.findall(file.read_text())} - NOT_OURS
    assert {name for name in read if f"`{name}`" not in told} == set()


def test_every_verb_is_documented():
    from glascampus.commons.roll.reads import verbs

    told = (ROOT / "docs" / "howto" / "commands.md").read_text()
    assert [verb for verb in verbs() if f"./campus {verb}" not in told and verb not in {"prepare", "worker"}] == []


def test_every_template_is_used():
    everything = "\n".join(f.read_text() for f in [*SRC.rglob("*.py"), *SRC.rglob("templates/**/*.*")])
    templates = [f for f in SRC.rglob("templates/**/*.*") if f.is_file()]
    names = [f.as_posix().split("/templates/")[1] for f in templates]
    unused = [n for n in names if n not in everything and not re.fullmatch(r"\d{3}(_csrf)?\.html", n)]
    assert [n for n in unused if f"mail/{Path(n).stem}" not in everything and Path(n).stem not in everything] == []


def _refusals() -> set[str]:
    """Names of all refusals of the house, also of those that build on another one in another file."""
    bases = {
        n.name: {getattr(b, "id", "") for b in n.bases}
        for _, tree in sources()
        for n in ast.walk(tree)
        if isinstance(n, ast.ClassDef)
    }
    found = {"Refusal"}
    while more := {name for name, of in bases.items() if of & found} - found:
        found |= more
    return found


def _codes(tree: ast.AST, refusals: set[str]) -> set[str]:
    """Codes of reasons and refusals: ``Reason("code")``, ``RunRefused("code")``, ``class X(Refusal): code = "code"``."""
    found = {
        c.args[0].value
        for name, c in calls(tree)
        if name in {"Reason", *refusals}
        and c.args
        and isinstance(c.args[0], ast.Constant)
        and isinstance(c.args[0].value, str)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name in refusals:
            found |= {
                s.value.value
                for s in node.body
                if isinstance(s, ast.Assign)
                and getattr(s.targets[0], "id", "") == "code"
                and isinstance(s.value, ast.Constant)
            }
    return found


def test_every_code_has_a_sentence():
    spoken: set[str] = set()
    for config in _ours():
        if find_spec(f"{config.name}.words"):
            spoken |= set(getattr(import_module(f"{config.name}.words"), "SENTENCES", {}))
    refusals = _refusals()
    silent = {str(file.relative_to(SRC)): left for file, tree in sources() if (left := _codes(tree, refusals) - spoken)}
    assert silent == {}


def test_no_page_carries_inline_style_or_script():
    pattern = re.compile(
        r"\sstyle=|<style|<script(?![^>]*application/ld\+json)(?![^>]*\ssrc=)|\son(?:click|load|submit|change)="
    )
    assert [str(f) for f in SRC.rglob("templates/**/*.html") if pattern.search(f.read_text())] == []


def test_no_path_of_a_machine_and_no_registry_stands_in_the_tree():
    words = re.compile("|".join(["/wo" + "rk/", "/ro" + "ot/", "pypi" + r"\.org", "registry" + r"\.npmjs"]))
    kinds = {".py", ".html", ".md", ".toml", ".lock", ".in", ".sh", ".txt", ".po", ".css"}
    skip = {".venv", "build", "var", ".git"}
    files = [
        f for f in ROOT.rglob("*") if f.suffix in kinds and f.is_file() and not skip & set(f.relative_to(ROOT).parts)
    ]
    assert [str(f.relative_to(ROOT)) for f in files if words.search(f.read_text(errors="replace"))] == []


def test_no_rule_is_stale():
    from datetime import date

    from glascampus.basics.rulebook import stale

    assert list(stale(date(2026, 11, 23))) == []  # the day these rows were last looked through


def test_every_public_column_has_a_form_of_the_office():
    """What a public page can show, the office can change: every written column of a model with pages stands in a form or an action."""
    from glascampus.commons.campuses.models import Campus
    from glascampus.commons.organisations.models import Organisation
    from glascampus.commons.people.models import Person
    from glascampus.commons.sites.models import Room, Site
    from glascampus.stations.courses.models import Course, History, Run, Session
    from glascampus.stations.curriculum.models import Competence, Module
    from glascampus.stations.needs.models import Evidence, Topic

    forms = "\n".join(f.read_text() for f in [*SRC.rglob("forms.py"), *SRC.rglob("forms/*.py")])
    made_elsewhere = {
        "id", "campus", "made_at", "example", "erased_at", "key", "host", "address", "is_demo", "organisation", "external_id",
        "state", "taken", "starts_at", "ends_at", "closed_at", "sequence", "run", "course", "topic", "confirmed_at",
        "originally_starts_at", "originally_ends_at",
    }  # fmt: skip
    models = [
        Campus,
        Organisation,
        Person,
        Room,
        Site,
        Course,
        History,
        Run,
        Session,
        Competence,
        Module,
        Evidence,
        Topic,
    ]
    missing = [
        f"{m.__name__}.{f.name}"
        for m in models
        for f in [*m._meta.concrete_fields, *m._meta.many_to_many]
        if f.name not in made_elsewhere and not re.search(rf"\b{f.name}\b|\b{f.name.removesuffix('_cents')}\b", forms)
    ]
    assert missing == []
