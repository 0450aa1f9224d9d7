"""Faults on purpose: random histories against a model, 200 buyers at once for the last seats, and ``kill -9`` of web and worker under bookings.

Three parts on each database, each can be left out by a 0: ``--histories``, ``--buyers`` (with ``--rounds``), ``--kills``.
"""

import argparse
import contextlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.measuring import ROOT, Line, Server, finish, free_port, get, machine, post, room, say, surroundings

CROWD = "tests.stations.bookings.crowd"
SEATS, RUNS, STEPS = 9, 4, 14
PAUSE_BETWEEN_KILLS_S = (0.3, 2.0)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--histories", type=int, default=10_000, help="random histories against the model (default 10,000)"
    )
    parser.add_argument("--buyers", type=int, nargs="?", const=200, default=200, help="buyers at once (default 200)")
    parser.add_argument("--rounds", type=int, default=100, help="how often they come (default 100)")
    parser.add_argument(
        "--kills",
        type=int,
        default=50,
        help="kill -9 of the web server, one of its processes, the worker or both (default 50)",
    )
    parser.add_argument("--clients", type=int, default=16, help="clients while processes are killed (default 16)")
    parser.add_argument("--seed", type=int, default=1, help="of every choice by chance (default 1)")
    parser.add_argument("--here", action="store_true", help="only on the database of the environment (for the tests)")
    parser.add_argument("--keep", action="store_true", help="write the answer to benchmarks/results/faults.json")
    options = parser.parse_args()
    about = machine()
    databases = {"here": _all(dict(os.environ), options)} if options.here else _on_both(options)
    answer = {"machine": about, "asked": vars(options), **databases}
    return finish("faults", answer, _targets(databases), keep=options.keep)


def _on_both(options):
    with room() as data:
        found = {"sqlite": _all(surroundings(CAMPUS_DATA=str(data)), options)}
    from tests.servers import Postgres, postgres_programs

    if not postgres_programs():
        say("faults: PostgreSQL is not on this machine and is left out.")
        return found
    server = Postgres()
    try:
        with room() as data:
            found["postgresql"] = _all(surroundings(CAMPUS_DATA=str(data), DATABASE_URL=server.start()), options)
    finally:
        server.stop()
    return found


