"""Public pages against a bare hello view of the same process: first render, repeat, 304; queries and bytes; three sizes of catalogue."""

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measuring import Line, Server, drive, finish, get, machine, python, room, say, surroundings

SIZES = (50, 300, 1000)
CLIENTS = 4
ALL = ("home", "catalogue", "course", "need")
TIMED = {50: (*ALL, "needs", "dates", "curriculum", "impact"), 300: ("catalogue", "home"), 1000: ALL}
MOST_QUERIES, REPEAT, GROWTH = 8, 1 / 3, 1.3


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3, help="how long each figure is measured (default 3)")
    parser.add_argument("--keep", action="store_true", help="write the answer to benchmarks/results/pages.json")
    options = parser.parse_args()
    about = machine()
    sizes = {}
    for courses in SIZES:
        say(f"pages: laying {courses} courses ...")
        with room() as data:
            env = surroundings(CAMPUS_DATA=str(data))
            weighed = json.loads(python("benchmarks/pages/lay.py", str(courses), env=env))
            with Server(env) as server:
                sizes[courses] = _measure(server, weighed, TIMED[courses], options.seconds)
    answer = {"machine": about, "clients": CLIENTS, "sizes": sizes}
    return finish("pages", answer, _targets(sizes), keep=options.keep)


def _measure(server, weighed, timed, seconds):
    """Each page between two measurements of hello, whose mean it is compared with."""
    pages = {}
    run = lambda request_of: drive(server, request_of, clients=CLIENTS, seconds=seconds)  # noqa: E731
    run(lambda n: get("/hello/"))  # warm
    for name, found in weighed.items():
        if name not in timed:
            pages[name] = found
            continue
        path = found["path"]
        hello = run(lambda n: get("/hello/"))
        first = run(lambda n, path=path: get(f"{path}?n={n}", "Accept-Encoding: gzip"))
        drive(
            server, lambda n, path=path: get(path), clients=CLIENTS, count=CLIENTS * 8
        )  # both processes have drawn it
        repeat = run(lambda n, path=path: get(path, "Accept-Encoding: gzip"))
        again = run(lambda n: get("/hello/"))
        hello = {
            **hello,
            "per_s": round((hello["per_s"] + again["per_s"]) / 2, 1),
            "cpu_ms": round((hello["cpu_ms"] + again["cpu_ms"]) / 2, 3),
        }
        head = Line(server.port).ask(get(path))[1].decode()
        etag = (
            head.lower().split("etag: ")[1].split("\r\n")[0].replace('w/"', 'W/"')
            if "etag: " in head.lower()
            else '"none"'
        )
        unchanged = run(lambda n, path=path, etag=etag: get(path, f"If-None-Match: {etag}"))
        pages[name] = {**found, "hello": hello, "first": first, "repeat": repeat, "unchanged": unchanged,
                       "repeat_ratio": round(repeat["per_s"] / hello["per_s"], 3), "first_ratio": round(first["per_s"] / hello["per_s"], 4),
                       "repeat_cpu_ratio": round(hello["cpu_ms"] / repeat["cpu_ms"], 3) if repeat["cpu_ms"] else None}  # fmt: skip
        say(
            f"  {name:10} hello {hello['per_s']:7.0f}/s  first {first['per_s']:6.1f}/s ({first['cpu_ms']:.2f} ms cpu)  repeat {repeat['per_s']:7.0f}/s"
            f" = {pages[name]['repeat_ratio']:.2f} of hello (cpu {pages[name]['repeat_cpu_ratio']})  304 {unchanged['per_s']:.0f}/s"
            f"  {found['queries']} then {found['repeat_queries']} queries  {found['bytes']} bytes, {found['gzip_bytes']} compressed"
        )
    return pages


def _targets(sizes):
    timed = [page for pages in sizes.values() for page in pages.values() if "repeat" in page]
    growth = {
        kind: sizes[1000]["catalogue"][kind]["cpu_ms"] / sizes[50]["catalogue"][kind]["cpu_ms"]
        for kind in ("first", "repeat")
    }
    say(
        f"  catalogue of 1000 against 50: first {growth['first']:.2f}, repeat {growth['repeat']:.2f} times the processor time"
    )
    statuses = {status for page in timed for kind in ("first", "repeat") for status in page[kind]["statuses"]}
    return {
        "every repeat at least 1/3 of hello": all(page["repeat_ratio"] >= REPEAT for page in timed),
        "every repeat at least 1/3 of hello in processor time": all(
            (page["repeat_cpu_ratio"] or 1) >= REPEAT for page in timed
        ),
        "catalogue of 1,000 courses at most 1.3 times that of 50 (first render)": growth["first"] <= GROWTH,
        "catalogue of 1,000 courses at most 1.3 times that of 50 (repeat)": growth["repeat"] <= GROWTH,
        "no page over 8 queries": all(
            page["queries"] <= MOST_QUERIES for pages in sizes.values() for page in pages.values()
        ),
        "only 200": statuses == {"200"},
    }


if __name__ == "__main__":
    sys.exit(main())
