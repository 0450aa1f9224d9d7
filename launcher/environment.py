"""The environment ``.venv``, made from a lock file with hashes whenever that file changed, and what is built once from the sources."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher.checkout import BUILD, PYTHON, ROOT, VENV, surroundings
from launcher.faults import NO_VENV, Fault, broken_lock, from_installer, no_space, say

NEED_MB = {"base": 400, "dev": 900}
PINNED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(\[[\w,.-]+\])?==\S+( *;[^#]*?)?( +--hash=sha256:[0-9a-f]{64})+")


def ready(kind: str = "base") -> None:
    """Make ``.venv`` hold what ``requirements/<kind>.lock`` names, and the built files be newer than their sources.

    Raises:
        Fault: one of the ways in which a first start fails.
    """
    with only_one():
        if not installed(kind):
            install(kind)
        for step in STEPS:
            step_if_changed(*step)


@contextmanager
def only_one() -> Iterator[None]:
    """Two calls at once take turns: the second finds the work done."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "door.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another ./campus is preparing the environment; waiting for it ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# -- packages --


def stamp(kind: str) -> str:
    """What the environment must have been made from: the lock's hash."""
    return f"{kind} {hashlib.sha256(lock_file(kind).read_bytes()).hexdigest()}"


def lock_file(kind: str) -> Path:
    """The lock of this kind; without it nothing can be installed."""
    lock = ROOT / "requirements" / f"{kind}.lock"
    if not lock.is_file():
        raise broken_lock(lock, "it is missing")
    return lock


def installed(kind: str) -> bool:
    """Whether the environment is there and up to date; one made for tests (``dev``) is good for running, too."""
    try:
        made_from = (VENV / "made-from").read_text().strip()
    except OSError:
        return False
    good = {stamp(kind), stamp("dev")} if kind == "base" else {stamp(kind)}
    return PYTHON.exists() and made_from in good


def install(kind: str) -> None:
    """Install the lock into ``.venv``; the stamp is written last, so that a broken attempt is repeated."""
    lock = lock_file(kind)
    check_lock(lock)
    if shutil.disk_usage(ROOT).free < NEED_MB[kind] * 1_000_000:
        raise no_space(ROOT, NEED_MB[kind])
    uv = shutil.which("uv")
    if not uv and not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise Fault(NO_VENV)
    (VENV / "made-from").unlink(missing_ok=True)
    say(
        f"Installing what requirements/{lock.name} names into .venv (once; needs the internet, takes about a minute) ..."
    )
    for words in installer(uv, lock):
        finished = run_showing_life(words)
        if finished.returncode:
            raise from_installer(finished.stdout, lock, NEED_MB[kind])
    (VENV / "made-from").write_text(stamp(kind) + "\n")
    say("Installed.")


def installer(uv: str | None, lock: Path) -> Iterator[list[str]]:
    """The commands that make the environment, one after the other."""
    if uv:
        if not PYTHON.exists():
            yield [uv, "venv", "--clear", "--python", sys.executable, str(VENV)]
        yield [
            uv,
            "pip",
            "install",
            "--python",
            str(PYTHON),
            "--require-hashes",
            "--only-binary",
            ":all:",
            "-r",
            str(lock),
        ]
        return
    if not (PYTHON.exists() and (VENV / "bin" / "pip").exists()):
        yield [sys.executable, "-m", "venv", *([] if PYTHON.exists() else ["--clear"]), str(VENV)]
    quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    yield [str(PYTHON), "-m", "pip", "install", *quiet, "--require-hashes", "--only-binary", ":all:", "-r", str(lock)]


def check_lock(lock: Path) -> None:
    """Every entry is pinned with hashes; a merge conflict or half a download is found before anything is installed."""
    text = lock.read_text(encoding="utf-8", errors="replace").replace("\\\n", " ")
    entries = [
        (n, line.strip()) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")
    ]
    if not entries:
        raise broken_lock(lock, "it is empty")
    for number, entry in entries:
        if not PINNED.fullmatch(re.sub(r" +", " ", entry)):
            raise broken_lock(lock, f"entry {number} cannot be read: {entry[:40]}")


def run_showing_life(words: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a quiet, long command; each package that arrives is a line on stderr, silence is broken by a word every 15 seconds."""
    working = subprocess.Popen(words, env=surroundings(), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    lines: list[str] = []
    done = threading.Event()
    threading.Thread(target=_still_working, args=(done,), daemon=True).start()
    try:
        for line in working.stdout or ():
            lines.append(line)
            if line.startswith(("Collecting", "Installing", "Downloading")):
                say("  " + line.partition(" (from ")[0].strip()[:110])
    except BaseException:
        working.terminate()
        raise
    finally:
        done.set()
    return subprocess.CompletedProcess(words, working.wait(), "".join(lines))


def _still_working(done: threading.Event) -> None:
    while not done.wait(15):
        say("  still working ...")


# -- what is built from the sources: (name, sentence, what it is made from, command) --

STEPS = (
    ("catalogues", "Compiling the translations ...", ("src/**/locale/*/LC_MESSAGES/*.po", "src/glascampus/web/catalogues.py"), ("glascampus.web.catalogues",)),
    ("assets", "Cutting the font ...", ("src/glascampus/web/assets.py",), ("glascampus.web.assets",)),
    ("static", "Collecting the static files ...", ("src/**/static/**/*", "build/font/**/*", "docs/pictures/*", "src/glascampus/web/settings.py"),
     ("django", "collectstatic", "--noinput", "--verbosity", "0")),
)  # fmt: skip


def step_if_changed(name: str, sentence: str, sources: tuple[str, ...], command: tuple[str, ...]) -> None:
    """Run a build step when a file it is made from is new, gone or changed."""
    mark = BUILD / f"{name}.made-from"
    now = fingerprint(sources)
    if mark.exists() and mark.read_text() == now:
        return
    say(sentence)
    done = subprocess.run(
        [str(PYTHON), "-m", *command], cwd=ROOT, env=surroundings(), text=True, capture_output=True, check=False
    )
    if done.returncode:
        last = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()][-1:] or ["no reason given"]
        raise Fault(f"{sentence.rstrip(' .')} failed: {last[0].strip()}")
    mark.write_text(now)


def fingerprint(sources: tuple[str, ...]) -> str:
    """Name, size and time of every file these patterns find, and the environment they were built with, as one hash."""
    seen = hashlib.sha256((VENV / "made-from").read_bytes())
    for path in sorted({path for pattern in sources for path in ROOT.glob(pattern) if path.is_file()}):
        stat = path.stat()
        seen.update(f"{path.relative_to(ROOT)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return seen.hexdigest()
