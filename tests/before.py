"""What must stand before Django's settings are read: the sources, a data directory of our own, the database.

A pytest plugin (``-p tests.before`` in pyproject.toml), because pytest-django reads the settings before any conftest.py. It runs in the
process that was started and again in each of xdist's; these inherit the environment of the first, so that a server is started once.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
SOURCES = str(CHECKOUT / "src")
FOREIGN = ("EMAIL_URL", "CAMPUS_HOSTS", "CAMPUS_KEYS", "CAMPUS_TRUSTED_PROXIES", "CAMPUS_CLOCK", "CAMPUS_ADDRESS")


def prepare() -> None:
    """Set the environment for this process and all it starts."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if not worker:
        _first_process()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # Playwright leaves its loop running in the process; ours is not async
    )
    own = Path(os.environ["CAMPUS_TEST_ROOM"]) / (worker or "alone")
    own.mkdir(exist_ok=True)
    os.environ["CAMPUS_DATA"] = str(own)
    for path in (SOURCES, str(CHECKOUT)):
        if path not in sys.path:
            sys.path.insert(0, path)


def _first_process() -> None:
    room = tempfile.mkdtemp(prefix="campus-tests-")
    atexit.register(shutil.rmtree, room, ignore_errors=True)
    for name in FOREIGN:
        os.environ.pop(name, None)
    os.environ.update(CAMPUS_TEST_ROOM=room, PYTHONPATH=SOURCES, DJANGO_SETTINGS_MODULE="glascampus.web.settings")
    if os.environ.setdefault("CAMPUS_TEST_DB", "sqlite") == "postgres":
        from tests.servers import Postgres

        server = Postgres()
        atexit.register(server.stop)
        os.environ["DATABASE_URL"] = server.start()
    else:
        os.environ.pop("DATABASE_URL", None)


if "pytest" in sys.modules:
    prepare()
