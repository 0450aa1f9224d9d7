"""The environment is made from the lock, once, and again when the lock changed."""

import os
import shutil
import subprocess
import sys
import time

import pytest

from tests.front_door.conftest import CHECKOUT, PYTHON, write_lock
from tests.servers import free_port


def test_the_first_call_installs_and_the_second_finds_it_done(bare):
    bare.environment["CAMPUS_DATA"] = "/data/of/mine"
    no_steps(bare)

    first = bare.campus("people", "export", "a@b.example")
    second = bare.campus("people", "export", "a@b.example")

    assert first.stdout == second.stdout == "people export a@b.example /data/of/mine\n"
    assert "Installing" in first.stderr
    assert second.stderr == ""


def test_a_changed_lock_is_installed_anew(bare):
    no_steps(bare)
    bare.campus("people")
    write_lock(bare, "# another\n" + (bare.root / "requirements" / "base.lock").read_text())

    assert "Installed." in bare.campus("people").stderr
    assert bare.campus("people").stderr == ""


def test_what_is_built_from_sources_is_built_when_they_change(house):
    assert "Compiling the translations" in house.campus("people").stderr
    assert house.campus("people").stderr == ""

    catalogue = house.root / "src/glascampus/web/locale/en/LC_MESSAGES/django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text("")

    assert house.campus("people").stderr == "Compiling the translations ...\n"


def test_a_step_that_fails_says_so_in_a_sentence(house):
    (house.root / "src/glascampus/web/assets.py").write_text("raise SystemExit('the font is gone')")
    done = house.campus("people")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, "Cutting the font failed: the font is gone")


def no_steps(house) -> None:
    """The tiny environment holds no Django: nothing is collected there."""
    text = (house.root / "launcher" / "environment.py").read_text()
    start, end = text.index("STEPS = ("), text.index("def step_if_changed")
    (house.root / "launcher" / "environment.py").write_text(text[:start] + "STEPS = ()\n\n\n" + text[end:])


@pytest.mark.slow
def test_a_fresh_clone_becomes_a_campus_with_two_words(tmp_path):
    clone = tmp_path / "clone"
    copy_sources(clone)
    command = [PYTHON, str(clone / "campus"), "run", "--port", str(free_port())]
    begin = time.monotonic()
    newcomer = {
        name: value for name, value in os.environ.items() if name not in {"CAMPUS_DATA", "DATABASE_URL", "PYTHONPATH"}
    }
    with subprocess.Popen(
        command, cwd=tmp_path, env=newcomer, text=True, stdout=subprocess.PIPE, stderr=sys.stderr
    ) as launcher:
        try:
            ready = launcher.stdout.readline()
        finally:
            launcher.terminate()
    print(f"first start: {time.monotonic() - begin:.0f} s")
    assert ready.startswith("Ready: http://127.0.0.1:")
    assert launcher.returncode == 0
    assert (clone / "var").is_dir()


def copy_sources(clone) -> None:
    """What git would clone, without asking git: tests may run before the first commit."""
    clone.mkdir()
    for part in ("campus", "launcher", "src", "campuses", "requirements", "pyproject.toml"):
        if (source := CHECKOUT / part).is_dir():
            shutil.copytree(
                source, clone / part, ignore=shutil.ignore_patterns("__pycache__")
            )  # others write there now
        else:
            shutil.copy2(source, clone)
