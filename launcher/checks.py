"""``./campus check``: what must hold of the code as it lies there, one line each, two at a time."""

from __future__ import annotations

import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from launcher import environment
from launcher.checkout import PYTHON, ROOT, surroundings

DJANGO = ("python", "-m", "django")
CHECKS: dict[str, tuple[str, ...]] = {  # the longest first, so that two processes end together
    "types (mypy)": ("mypy",),
    "migrations in step": (*DJANGO, "makemigrations", "--check", "--dry-run"),
    "settings (check --deploy)": (*DJANGO, "check", "--deploy", "--fail-level", "WARNING"),
    "templates (djlint)": ("djlint", "src", "--lint", "--quiet"),
    "translations": ("python", "-m", "glascampus.web.catalogues", "--check"),
    "directions (import-linter)": ("lint-imports",),
    "security (bandit)": ("bandit", "-q", "-c", "pyproject.toml", "-r", "src"),
    "style (ruff)": ("ruff", "check", "--quiet"),
    "format (ruff)": ("ruff", "format", "--check", "--output-format", "concise"),
}
SHOWN_LINES = 40
FIXES = (("ruff", "check", "--fix", "--exit-zero", "--quiet"), ("ruff", "format", "--quiet"))


def check(*, fix: bool) -> int:
    """0 when all hold, else 1; ``fix`` repairs first what ruff can repair."""
    environment.ready("dev")
    for words in FIXES if fix else ():
        _run(words, surroundings())
    with tempfile.TemporaryDirectory() as data, ThreadPoolExecutor(2) as pool:
        around = like_production(Path(data))
        running = {name: pool.submit(_timed, words, around) for name, words in CHECKS.items()}
        bad = sum(not _tell(name, *future.result()) for name, future in running.items())
    print(f"{bad} of {len(CHECKS)} do not hold." if bad else f"All {len(CHECKS)} hold.")
    return 1 if bad else 0


def like_production(data: Path) -> dict[str, str]:
    """What a real campus is started with, so that ``check --deploy`` looks at its settings and no demo's."""
    around = surroundings(
        CAMPUS_DATA=str(data),
        CAMPUS_HOSTS="campus.example",
        CAMPUS_KEYS=str(data / "keys"),
        CAMPUS_TRUSTED_PROXIES="127.0.0.1",
    )
    return {name: value for name, value in around.items() if name != "DATABASE_URL"}


def _run(words: tuple[str, ...], around: dict[str, str]) -> subprocess.CompletedProcess[str]:
    program = PYTHON.parent / words[0]
    return subprocess.run(
        [str(program), *words[1:]],
        cwd=ROOT,
        env=around,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )


def _timed(words: tuple[str, ...], around: dict[str, str]) -> tuple[subprocess.CompletedProcess[str], float]:
    begin = time.monotonic()
    return _run(words, around), time.monotonic() - begin


def _tell(name: str, done: subprocess.CompletedProcess[str], seconds: float) -> bool:
    """One line; what does not hold shows its words below. Says whether it holds."""
    good = done.returncode == 0
    print(f"{'ok ' if good else 'BAD'} {name:28} {seconds:5.1f} s", flush=True)
    if not good:
        print(_shortened(done.stdout.strip().splitlines()), flush=True)
    return good


def _shortened(lines: list[str]) -> str:
    """What fits on a screen: the end of a trace, the beginning of a list."""
    if any(line.startswith("Traceback") for line in lines):
        lines = lines[-3:]
    more = [f"... and {len(lines) - SHOWN_LINES} lines more"] if len(lines) > SHOWN_LINES else []
    return "\n".join(f"    {line}" for line in lines[:SHOWN_LINES] + more)
