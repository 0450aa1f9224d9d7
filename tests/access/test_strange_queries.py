"""Whatever stands behind the question mark of any address, for each role that is let in: an answer, never a failure page, nothing let out."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest

from glascampus.commons.desk import rules
from glascampus.stations.courses.rules import IN_ADDRESS
from tests.access.test_matrix import KNOWN, LINES, _address, _ask, _client, turned, world  # noqa: F401  fixtures
from tests.access.world import ROLES

pytestmark = pytest.mark.django_db
SOURCES = Path(__file__).resolve().parents[2] / "src" / "glascampus"
ASKED = re.compile(r'(?:GET(?:\.get\(|\.getlist\(|\[)|\bFilter\()\s*"(\w+)"')
LISTS = {rules.SEARCH, rules.SORT, rules.COLUMNS, rules.PAGE, rules.FILE, rules.DEED, rules.ROW, rules.ALL}
READ = {name for file in SOURCES.rglob("*.py") for name in ASKED.findall(file.read_text(encoding="utf-8"))}
NAMES = sorted(READ | LISTS | set(IN_ADDRESS.values()))
WORDS = [
    "",
    "\0",
    "🔥",
    "9" * 30,
    "-1",
    "<script>xq()</script>",
    "a" * 5_000,
    "' OR 1=1 --",
    "2027-13-99",
    "//xq.example",
    "%s{{7}}",
]
LET_IN = [(route, role) for route in KNOWN for role, may in zip(ROLES, LINES[route][0], strict=True) if may == "+"]


def test_the_names_are_read_from_the_code():
    assert {"q", "seite", "next", "stand", "monat", "zustand", "spalten"} <= set(NAMES)


@pytest.mark.parametrize("role", ROLES)
def test_no_query_breaks_a_page(role, world):  # noqa: F811  the fixture
    client, wrong, asked = _client(world, role), [], 0
    for route in (route for route, who in LET_IN if who == role):
        for n, word in enumerate(WORDS):
            if (
                role == "guest" or (n + len(route)) % 3 == 0
            ):  # the same code answers all roles: each role, each page, every third word
                url = f"{_address(route, LINES[route][2], world['own'])}?{urlencode(dict.fromkeys(NAMES, word))}"
                answer = _ask(client, "GET", url)
                body = b"" if answer.streaming else answer.content
                if answer.status_code >= 500 or b"<script>xq()" in body or "xq.example" in answer.get("Location", ""):
                    wrong.append(f"{answer.status_code} {url[:120]}")
                asked += 1

    assert (wrong, asked > 60) == ([], True)
