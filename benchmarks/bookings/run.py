"""Booking through the page against a view that inserts one row and commits: 1, 16 and 64 clients, SQLite and PostgreSQL, until the run is full.

Then a run with 50,000 bookings against one with 50, and how soon a freed seat is offered.
"""

import argparse
import json
import re
import statistics
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measuring import (
    Line,
    Server,
    drive,
    finish,
    fsyncs_per_s,
    get,
    machine,
    post,
    python,
    room,
    say,
    surroundings,
)

CLIENTS = (1, 16, 64)
MOST_STATEMENTS = 12
LEAST_RATIO, MOST_P95, MOST_FOR_MANY, FREED_WITHIN_S = 0.3, 3.0, 1.1, 1.0
FEW, MANY, PAIRS = 50, 50_000, 40
FLOOR_S = 3  # before and after; shorter spans depend on luck
CALM, RUSH = (
    0.9,
    0.3,
)  # of the seats: measured against the floor; and so many ask for what is left, most of them in vain


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seats", type=int, default=200, help="seats of each run (default 200)")
    parser.add_argument("--keep", action="store_true", help="write the answer to benchmarks/results/bookings.json")
    options = parser.parse_args()
    about = machine()
    with room() as data:
        about["fsyncs_per_s"] = fsyncs_per_s(data)
        databases = {"sqlite": _measure("sqlite", surroundings(CAMPUS_DATA=str(data)), options.seats)}
    if server := _postgres():
        try:
            with room() as data:
                env = surroundings(CAMPUS_DATA=str(data), DATABASE_URL=server.start())
                databases["postgresql"] = _measure("postgresql", env, options.seats)
        finally:
            server.stop()
    answer = {"machine": about, "seats": options.seats, "databases": databases, "postgresql_fsync": False}
    return finish("bookings", answer, _targets(databases), keep=options.keep)


def _postgres():
    from tests.servers import Postgres, postgres_programs

    if postgres_programs():
        return Postgres()
    say("bookings: PostgreSQL is not on this machine and is left out.")
    return None


def _measure(name, env, seats):
    say(f"bookings: laying runs on {name} ...")
    found = {"count": json.loads(python("benchmarks/bookings/lay.py", str(seats), *map(str, CLIENTS), env=env))}
    calm, rush = int(seats * CALM), int(seats * RUSH)
    with Server(env, worker=True) as server:
        token = _token(server)
        for clients in CLIENTS:
            code = f"bench-{clients}"
            drive(server, lambda n: get("/hello/"), clients=clients, count=clients * 4)
            floor = drive(server, lambda n: _form("/floor/", token, n, "floor"), clients=clients, seconds=FLOOR_S)
            booking = drive(
                server,
                lambda n, code=code: _form(f"/kurse/termin/{code}/buchen/", token, n, code),
                clients=clients,
                count=calm,
            )
            last = drive(
                server,
                lambda n, code=code: _form(f"/kurse/termin/{code}/buchen/", token, calm + n, code),
                clients=clients,
                count=rush,
            )
            again = drive(server, lambda n: _form("/floor/", token, n, "again"), clients=clients, seconds=FLOOR_S)
            per_s = (floor["per_s"] + again["per_s"]) / 2
            p95 = (floor["p95_ms"] + again["p95_ms"]) / 2
            found[f"{clients}"] = {
                "floor": floor,
                "floor_again": again,
                "booking": booking,
                "rush": last,
                "ratio": round(booking["per_s"] / per_s, 3),
                "p95_ratio": round(booking["p95_ms"] / p95, 2),
            }
            say(
                f"  {name:10} {clients:2} clients  floor {per_s:6.1f}/s (slowest {floor['slowest_ms']} ms)  booking {booking['per_s']:6.1f}/s"
                f" = {booking['per_s'] / per_s:.2f}  median {booking['median_ms']} ms, slowest {booking['slowest_ms']} ms  {booking['statuses']} then {last['statuses']}"
            )
        found["many"] = _few_and_many(server, token)
        found["freed"] = _freed(server, token)
        say(f"  {name:10} {MANY} bookings in the run against {FEW}: {found['many']}; a freed seat: {found['freed']}")
    found["sold"] = json.loads(python("benchmarks/bookings/lay.py", "--sold", env=env))
    found["verify"] = json.loads(python("-m", "glascampus.web.cli", "verify", "--json", env=env))["ok"]
    say(
        f"  {name:10} {found['count']['statements']} statements a booking {found['count']['by_kind']}; sold {found['sold']}; verify {found['verify']}"
    )
    return found