def _all(env, options):
    env = {**env, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    found = {}
    if options.histories:
        found["histories"] = _histories(env, options)
    if options.buyers:
        found["buyers"] = _buyers(env, options)
    if options.kills:
        found["kills"] = _kills(env, options)
    return found


def _crowd(env, *words):
    """A verb of the crowd in a process of its own; its answer."""
    done = subprocess.run(
        [sys.executable, "-m", CROWD, *map(str, words)], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{CROWD} {' '.join(map(str, words))} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def _histories(env, options):
    begin, each, done, faults = time.monotonic(), 500, 0, []
    while done < options.histories:
        count = min(each, options.histories - done)
        faults += _crowd(env, "histories", count, STEPS, options.seed + done)["faults"]
        done += count
        say(f"  {done} histories in {time.monotonic() - begin:.0f} s")
    return {"histories": done, "steps": STEPS, "seconds": round(time.monotonic() - begin), "faults": faults}


# Everybody at once for the last seats


def _buyers(env, options):
    codes = _crowd(env, "lay", options.rounds, SEATS, "rush")
    rounds, begin = [], time.monotonic()
    with Server(env, worker=True) as server:
        token = token_of(server.port, codes[0])
        for number, code in enumerate(codes):
            rounds.append(_rush(server.port, token, code, options.buyers))
            if number % 10 == 9:
                say(f"  {number + 1} rounds in {time.monotonic() - begin:.0f} s")
    audit = _crowd(env, "audit", "rush")
    seated = {}
    for booking in audit["bookings"]:
        run = booking["key"].partition(".")[0]
        seated[run] = seated.get(run, 0) + sum(state == "seated" for _pk, state, _name in booking["seats"])
    statuses = {}
    for _spans, seen in rounds:
        for status, n in seen.items():
            statuses[status] = statuses.get(status, 0) + n
    spans = sorted(span for took, _seen in rounds for span in took)
    return {
        "buyers": options.buyers, "rounds": len(rounds), "seats": SEATS, "statuses": statuses,
        "sold_is_capacity": sum(seated.get(code) == SEATS for code in codes), "verify": audit["faults"],
        "seconds": round(time.monotonic() - begin), "p95_ms": round(spans[int(len(spans) * 0.95)] * 1000), "slowest_ms": round(spans[-1] * 1000),
    }  # fmt: skip


def _rush(port, token, code, buyers):
    barrier, lock, spans, statuses = threading.Barrier(buyers), threading.Lock(), [], {}

    def buy(n):
        request, line = form(f"/kurse/termin/{code}/buchen/", token, order(f"{code}.{n}", f"P{n}")), Line(port)
        barrier.wait()
        began = time.perf_counter()
        try:
            status = str(line.ask(request)[0])
        except OSError as error:
            status = type(error).__name__
        with lock:
            spans.append(time.perf_counter() - began)
            statuses[status] = statuses.get(status, 0) + 1

    threads = [threading.Thread(target=buy, args=(n,)) for n in range(buyers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return spans, statuses


def token_of(port, code):
    """The form token and its cookie, as a browser gets them from the page."""
    _, head, body = Line(port).ask(get(f"/kurse/termin/{code}/buchen/"))
    cookie = head.decode().split("csrftoken=")[1].split(";")[0]
    return cookie, body.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def form(path, token, values):
    """A POST as bytes."""
    body = urlencode({"csrfmiddlewaretoken": token[1], **values}).encode()
    return post(path, body, f"Cookie: csrftoken={token[0]}", "Origin: http://127.0.0.1")


def order(key, *names, wait=False, split=False):
    """The booking form; several people are a company's."""
    kind = "private" if len(names) == 1 else "company"
    values = {
        "kind": kind, "booker_name": f"{names[0]} Muster", "booker_email": f"{key}@example.org", "terms": "on", "form_key": key,
        "organisation_name": "" if kind == "private" else "Beispielbetrieb", "people": "\n".join(f"{n} Muster" for n in names) if len(names) > 1 else "",
    }  # fmt: skip
    return {**values, **({"wait": "on"} if wait else {}), **({"split": "on"} if split else {})}


# Processes die while people book


class Mortal:
    """``./campus run`` as an operator starts it; what it keeps alive can be killed, and must come back by itself."""

    def __init__(self, env):
        self.env, self.port = {**env, "PYTHONUNBUFFERED": "1"}, free_port()
        self.log = Path(env["CAMPUS_DATA"]) / "launcher.log"

    def __enter__(self):
        with self.log.open("w") as log:
            self.launcher = subprocess.Popen([sys.executable, "campus", "run", "--port", str(self.port)], env=self.env, cwd=ROOT,
                                             stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True)  # fmt: skip
        if not self.launcher.stdout.readline().startswith("Ready:"):
            sys.exit(f"./campus run did not start:\n{self.log.read_text()[-2000:]}")
        return self

    def __exit__(self, *_):
        self.launcher.terminate()
        self.launcher.wait(30)

    def kept(self, word):
        """The process the launcher keeps alive whose command holds ``word``; waits while it is being started again."""
        end = time.monotonic() + 90
        while time.monotonic() < end:
            for pid in _children(self.launcher.pid):
                with contextlib.suppress(OSError):
                    if word in Path(f"/proc/{pid}/cmdline").read_text():
                        return pid
            time.sleep(0.05)
        sys.exit(f"./campus run did not bring {word} back:\n{self.log.read_text()[-2000:]}")

    def kill(self, what):
        """``kill -9`` of the whole web server, of one of its processes, of the worker, or of server and worker."""
        groups = {"web": ["granian"], "worker": ["worker"], "both": ["granian", "worker"], "one": []}[what]
        for pid in [self.kept(word) for word in groups]:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
        if what == "one" and (children := _children(self.kept("granian"))):
            with contextlib.suppress(ProcessLookupError):
                os.kill(children[-1], signal.SIGKILL)

    def restarts(self):
        """How often the launcher had to start something again."""
        return self.log.read_text().count("ended by itself; it is started again")


def _children(pid):
    with contextlib.suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


class Client(threading.Thread):
    """Books, cancels, renames, accepts and declines by chance, and writes down every answer it got."""

    def __init__(self, number, port, codes, token, stop, seed):
        super().__init__(daemon=True)
        self.number, self.codes, self.token, self.stop, self.port = number, codes, token, stop, port
        self.line, self.chance, self.orders, self.counts, self.errors = (
            Line(port),
            random.Random(seed * 1000 + number),
            [],
            {},
            [],
        )

    def run(self):
        while not self.stop.is_set():
            known = [order for order in self.orders if order["link"]]
            if not known or self.chance.random() < 0.4:
                self.book()
            else:
                self.deed(self.chance.choice(known))

    def ask(self, deed, path, values):
        """(status, place) of a POST; (0, "") when no answer came, and nobody knows whether it was done."""
        try:
            status, head, body = self.line.ask(form(path, self.token, values))
        except (OSError, ValueError, IndexError):
            self.line = Line(self.port)
            time.sleep(0.25)
            status, head, body = 0, b"", b""
        self.counts[f"{deed} {status}"] = self.counts.get(f"{deed} {status}", 0) + 1
        if status >= 500:
            self.errors.append(f"{deed} {status}")
        place = re.search(rb"(?i)location: (\S+)", head)
        return status, place.group(1).decode() if place else "", body

    def book(self):
        key = f"k{self.number}-{len(self.orders)}"
        names = [f"N{self.number}x{len(self.orders)}y{n}" for n in range(self.chance.choice([1, 1, 1, 2, 3]))]
        values = order(
            key, *names, wait=self.chance.random() < 0.6, split=len(names) > 1 and self.chance.random() < 0.5
        )
        status, place, _ = self.ask("book", f"/kurse/termin/{self.chance.choice(self.codes)}/buchen/", values)
        self.orders.append(
            {
                "key": key,
                "names": names,
                "status": status,
                "link": place if status == 302 else "",
                "gone": "no",
                "maybe": [],
            }
        )

    def deed(self, known):
        deed = self.chance.choice(["stornieren", "stornieren", "name", "annehmen", "weitergeben", "again"])
        if deed == "again":  # the same form once more: the same booking, or nothing
            values = order(known["key"], *known["names"])
            self.ask("again", f"/kurse/termin/{self.codes[0]}/buchen/", values)
        elif deed == "name":
            self.rename(known)
        else:
            status, _, _ = self.ask(deed, f"{known['link']}{deed}/", {})
            if deed == "stornieren" and status in {0, 302}:
                known["gone"] = "yes" if status == 302 or known["gone"] == "yes" else "maybe"

    def rename(self, known):
        try:
            _, _, body = self.line.ask(get(known["link"], f"Cookie: csrftoken={self.token[0]}"))
        except (OSError, ValueError, IndexError):
            self.line = Line(self.port)
            return
        if len(known["names"]) > 1 or not (seats := re.findall(rb"/name/(\d+)/", body)):
            return
        name = f"{known['names'][0].partition('r')[0]}r{self.chance.randrange(10**6)}"
        status, _, _ = self.ask(
            "name",
            f"{known['link']}name/{seats[0].decode()}/",
            {"given_name": name, "family_name": "Muster", "email": ""},
        )
        if status == 302:
            known["names"], known["maybe"] = [name], []
        elif status == 0:
            known["maybe"].append(name)


def _kills(env, options):
    codes = _crowd(env, "lay", RUNS, SEATS, "kill")
    chance, stop, counts = random.Random(options.seed), threading.Event(), {}
    with Mortal(env) as server:
        token = token_of(server.port, codes[0])
        clients = [Client(n, server.port, codes, token, stop, options.seed) for n in range(options.clients)]
        desk = _Desk(env, codes, chance)
        for client in clients:
            client.start()
        for _ in range(options.kills):
            time.sleep(chance.uniform(*PAUSE_BETWEEN_KILLS_S))
            which = chance.choice(["web", "worker", "both", "one"])
            counts[which] = counts.get(which, 0) + 1
            server.kill(which)
            desk.do_something()
            if which != "worker":
                _wait_for(server.port)
        time.sleep(2)
        stop.set()
        for client in clients:
            client.join(60)
        desk.close()
        time.sleep(1)
        stands = server.launcher.poll() is None
    audit = _crowd(env, "audit", "kill")
    return {"killed": dict(sorted(counts.items())), "stands": stands, "restarts": server.restarts(),
            "office": desk.said, **_compare([order for client in clients for order in client.orders], audit),
            "answers": _sum(client.counts for client in clients), "errors": [e for client in clients for e in client.errors][:20]}  # fmt: skip


class _Desk:
    """The office in a process of its own, so that it outlives the web server."""

    def __init__(self, env, codes, chance):
        self.codes, self.chance, self.said = codes, chance, {}
        self.process = subprocess.Popen([sys.executable, "-m", CROWD, "office"], env=env, cwd=ROOT, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # fmt: skip
        self.process.stdout.readline()

    def do_something(self):
        code = self.chance.choice(self.codes)
        words = self.chance.choice(
            [f"capacity {code} {self.chance.randint(1, 30)}"] * 4 + ["tick", f"go {code}", "turn 30"]
        )
        if self.chance.random() < 0.02:
            words = f"no-go {self.codes[-1]}"
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()
        said = f"{words.split()[0]}: {self.process.stdout.readline().strip()}"
        self.said[said] = self.said.get(said, 0) + 1

    def close(self):
        self.process.stdin.close()
        self.process.wait(30)


def _wait_for(port):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with contextlib.suppress(OSError, ValueError, IndexError):
            if Line(port).ask(get("/health/"))[0] == 200:
                return
        time.sleep(0.05)


def _sum(many):
    total = {}
    for one in many:
        for word, n in one.items():
            total[word] = total.get(word, 0) + n
    return dict(sorted(total.items()))


def _compare(orders, audit):
    """What was answered as done and is not there, and what is there and was never answered or is known to be refused."""
    by_key, lost, unasked = {}, [], []
    for booking in audit["bookings"]:
        if booking["key"] in by_key:
            unasked.append(f"{booking['key']} twice")
        by_key[booking["key"]] = booking
    for known in orders:
        found = by_key.pop(known["key"], None)
        if known["status"] == 302 and not found:
            lost.append(known["key"])
        elif known["status"] not in {0, 302} and found:
            unasked.append(f"{known['key']} was refused with {known['status']}")
        elif found and known["status"] == 302:
            lost += _differences(known, found)
    unasked += [f"{key} was never sent" for key in by_key]
    return {"booked": sum(o["status"] == 302 for o in orders), "unknown": sum(o["status"] == 0 for o in orders),
            "refused": sum(o["status"] not in {0, 302} for o in orders), "lost": lost, "unasked": unasked, "verify": audit["faults"]}  # fmt: skip


def _differences(known, found):
    names = sorted(name.partition(" ")[0] for _pk, _state, name in found["seats"])
    if names != sorted(known["names"]) and names[:1] not in [[name] for name in known["maybe"]]:
        yield f"{known['key']} is for {names} instead of {known['names']}"
    if known["gone"] == "yes" and found["state"] != "cancelled":
        yield f"{known['key']} was cancelled and is {found['state']}"
    if not found["mailed"]:
        yield f"{known['key']} has no mail"


def _targets(databases):
    parts = {
        name: [found[name] for found in databases.values() if name in found]
        for name in ("histories", "buyers", "kills")
    }
    targets = {}
    if parts["histories"]:
        targets["every history ends where the model says, verify clean"] = not any(
            one["faults"] for one in parts["histories"]
        )
    if parts["buyers"]:
        targets["sold = capacity in every round"] = all(
            one["sold_is_capacity"] == one["rounds"] for one in parts["buyers"]
        )
        targets["everybody gets a clear answer, no server error"] = all(
            set(one["statuses"]) <= {"302", "422"} for one in parts["buyers"]
        )
        targets["verify clean after the rush"] = not any(one["verify"] for one in parts["buyers"])
    if parts["kills"]:
        targets["every answer given as success is there"] = not any(one["lost"] for one in parts["kills"])
        targets["nothing else is there"] = not any(one["unasked"] for one in parts["kills"])
        targets["verify clean after the kills"] = not any(one["verify"] for one in parts["kills"])
        targets["./campus run kept web and worker alive"] = all(one["stands"] for one in parts["kills"])
        targets["no answer 5xx"] = not any(one["errors"] for one in parts["kills"])
    return targets


if __name__ == "__main__":
    sys.exit(main())
