"""Today's code opens the data of every landed issue: migrates them, finds them clean, and shows their pages."""

import gzip
import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.operations.conftest import bare_shell, database_of  # noqa: F401  fixtures
from tests.servers import postgres_programs

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent
ENDING = {"sqlite": ".sqlite3.gz", "postgres": ".sql.gz"}[os.environ["CAMPUS_TEST_DB"]]
KEPT = sorted(HERE.glob(f"*{ENDING}"))
PAGES = """
import json, re
from django.test import Client
client = Client()
listed = re.findall("<loc>http://testserver(.*?)</loc>", client.get("/sitemap.xml").content.decode())
print(json.dumps({path: client.get(path).status_code for path in [*LINKS, "/health/", "/sitemap.xml", *listed]}))
"""


def test_something_was_kept():
    """Without data there is nothing to try; ``python -m tests.upgrade.make NAME`` makes them."""
    assert KEPT
    assert all((HERE / f"{kept.name.removesuffix(ENDING)}.json").exists() for kept in KEPT)


@pytest.mark.parametrize("kept", KEPT, ids=[kept.name for kept in KEPT])
def test_todays_code_opens_it(kept, bare_shell):  # noqa: F811
    shell = bare_shell
    lay(gzip.decompress(kept.read_bytes()), shell)
    links = json.loads((HERE / f"{kept.name.removesuffix(ENDING)}.json").read_text())[os.environ["CAMPUS_TEST_DB"]]

    begun = shell("prepare")
    assert begun.returncode == 0, begun.stderr
    verified = shell("verify")
    assert verified.returncode == 0, verified.stdout
    answers = json.loads(shell.python(f"LINKS = {links!r}\n{PAGES}"))
    assert answers == dict.fromkeys(answers, 200)
    assert len(answers) > len(links) + 20


def lay(content, shell) -> None:
    """The kept data as a data directory, or as a database."""
    if ENDING == ".sqlite3.gz":
        (shell.data / "campus.sqlite3").write_bytes(content)
        return
    words = [str(postgres_programs() / "psql"), "-q", "-v", "ON_ERROR_STOP=1", shell.surroundings["DATABASE_URL"]]
    subprocess.run(words, input=content, check=True, capture_output=True)
