"""Booking through the page against a view that inserts one row and commits: 1 and 16 clients, SQLite and PostgreSQL, until the run is full."""

import argparse
import json
import sys
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

CLIENTS = (1, 16)
MOST_STATEMENTS = 20
TOO_MANY = 1.2  # so many more ask than there are seats


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
    asked = int(seats * TOO_MANY)
    with Server(env, worker=True) as server:
        token = _token(server)
        for clients in CLIENTS:
            code = f"bench-{clients}"
            drive(server, lambda n: get("/hello/"), clients=clients, count=clients * 4)
            floor = drive(server, lambda n: _form("/floor/", token, n, "floor"), clients=clients, count=asked)
            booking = drive(
                server,
                lambda n, code=code: _form(f"/kurse/termin/{code}/buchen/", token, n, code),
                clients=clients,
                count=asked,
            )
            again = drive(server, lambda n: _form("/floor/", token, n, "again"), clients=clients, count=asked)
            per_s = (floor["per_s"] + again["per_s"]) / 2
            found[f"{clients}"] = {
                "floor": floor,
                "floor_again": again,
                "booking": booking,
                "ratio": round(booking["per_s"] / per_s, 3),
            }
            say(
                f"  {name:10} {clients:2} clients  floor {per_s:6.1f}/s (slowest {floor['slowest_ms']} ms)  booking {booking['per_s']:6.1f}/s"
                f" = {booking['per_s'] / per_s:.2f}  median {booking['median_ms']} ms, slowest {booking['slowest_ms']} ms  {booking['statuses']}"
            )
    found["sold"] = json.loads(python("benchmarks/bookings/lay.py", "--sold", env=env))
    found["verify"] = json.loads(python("-m", "glascampus.web.cli", "verify", "--json", env=env))["ok"]
    say(
        f"  {name:10} {found['count']['statements']} statements a booking {found['count']['by_kind']}; sold {found['sold']}; verify {found['verify']}"
    )
    return found


def _token(server):
    """The form token and its cookie, as a browser gets them from the page."""
    _, head, body = Line(server.port).ask(get("/kurse/termin/bench-1/buchen/"))
    cookie = head.decode().split("csrftoken=")[1].split(";")[0]
    return cookie, body.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def _form(path, token, n, run):
    cookie, word = token
    form = {
        "csrfmiddlewaretoken": word, "kind": "private", "booker_name": f"Ada Muster{n}", "booker_email": f"ada{n}@{run}.example.org",
        "people": "", "terms": "on", "form_key": f"{run}-{n}",
    }  # fmt: skip
    return post(path, urlencode(form).encode(), f"Cookie: csrftoken={cookie}", "Origin: http://127.0.0.1")


def _targets(databases):
    kinds = [found[str(clients)] for found in databases.values() for clients in CLIENTS]
    statuses = {
        status for one in kinds for what in ("floor", "booking", "floor_again") for status in one[what]["statuses"]
    }
    return {
        "at most 20 statements a booking": all(found["count"]["statements"] <= MOST_STATEMENTS for found in databases.values()),
        "no 5xx": not any(status.startswith("5") for status in statuses),
        "floor and booking were let in": all(one[what]["statuses"].get("302") for one in kinds for what in ("floor", "booking")),
        "sold = capacity in every run": all(
            run["capacity"] == run["taken"] == run["seated"] for found in databases.values() for run in found["sold"].values()
        ),
        "verify clean": all(found["verify"] for found in databases.values()),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