def _few_and_many(server, token):
    """One client books in turn in a run with few and in one with many bookings: medians in ms and their ratio."""
    line, spans = Line(server.port), {"few": [], "many": []}
    for n in range(PAIRS):
        for size, took in sorted(spans.items(), reverse=bool(n % 2)):
            request = _form(f"/kurse/termin/{size}/buchen/", token, n, size)
            begin = time.perf_counter()
            status, _, _ = line.ask(request)
            took.append(time.perf_counter() - begin)
            if status != 302:
                sys.exit(f"A booking in the run with {size} bookings was answered with {status}.")
    few, many = (statistics.median(spans[size][5:]) * 1000 for size in ("few", "many"))
    return {"few_ms": round(few, 2), "many_ms": round(many, 2), "ratio": round(many / few, 3)}


def _freed(server, token):
    """Seconds from the answer to a cancellation until the page of who waits shows the offer; and what cancelling takes."""
    line, links = Line(server.port), []
    for n in (1, 2):
        _, head, _ = line.ask(_form("/kurse/termin/freed/buchen/", token, n, "freed", wait="on"))
        links.append(re.search(r"(?i)location: (\S+)", head.decode()).group(1))
    cookie = f"Cookie: csrftoken={token[0]}"
    begin = time.perf_counter()
    status, _, _ = line.ask(_bare(f"{links[0]}stornieren/", token))
    cancelled = time.perf_counter()
    while time.perf_counter() - cancelled < 10:
        _, _, body = line.ask(get(links[1], cookie))
        if "annehmen/" in body.decode():
            break
    shown = time.perf_counter()
    return {
        "status": status,
        "cancel_ms": round((cancelled - begin) * 1000, 1),
        "offered_after_s": round(shown - cancelled, 3),
    }


def _bare(path, token):
    """A form without fields."""
    body = urlencode({"csrfmiddlewaretoken": token[1]}).encode()
    return post(path, body, f"Cookie: csrftoken={token[0]}", "Origin: http://127.0.0.1")


def _token(server):
    """The form token and its cookie, as a browser gets them from the page."""
    _, head, body = Line(server.port).ask(get("/kurse/termin/bench-1/buchen/"))
    cookie = head.decode().split("csrftoken=")[1].split(";")[0]
    return cookie, body.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def _form(path, token, n, run, **more):
    cookie, word = token
    form = {
        "csrfmiddlewaretoken": word, "kind": "private", "booker_name": f"Ada Muster{n}", "booker_email": f"ada{n}@{run}.example.org",
        "people": "", "terms": "on", "form_key": f"{run}-{n}", **more,
    }  # fmt: skip
    return post(path, urlencode(form).encode(), f"Cookie: csrftoken={cookie}", "Origin: http://127.0.0.1")


def _targets(databases):
    kinds = [found[str(clients)] for found in databases.values() for clients in CLIENTS]
    statuses = {
        status
        for one in kinds
        for what in ("floor", "booking", "rush", "floor_again")
        for status in one[what]["statuses"]
    }
    return {
        f"at most {MOST_STATEMENTS} statements a booking, in one transaction": all(found["count"]["statements"] <= MOST_STATEMENTS for found in databases.values()),
        f"at least {LEAST_RATIO} of the floor": all(one["ratio"] >= LEAST_RATIO for one in kinds),
        f"95 % within {MOST_P95} times the floor's": all(one["p95_ratio"] <= MOST_P95 for one in kinds),
        f"a run with {MANY} bookings takes at most {MOST_FOR_MANY} times one with {FEW}": all(
            found["many"]["ratio"] <= MOST_FOR_MANY for found in databases.values()
        ),
        f"a freed seat is offered within {FREED_WITHIN_S} s": all(found["freed"]["offered_after_s"] <= FREED_WITHIN_S for found in databases.values()),
        "no 5xx": not any(status.startswith("5") for status in statuses),
        "floor and booking were let in": all(one[what]["statuses"].get("302") for one in kinds for what in ("floor", "booking")),
        "sold = capacity in every run": all(
            run["capacity"] == run["taken"] == run["seated"] for found in databases.values() for run in found["sold"].values()
        ),
        "verify clean": all(found["verify"] for found in databases.values()),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
