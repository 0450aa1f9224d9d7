"""Years later, on another machine: what the campus once gave out still opens, and who was forgotten stays forgotten."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import zxingcpp

from tests.conftest import need
from tests.operations.conftest import CHECKOUT, Shell

pytestmark = pytest.mark.slow
LEGACY = [sys.executable, "-m", "tests.operations.legacy"]
PASSPHRASE = "ein langer Satz über Glas"


def ask(shell: Shell, verb: str, *words: object) -> bytes:
    """One verb of ``legacy`` on this data directory."""
    given = [word if isinstance(word, str) else json.dumps(word) for word in words]
    done = subprocess.run(
        [*LEGACY, verb, *given], env=shell.surroundings, cwd=CHECKOUT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def code_on(paper: bytes, room: Path) -> str:
    """What the QR code of a paper says, read from its picture."""
    (room / "paper.pdf").write_bytes(paper)
    words = [need("pdftoppm"), "-r", "150", "-gray", "-singlefile", "paper.pdf", "paper"]
    subprocess.run(words, cwd=room, check=True)
    _, size, _, pixels = (room / "paper.pgm").read_bytes().split(b"\n", 3)
    width, height = (int(part) for part in size.split())
    return zxingcpp.read_barcode(memoryview(pixels).cast("B", shape=[height, width])).text


def saved_under_load(shell: Shell, file: Path) -> tuple[set[str], set[str]]:
    """A backup while four people book: keys answered as done before it began, and all keys ever sent."""
    crowd = subprocess.Popen(
        [*LEGACY, "crowd"], env=shell.surroundings, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    try:
        before = [json.loads(crowd.stdout.readline()) for _ in range(12)]
        done = shell("backup", str(file))
        assert (done.returncode, done.stderr) == (0, "")
        assert crowd.poll() is None
    finally:
        rest, _ = crowd.communicate()
    after = [json.loads(line) for line in rest.splitlines()]
    assert {status for _, status in [*before, *after]} == {302}
    assert len(after) > 4
    return {key for key, _ in before}, {key for key, _ in [*before, *after]}


def test_links_codes_and_sealed_fields_open_elsewhere_and_the_forgotten_stay_forgotten(shell, database_of, tmp_path):
    phrase, file, keys = tmp_path / "phrase", tmp_path / "b.tar", tmp_path / "keys.json"
    phrase.write_text(PASSPHRASE)
    left = json.loads(ask(shell, "lay"))
    printed = code_on(ask(shell, "print", left["paper"]), tmp_path)
    assert shell("keys", "rotate").returncode == 0  # what was sealed so far was sealed with an older key
    answered, sent = saved_under_load(shell, file)
    erased = shell("people", "erase", "kanari@example.org", "--yes")
    assert erased.returncode == 0, erased.stderr
    assert shell("keys", "export", str(keys), "--passphrase-file", str(phrase)).returncode == 0
    ledger = tmp_path / "erasures.log"
    shutil.copy(shell.data / "erasures.log", ledger)
    shutil.rmtree(shell.data)

    new = Shell(tmp_path / "other" / "place", **database_of())
    new.data.mkdir(parents=True)
    own = new.python("from django.conf import settings\nprint(settings.SECRET_KEY)").strip()
    restored = new("restore", str(file), "--erasures", str(ledger))
    assert (restored.returncode, restored.stderr) == (0, "")
    assert "1 erasures replayed" in restored.stdout
    assert "The keys are not those of the backup" in restored.stdout
    closed = json.loads(ask(new, "holds", left))
    assert (closed["office_enters"], closed["answer"][0]) == (False, 422)  # its answer stays shut

    brought = new("keys", "import", str(keys), "--passphrase-file", str(phrase))
    assert brought.returncode == 0, brought.stderr
    found = json.loads(ask(new, "holds", left))

    saved = set(found.pop("keys"))
    assert answered <= saved <= sent
    assert found.pop("taken") == len(saved)
    assert found == {
        "links": [200, 200, 200], "mailed": 200, "made_again": True, "gone_link": False,
        "paper": True, "gone_paper": "erased", "office_enters": True, "answer": [201, True],
    }  # fmt: skip
    assert f"/nachweis/{left['paper']}/" in printed
    assert own in {key.read_text().strip() for key in (new.data / "keys").glob("secret.*.key")}
    assert "kanari" not in new("people", "export", "kanari@example.org", "--json").stdout
    if "DATABASE_URL" not in new.surroundings:
        assert b"kanari" not in (new.data / "campus.sqlite3").read_bytes().lower()
    verified = new("verify", "--json")
    assert verified.returncode == 0, verified.stdout
