"""There is one short and one long way to write a day and one to write a span of hours (``basics.days``); no page makes up another."""

from __future__ import annotations

import re
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "glascampus"
THIRD_WAY = re.compile(r"""%d\.%m\.%[Yy]|SHORT_DATE_FORMAT|date_format\(|\|date:["'][dDjN]""")


def test_no_page_writes_a_day_in_a_way_of_its_own():
    found = [
        f"{path.relative_to(SOURCE)}: {hit[0]}"
        for path in sorted(SOURCE.rglob("*"))
        if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts and path.name != "days.py"
        for hit in THIRD_WAY.finditer(path.read_text(encoding="utf-8"))
    ]

    assert found == []


OTHER_SPAN = re.compile(r"""\|clock *\}\}(?:</\w+>)? *(?:–|-|bis|to) *\{\{[^}]*\|clock|end=\S+\|clock""")


def test_no_page_writes_a_span_of_hours_in_a_way_of_its_own():
    found = [
        f"{path.relative_to(SOURCE)}: {hit[0]}"
        for path in sorted(SOURCE.rglob("*"))
        if path.suffix in {".html", ".txt"}
        for hit in OTHER_SPAN.finditer(path.read_text(encoding="utf-8"))
    ]

    assert found == []
