"""Keep what today's code writes, so that tomorrow's code can be tried on it.

``python -m tests.upgrade.make NAME`` (sources on the path, from the checkout) writes ``NAME.sqlite3.gz``, ``NAME.sql.gz``
(PostgreSQL, plain SQL) and ``NAME.json`` (private links that must still open) beside this file. One NAME per landed issue;
what was made once is never made again.
"""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
MOST_BYTES = 100_000
FILL = """
import django; django.setup()
import json
from datetime import timedelta
from django_scopes import scope
from glascampus.basics.clock import now
from glascampus.commons.campuses.actions import make_campus
from glascampus.commons.campuses.reads import the_campus
from tests.upgrade.thread import whole_thread

campus = the_campus()
second = make_campus(key="second", name_de="Zweiter Campus", host="second.example", now=now())
links = []
for each in (second, campus):
    with scope(campus=each):
        links = whole_thread(each)
print(json.dumps(links))
"""


def main() -> int:
    """Make the three files; 2 when they are there already."""
    if len(sys.argv) != 2 or not sys.argv[1].replace("-", "").isalnum():
        print("Say how the issue is called: python -m tests.upgrade.make 0003", file=sys.stderr)
        return 2
    name = sys.argv[1]
    if list(HERE.glob(f"{name}.*")):
        print(f"{name} was made already; what was kept once is never changed.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as place:
        links = {"sqlite": _sqlite(name, Path(place)), "postgres": _postgres(name, Path(place))}
    (HERE / f"{name}.json").write_text(json.dumps(links, indent=2) + "\n")
    return 0


def _fill(data: Path, **more: str) -> list[str]:
    """A campus that starts empty and goes once through all stations; gives its private links."""
    data.mkdir()
    path = os.pathsep.join([str(CHECKOUT / "src"), str(CHECKOUT)])
    surroundings = {
        **os.environ,
        "CAMPUS_DATA": str(data),
        "PYTHONPATH": path,
        "DJANGO_SETTINGS_MODULE": "glascampus.web.settings",
        **more,
    }
    for words in (
        ["-m", "glascampus.web.cli", "prepare", "--empty"],
        ["-c", FILL],
        ["-m", "glascampus.web.cli", "verify"],
    ):
        done = subprocess.run(
            [sys.executable, *words], env=surroundings, cwd=CHECKOUT, capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(done.stderr or done.stdout)
        if words[0] == "-c":
            links: list[str] = json.loads(done.stdout)
    return links


def _sqlite(name: str, place: Path) -> list[str]:
    surroundings = {"DATABASE_URL": ""}
    links = _fill(place / "sqlite", **surroundings)
    with sqlite3.connect(place / "sqlite" / "campus.sqlite3") as database:
        database.execute("VACUUM INTO ?", (str(place / "small"),))
    _keep(HERE / f"{name}.sqlite3.gz", (place / "small").read_bytes())
    return links


def _postgres(name: str, place: Path) -> list[str]:
    from tests.servers import Postgres

    server = Postgres()
    url = server.start()
    try:
        links = _fill(place / "postgres", DATABASE_URL=url)
        words = [str(server.programs / "pg_dump"), "--no-owner", "--no-privileges", url]
        dumped = subprocess.run(words, capture_output=True, check=True).stdout
    finally:
        server.stop()
    _keep(HERE / f"{name}.sql.gz", dumped)
    return links


def _keep(file: Path, content: bytes) -> None:
    small = gzip.compress(content, mtime=0)
    if len(small) > MOST_BYTES:
        sys.exit(f"{file.name} would have {len(small)} bytes; it may have {MOST_BYTES}.")
    file.write_bytes(small)
    print(f"{file.name}: {len(small)} bytes")


if __name__ == "__main__":
    sys.exit(main())
