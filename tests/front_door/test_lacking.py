"""What a machine lacks is skipped and listed with the line that installs it; with CI set it is a failure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from launcher import desk
from launcher.faults import Fault
from tests.conftest import LACKS
from tests.front_door.conftest import CHECKOUT
from tests.servers import postgres_programs

NEEDY = """
import pytest
from tests.conftest import need

@pytest.mark.browser
def test_a_page(): pass

def test_a_document(): need("pdftotext")

def test_a_picture(): need("exiftool")

@pytest.mark.skip("some day")
def test_later(): pass

@pytest.mark.postgres
def test_of_the_other_database(): pass

@pytest.mark.sqlite
def test_of_this_database(): pass
"""


def tried(where: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """The tests above on a machine without any program."""
    (where / "test_needy.py").write_text(NEEDY)
    plain = ("CAMPUS_", "PYTEST_", "DATABASE_URL", "CI")
    around = {name: value for name, value in os.environ.items() if not name.startswith(plain)}
    words = ["-c", str(CHECKOUT / "pyproject.toml"), "--rootdir", str(CHECKOUT), "-p", "tests.conftest", "-n0"]
    command = [sys.executable, "-m", "pytest", *words, "-p", "no:cacheprovider", str(where)]
    around |= {"PATH": "/nowhere", **more}
    return subprocess.run(command, cwd=CHECKOUT, env=around, capture_output=True, text=True, check=False)


def test_it_is_listed_with_the_line_that_installs_it(tmp_path):
    done = tried(tmp_path)
    assert done.returncode == 0, done.stdout
    assert "Chromium (1 tests); install it with: sudo apt-get install chromium" in done.stdout
    assert "pdftotext (1 tests); install it with: sudo apt-get install poppler-utils" in done.stdout
    assert "exiftool (1 tests); install it with: sudo apt-get install exiftool" in done.stdout
    assert "1 passed, 4 skipped, 1 deselected" in done.stdout


def test_with_ci_a_skip_is_a_failure(tmp_path):
    done = tried(tmp_path, CI="true")
    assert done.returncode == 1
    assert "2 failed, 1 passed, 1 deselected, 2 errors" in done.stdout


@pytest.mark.slow
def test_on_the_other_database_the_other_tests_run(tmp_path):
    if not postgres_programs():
        pytest.skip(f"{LACKS}PostgreSQL: sudo apt-get install postgresql-15")
    done = tried(tmp_path, CAMPUS_TEST_DB="postgres")
    assert "1 passed, 4 skipped, 1 deselected" in done.stdout


def test_pictures_without_a_browser_say_how_to_install_one(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(Fault) as said:
        desk.shots([])

    assert (
        str(said.value) == "Pictures need Chromium, and there is none; install it with: sudo apt-get install chromium"
    )
