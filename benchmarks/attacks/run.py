"""Two scanners that others write, wapiti and sqlmap, against a demo campus of its own on this machine, as a guest and as the office.

Neither is installed by the campus (both are GPL and only needed here): ``python3 -m venv X && X/bin/pip install wapiti3
sqlmap``, then ``PATH=X/bin:$PATH ./campus bench attacks``. Afterwards ``verify`` has to be clean.
"""

import argparse
import http.client
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measuring import finish, machine, room, say
from tests.story.servers import Campus

MODULES = "common"
SQLMAP_PAGES = (
    "/suche/?q=glas",
    "/kurse/?ort=torgau",
    "/bedarf/?seite=1",
    "/termine/?monat=2027-01",
    "/kurse.json?seite=1",
    "/api/v1/runs?course=glaswerkstoffe",
)
SQLMAP_FORMS = {  # what is posted, with the form's token fetched anew each time
    "/anmelden/": "email=ada@example.org",
    "/vertrag-widerrufen/": "name=Ada&email=ada@example.org&contract=Kurs",
}
MOST_ATTACKS_S = 1200  # its modules take a minute each after the walk
TRIED = (
    "tested parameters do not appear to be injectable"  # sqlmap's own last word; without it, it gave up before it tried
)
# Over plain HTTP on this machine no cookie can be secure; tests/web/test_frontdoor.py and test_tour.py hold that it is behind HTTPS.
NEEDS_HTTPS = "Secure Flag cookie: "


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=240, help="for each walk of wapiti (default 240)")
    parser.add_argument("--keep", action="store_true", help="write the answer to benchmarks/results/attacks.json")
    options = parser.parse_args()
    missing = [name for name in ("wapiti", "sqlmap") if not shutil.which(name)]
    if missing:
        say(f"attacks: {' and '.join(missing)} not found; see the top of benchmarks/attacks/run.py.")
        return 2
    with room() as place, Campus() as campus:
        walks = {
            "guest": _wapiti(campus.url, place / "guest.json", options.seconds, ""),
            "office": _wapiti(campus.url, place / "office.json", options.seconds, _office(campus)),
        }
        injected = {page: _sqlmap(campus.url + page, place) for page in SQLMAP_PAGES}
        injected |= {f"POST {page}": _sqlmap(campus.url + page, place, data) for page, data in SQLMAP_FORMS.items()}
        checked = json.loads(campus.run("verify", "--json").stdout)
        traces = campus.complaints().count("Traceback")
    figures = {"machine": machine(), "wapiti": walks, "sqlmap": injected, "traces": traces, "verify": checked["ok"]}
    targets = {
        "wapiti finds nothing": all(not walk["findings"] for walk in walks.values()),
        "wapiti asked more than 100 addresses": all(walk["asked"] > 100 for walk in walks.values()),
        "sqlmap injects nothing": not any(one["injected"] for one in injected.values()),
        "sqlmap tried every page and form": all(one["tried"] for one in injected.values()),
        "no trace": not traces,
        "verify is clean": checked["ok"],
    }
    return finish("attacks", figures, targets, keep=options.keep)


def _office(campus):
    """The cookie of the demo's office, as its sign-in button gives it."""
    talk = http.client.HTTPConnection("127.0.0.1", campus.port)
    talk.request("GET", "/anmelden/")
    page = talk.getresponse()
    token = re.search(rb'csrfmiddlewaretoken" value="(\w+)"', page.read()).group(1).decode()
    first = page.getheader("Set-Cookie").split(";")[0]
    body = f"csrfmiddlewaretoken={token}"
    kind = {"Cookie": first, "Content-Type": "application/x-www-form-urlencoded", "Origin": campus.url}
    talk.request("POST", "/anmelden/demo/office/", body, kind)
    cookies = [value.split(";")[0] for name, value in talk.getresponse().getheaders() if name.lower() == "set-cookie"]
    return "; ".join(cookies)


def _wapiti(url, report, seconds, cookie):
    say(f"attacks: wapiti {'as the office' if cookie else 'as a guest'} ...")
    words = [
        "wapiti", "-u", url + ("/buero/" if cookie else "/"), "--scope", "domain", "-m", MODULES, "-f", "json", "-o", str(report),
        "--max-scan-time", str(seconds), "--max-attack-time", "60", "--flush-session", "--no-bugreport", "-v", "0", "-x", f"{url}/abmelden/", "-x", f"{url}/en/abmelden/",
        "--store-session", str(report.parent),
    ]  # fmt: skip
    if cookie:
        words += ["-H", f"Cookie: {cookie}"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=seconds + MOST_ATTACKS_S)
    if not report.exists():
        say(done.stdout[-1000:], done.stderr[-1000:])
        return {"asked": 0, "findings": ["wapiti ended without a report"]}
    told = json.loads(report.read_text())
    found = [
        f"{name}: {one['method']} {one['path']} {one['info'][:120]}"
        for part in ("vulnerabilities", "anomalies")
        for name, several in told[part].items()
        for one in several
    ]
    left = [one for one in found if not one.startswith(NEEDS_HTTPS)]
    return {"asked": told["infos"].get("crawled_pages_nbr", 0), "findings": left, "needs_https": len(found) - len(left)}


def _sqlmap(url, place, data=""):
    """What sqlmap could inject, and whether it tried to the end."""
    say(f"attacks: sqlmap {'POST ' if data else ''}{url} ...")
    words = ["sqlmap", "-u", url, "--batch", "--level", "1", "--risk", "1", "--output-dir", str(place / "sqlmap"), "--disable-coloring", "--flush-session"]  # fmt: skip
    if data:
        words += ["--data", f"csrfmiddlewaretoken=x&{data}", "--csrf-token", "csrfmiddlewaretoken", "--csrf-url", url, "-p", data.partition("=")[0]]  # fmt: skip
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=600)
    found = {"injected": re.findall(r"^Parameter: .*", done.stdout, re.MULTILINE), "tried": TRIED in done.stdout}
    if not found["tried"]:
        say(done.stdout[-600:])
    return found


if __name__ == "__main__":
    sys.exit(main())
