"""The house holds, and the gate sees each planted violation."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from glascampus.commons.campuses.models import OfCampus
from tests.habits import gate

ROOT = Path(__file__).resolve().parents[2]


def test_no_module_goes_round_the_floors():
    assert {str(file): faults for file, tree in gate.sources() if (faults := gate.all_faults(file, tree))} == {}


def test_relations_point_backwards_and_leave_no_way_back():
    assert gate.relations(m for m in apps.get_models() if m.__module__.startswith("glascampus.")) == []


def test_templates_use_their_own_and_the_house_only():
    found = [
        fault
        for file in gate.SRC.rglob("templates/**/*.html")
        for fault in gate.includes(gate.app_of(file), file.read_text())
    ]
    assert found == []


def test_migrations_import_nothing_of_ours():
    found = [
        fault
        for file in gate.SRC.rglob("migrations/0*.py")
        for fault in gate.migration_imports(file, ast.parse(file.read_text()))
    ]
    assert found == []


PLANTED = {
    "a lookup into a later station": ("stations/needs/reads.py", "Topic.objects.filter(booking__id__gt=0)", "lookup"),
    "a reverse set of a later station": ("stations/curriculum/reads.py", "module.run_set.all()", "run_set"),
    "a prefetch into a later station": (
        "stations/courses/reads.py",
        "Run.objects.prefetch_related('seat__person')",
        "lookup",
    ),
    "a model looked up by name": ("stations/needs/reads.py", "apps.get_model('bookings', 'Seat')", "get_model"),
    "a module imported by name": (
        "stations/courses/reads.py",
        "import_string('glascampus.stations.bookings.reads')",
        "import_string",
    ),
    "a content type": (
        "commons/sites/reads.py",
        "from django.contrib.contenttypes.models import ContentType",
        "ContentType",
    ),
    "a save outside actions": ("stations/needs/reads.py", "topic.save()", "save"),
    "an update outside actions": ("stations/courses/pages.py", "runs.update(taken=0)", "update"),
    "a create outside actions": ("web/pages/home.py", "Topic.objects.create(slug='x')", "create"),
    "a page of another app": (
        "stations/courses/pages.py",
        "from glascampus.stations.needs import pages",
        "imports needs.pages",
    ),
    "forms of another app": (
        "stations/bookings/forms.py",
        "from glascampus.stations.courses.forms import RunForm",
        "imports courses.forms",
    ),
    "a query in a page": ("stations/needs/pages.py", "Topic.objects.first()", ".objects"),
    "a signal receiver": ("stations/needs/apps.py", "@receiver(post_save)\ndef told(**_): ...", "receiver"),
    "admin elsewhere": ("stations/needs/models.py", "from django.contrib.admin import site", "admin"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_the_gate_sees_what_is_planted(name):
    where, code, seen = PLANTED[name]
    faults = gate.all_faults(gate.SRC / where, ast.parse(code))
    assert any(seen in str(fault) for fault in faults), faults


def test_the_gate_sees_relations_that_point_forwards_or_back():
    class Planted(OfCampus):
        seat = models.ForeignKey("bookings.Seat", models.CASCADE, related_name="planted")

        class Meta:
            app_label = "needs"

    apps.all_models["needs"].pop("planted")
    apps.clear_cache()
    found = gate.relations([Planted])
    assert [("later" in f, "way back" in f) for f in found] == [(True, False), (False, True)]


def test_the_gate_sees_a_template_of_another_station():
    assert gate.includes("needs", '{% include "courses/_run.html" %}') == ["needs: uses courses's template"]


IMPORTS = {
    "stations/needs/reads/__init__.py": "from glascampus.stations.courses import reads as later",
    "stations/needs/rules.py": "import django",
    "stations/needs/models.py": "from glascampus.stations.needs import actions",
    "basics/money.py": "from glascampus.commons.journal import rules",
    "commons/journal/reads.py": "from glascampus.stations.needs import models",
    "commons/sites/reads.py": "from glascampus.commons.people import models",
    "stations/needs/utils.py": "x = 1",
    "engines/feeds/__init__.py": "from glascampus.web import peers",
}


@pytest.mark.slow
def test_the_import_contracts_see_each_planted_import(tmp_path):
    shutil.copytree(ROOT / "src", tmp_path / "src")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for where, line in IMPORTS.items():
        file = tmp_path / "src" / "glascampus" / where
        file.write_text((file.read_text() if file.exists() else '"""Planted."""\n') + f"\n{line}\n")
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=tmp_path, capture_output=True, text=True,
        env={"PYTHONPATH": str(tmp_path / "src"), "PATH": "/usr/bin:/bin"}, check=False,
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode == 1
    for seen in (
        "glascampus.stations.needs.reads -> glascampus.stations.courses.reads",
        "glascampus.stations.needs.rules -> django",
        "glascampus.stations.needs.models -> glascampus.stations.needs.actions",
        "glascampus.basics.money -> glascampus.commons.journal.rules",
        "glascampus.commons.journal.reads -> glascampus.stations.needs.models",
        "glascampus.commons.sites.reads -> glascampus.commons.people.models",
        "utils",
        "glascampus.engines.feeds -> glascampus.web.peers",
    ):
        assert seen in said, f"{seen} not seen in:\n{said}"
