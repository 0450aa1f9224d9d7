"""Git's own hook: what a machine can tidy is tidied, and nobody commits what he has not seen."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.front_door.conftest import CHECKOUT


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the hook and one file to be committed; the first commit is made."""
    shutil.copytree(CHECKOUT / ".hooks", tmp_path / ".hooks")
    git(tmp_path, "init", "-q")
    git(tmp_path, "config", "core.hooksPath", ".hooks")
    checks(tmp_path, "exit 0")
    (tmp_path / "page.py").write_text("x  = 1\n")
    git(tmp_path, "add", ".")
    return tmp_path


def git(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    who = ["-c", "user.name=Anna", "-c", "user.email=anna@office.example"]
    return subprocess.run(["git", *who, *words], cwd=root, capture_output=True, text=True, check=False)


def checks(root: Path, does: str) -> None:
    """What ``./campus check --fix`` does here."""
    (root / "campus").write_text(f"#!/bin/sh\n{does}\n")
    (root / "campus").chmod(0o755)


def test_what_holds_is_committed(repository):
    assert git(repository, "commit", "-m", "Anna begins").returncode == 0


def test_what_does_not_hold_is_not(repository):
    checks(repository, "exit 1")
    done = git(repository, "commit", "-m", "Anna begins")
    assert done.returncode == 1
    assert "Not committed: repair" in done.stderr


def test_what_was_tidied_just_now_is_looked_at_first(repository):
    checks(repository, "echo 'x = 1' > page.py")
    git(repository, "add", ".")
    done = git(repository, "commit", "-m", "Anna begins")
    assert done.returncode == 1
    assert "tidied just now" in done.stderr
    git(repository, "add", ".")
    assert git(repository, "commit", "-m", "Anna begins").returncode == 0
