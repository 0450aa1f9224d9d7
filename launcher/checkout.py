"""Where this checkout's things lie, what its processes see of the world, and git's hook."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILD = ROOT / "build"
SETTINGS = "glascampus.web.settings"


def surroundings(**more: str) -> dict[str, str]:
    """The environment of every process the door starts; ``more`` wins."""
    ours = {
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "UV_PYTHON_DOWNLOADS": "never",
        "PYTHONUNBUFFERED": "1",
    }
    return {**os.environ, **ours, **more}


def set_hook() -> None:
    """Let git run ``.hooks/pre-commit`` here, once; a hook path somebody chose stays, and without git nothing happens."""
    if not (ROOT / ".git").exists() or os.environ.get("CI"):
        return
    try:
        git = ["git", "-C", str(ROOT), "config", "--local"]
        if subprocess.run([*git, "--get", "core.hooksPath"], capture_output=True, check=False).returncode == 1:
            subprocess.run([*git, "core.hooksPath", ".hooks"], capture_output=True, check=False)
    except OSError:
        pass


def data_directory(given: str | None) -> Path:
    """Where the campus keeps its data: ``--data``, else ``CAMPUS_DATA``, else ``var`` in the checkout."""
    chosen = given or os.environ.get("CAMPUS_DATA")
    return Path(chosen).absolute() if chosen else ROOT / "var"
