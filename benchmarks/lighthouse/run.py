"""Lighthouse, which others write, on the main public pages of a demo of its own: accessibility, best practices and SEO have to be 100.

It is not installed by the campus: ``npm install lighthouse`` in any folder X, then ``PATH=X/node_modules/.bin:$PATH ./campus bench lighthouse``.
Its figure for speed is noise on a shared machine and is not asked; bytes, requests and layout shift are.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measuring import finish, machine, room, say
from tests.story.conftest import CHROMIUM_WORDS
from tests.story.servers import Campus

PAGES = (
    "/", "/kurse/", "/kurse/von-der-schmelze-zum-produkt/", "/termine/", "/bedarf/", "/bedarf/melden/", "/curriculum/", "/wirkung/", "/partner/",
    "/jugend/", "/modell/", "/aktuelles/", "/barrierefreiheit/", "/en/", "/en/kurse/",
)  # fmt: skip
ASKED = ("accessibility", "best-practices", "seo")
MOST_BYTES, MOST_REQUESTS = 50_000, 5


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="write the answer to benchmarks/results/lighthouse.json")
    options = parser.parse_args()
    chromium = shutil.which("chromium")
    if not shutil.which("lighthouse") or not chromium:
        say("lighthouse: lighthouse or chromium is not on the PATH; see the top of benchmarks/lighthouse/run.py.")
        return 2
    with room() as place, Campus() as campus:
        pages = {path: _look(campus.url + path, place / "report.json", chromium) for path in PAGES}
    targets = {
        "accessibility, best practices and SEO are 100": all(set(page["scores"].values()) == {100} for page in pages.values()),
        f"at most {MOST_BYTES} bytes on a first visit": all(page["bytes"] <= MOST_BYTES for page in pages.values()),
        f"at most {MOST_REQUESTS} requests on a first visit": all(page["requests"] <= MOST_REQUESTS for page in pages.values()),
        "nothing moves while loading": all(page["layout_shift"] == 0 for page in pages.values()),
    }  # fmt: skip
    return finish("lighthouse", {"machine": machine(), "pages": pages}, targets, keep=options.keep)


def _look(url, report, chromium):
    """Scores, what is not right, bytes over the wire, requests, and how much moved while loading."""
    words = ["lighthouse", url, "--quiet", "--output=json", f"--output-path={report}", f"--only-categories={','.join(ASKED)},performance",
             f"--chrome-flags=--headless=new {' '.join(CHROMIUM_WORDS)}"]  # fmt: skip
    subprocess.run(words, env={**os.environ, "CHROME_PATH": chromium}, capture_output=True, check=True, timeout=180)
    told = json.loads(report.read_text())
    audits = told["audits"]
    scores = {name: round((told["categories"][name]["score"] or 0) * 100) for name in ASKED}
    wrong = [
        ref["id"]
        for name in ASKED
        for ref in told["categories"][name]["auditRefs"]
        if ref["weight"] and audits[ref["id"]]["score"] not in {None, 1}
    ]
    items = audits["network-requests"]["details"]["items"]
    requests = [
        item for item in items if not item["url"].startswith("data:")
    ]  # the browser's own calendar on a field for dates
    found = {
        "scores": scores, "wrong": wrong, "bytes": int(audits["total-byte-weight"]["numericValue"]), "requests": len(requests),
        "layout_shift": audits["cumulative-layout-shift"]["numericValue"],
    }  # fmt: skip
    say(f"  {url.partition('//')[2].partition('/')[2] or 'home':40} {found}")
    return found


if __name__ == "__main__":
    sys.exit(main())
