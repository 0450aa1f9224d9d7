"""``./campus test``, ``./campus bench`` and ``./campus shots``: all in the environment of requirements/dev.lock."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from launcher import environment
from launcher.checkout import PYTHON, ROOT, surroundings
from launcher.faults import Fault


def test(db: str, arguments: list[str]) -> int:
    """Run pytest with a process for each core, two to eight; ``arguments`` may choose otherwise (``-n0``)."""
    environment.ready("dev")
    processes = str(min(max(os.cpu_count() or 2, 2), 8))
    share = [] if any(word.startswith("-n") for word in arguments) else ["-n", processes, "--dist", "worksteal"]
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), "-m", "pytest", *share, *arguments], surroundings(CAMPUS_TEST_DB=db))
    return 0


def bench(names: list[str], *, only_list: bool) -> int:
    """Run ``benchmarks/NAME/run.py`` one after the other; its last line on stdout is its answer in JSON."""
    there = sorted(path.parent.name for path in (ROOT / "benchmarks").glob("*/run.py"))
    if only_list:
        print(*there, sep="\n")
        return 0
    for name in names:
        if name not in there:
            raise Fault(f"There is no benchmark {name}; there are: {', '.join(there) or 'none yet'}.")
    environment.ready("dev")
    sys.stdout.flush()
    failed = [
        name
        for name in names or there
        if subprocess.run([PYTHON, f"benchmarks/{name}/run.py"], cwd=ROOT, env=surroundings(), check=False).returncode
    ]
    if failed:
        raise Fault(f"These benchmarks did not hold: {', '.join(failed)}.", code=1)
    return 0


BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def shots(names: list[str], *, out: str | None, book: bool, only_list: bool) -> int:
    """Take pictures of pages with the browser of this machine."""
    if not only_list and not any(map(shutil.which, BROWSERS)):
        raise Fault("Pictures need Chromium, and there is none; install it with: sudo apt-get install chromium")
    environment.ready("dev")
    room = Path(out).absolute() if out else ROOT / ("docs/pictures" if book else "build/shots")
    words = [*(["--book"] if book else []), *(["--list"] if only_list else []), "--out", str(room), *names]
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), "-m", "tests.story.shots", *words], surroundings())
    return 0
