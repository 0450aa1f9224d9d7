"""There is one short and one long way to write a day (``basics.days``); no page makes up a third."""

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
