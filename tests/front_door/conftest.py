"""A little house: the real ``campus`` and ``launcher`` with a stand-in campus behind them, so that each fault can be brought about."""

import base64
import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.servers import free_port

CHECKOUT = Path(__file__).resolve().parents[2]
PYTHON = sys._base_executable  # the machine's own, outside of any environment
READY_SECONDS = 60

CLI = """
import os, sys, time
verb, *rest = sys.argv[1:]
if verb == "prepare":
    if os.environ.get("STANDIN_REFUSES"):
        sys.exit(print(os.environ["STANDIN_REFUSES"], file=sys.stderr) or 2)
    print("Anmelden als Büro:", os.environ["CAMPUS_ADDRESS"] + "anmelden/", *rest)
elif verb == "worker":
    time.sleep(1000)
else:
    print(verb, *rest, os.environ["CAMPUS_DATA"])
    sys.exit(1 if verb == "verify" else 0)
"""
WSGI = """
import os
def application(environ, start_response):
    start_response(os.environ.get("STANDIN_STATUS", "200 OK"), [("Content-Type", "text/plain")])
    return [b"GlasCampus"]
"""
SETTINGS = """
from pathlib import Path
SECRET_KEY = "stand-in"
INSTALLED_APPS = ["django.contrib.staticfiles"]
STATIC_URL, STATIC_ROOT = "/static/", Path(__file__).resolve().parents[3] / "build" / "static"
"""
BUILDER = "print('built')\n"


@dataclass
class House:
    """One little checkout; ``environment`` is added to what its processes see."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.root / "var"

    def around(self) -> dict[str, str]:
        foreign = ("CAMPUS_", "PIP_", "UV_", "DATABASE_URL", "PYTHONPATH", "DJANGO_", "COV_")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        return {**clean, "STANDIN_HOUSE": str(self.root), **self.environment}

    def campus(self, *words: str, timeout: float = 120, **more) -> subprocess.CompletedProcess[str]:
        """``./campus WORDS`` to its end; ``run`` on a port of its own, whatever else this machine runs."""
        port = ["--port", str(free_port())] if words[:1] == ("run",) and "--port" not in words else []
        command = [PYTHON, str(self.root / "campus"), *words, *port]
        around = self.around()
        return subprocess.run(
            command, cwd=self.root, env=around, capture_output=True, text=True, timeout=timeout, check=False, **more
        )

    def run(self, *words: str) -> tuple[subprocess.Popen[str], list[str]]:
        """``./campus run`` until ``Ready:``; the launcher and the lines it printed so far."""
        command = [PYTHON, str(self.root / "campus"), "run", "--port", str(free_port()), *words]
        launcher = subprocess.Popen(
            command, cwd=self.root, env=self.around(), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self.running.append(launcher)
        lines = [launcher.stdout.readline().strip()]
        return launcher, lines

    def processes(self) -> list[int]:
        """Every process of this house but the launcher, found by what stands in its environment; the oldest first."""
        mark = f"STANDIN_HOUSE={self.root}".encode()
        launchers = {launcher.pid for launcher in self.running}
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            try:
                state, began = stand(place)
                if mark in (place / "environ").read_bytes().split(b"\0") and state != b"Z":
                    found.append((began, int(place.name)))
            except OSError:
                continue
        return [pid for _began, pid in sorted(found) if pid not in launchers]

    def of(self, word: str) -> list[int]:
        """Those whose command holds this word."""
        return [pid for pid in self.processes() if word in command_of(pid)]

    def wait_until_empty(self, seconds: float) -> list[int]:
        """What is left of this house's processes after at most ``seconds``."""
        end = time.monotonic() + seconds
        while (left := self.processes()) and time.monotonic() < end:
            time.sleep(0.1)
        return left


def stand(place: Path) -> tuple[bytes, int]:
    """State and moment of birth (in ticks since the machine started) of the process at ``/proc/PID``, see proc(5)."""
    fields = (place / "stat").read_bytes().rpartition(b")")[2].split()
    return fields[0], int(fields[19])


def command_of(pid: int) -> str:
    """Its words; none when it ended meanwhile."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    return ""


def stamp(root: Path, kind: str) -> str:
    return f"{kind} {hashlib.sha256((root / 'requirements' / f'{kind}.lock').read_bytes()).hexdigest()}\n"


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A little house whose environment is there: the tests' own packages, lent."""
    root = tmp_path_factory.mktemp("pattern") / "house"
    shutil.copytree(CHECKOUT / "launcher", root / "launcher", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(CHECKOUT / "campus", root / "campus")
    shutil.copytree(CHECKOUT / "requirements", root / "requirements")
    web = root / "src" / "glascampus" / "web"
    web.mkdir(parents=True)
    for name, text in {
        "cli": CLI,
        "wsgi": WSGI,
        "settings": SETTINGS,
        "catalogues": BUILDER,
        "assets": BUILDER,
    }.items():
        (web / f"{name}.py").write_text(text)
    lend_environment(root)
    (root / "build").mkdir()
    return root


def lend_environment(root: Path) -> None:
    (root / ".venv").mkdir()
    shutil.copy2(Path(sys.prefix) / "pyvenv.cfg", root / ".venv" / "pyvenv.cfg")
    for part in ("bin", "lib"):
        (root / ".venv" / part).symlink_to(Path(sys.prefix) / part)
    (root / ".venv" / "made-from").write_text(stamp(root, "dev"))


@pytest.fixture
def house(pattern: Path, tmp_path: Path) -> Iterator[House]:
    """A house of one's own, ready to run; what still runs at the end is ended."""
    shutil.copytree(pattern, tmp_path / "house", symlinks=True)
    mine = House(tmp_path / "house")
    yield mine
    for launcher in mine.running:
        if launcher.poll() is None:
            launcher.kill()
        launcher.communicate()
    for pid in mine.processes():
        os.kill(pid, signal.SIGKILL)


@pytest.fixture
def bare(house: House, tmp_path: Path) -> House:
    """A house on a fresh machine: no environment, no uv, one tiny package in its lock, which lies in a folder and nowhere else."""
    shutil.rmtree(house.root / ".venv")
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    digest = tiny_wheel(shelf)
    write_lock(house, f"tiny==1.0 \\\n    --hash=sha256:{digest}\n")
    house.environment = {
        "PATH": "/nowhere",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(shelf),
        "PIP_RETRIES": "0",
    }
    return house


def write_lock(house: House, text: str) -> None:
    (house.root / "requirements" / "base.lock").write_text(text)


def tiny_wheel(shelf: Path) -> str:
    """A package of one empty module; returns its sha256."""
    wheel = shelf / "tiny-1.0-py3-none-any.whl"
    files = {
        "tiny.py": b"",
        "tiny-1.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
        "tiny-1.0.dist-info/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},sha256={_digest(text)},{len(text)}\n" for name, text in files.items())
    files["tiny-1.0.dist-info/RECORD"] = f"{record}tiny-1.0.dist-info/RECORD,,\n".encode()
    with zipfile.ZipFile(wheel, "w") as into:
        for name, text in files.items():
            into.writestr(name, text)
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


def _digest(text: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text).digest()).rstrip(b"=").decode()
