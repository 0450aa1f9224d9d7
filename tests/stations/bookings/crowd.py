"""Many at once on a database of their own: called as a process, ``python -m tests.stations.bookings.crowd VERB ...``.

The data directory and the database come from the environment (``CAMPUS_DATA``, ``DATABASE_URL``), as for every command.
Each verb prints one line of JSON. ``test_concurrency.py`` calls it in small, ``benchmarks/faults`` in large.
"""

from __future__ import annotations

import contextlib
import json
import random
import re
import sys
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402  settings first
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django_scopes import scope  # noqa: E402

from glascampus.basics.clock import now  # noqa: E402
from glascampus.basics.reason import Refusal  # noqa: E402
from glascampus.commons.campuses.actions import set_clock  # noqa: E402
from glascampus.commons.campuses.models import Campus  # noqa: E402
from glascampus.commons.campuses.reads import the_campus  # noqa: E402
from glascampus.commons.journal.rules import SYSTEM  # noqa: E402
from glascampus.commons.outbox.actions import silent  # noqa: E402
from glascampus.commons.outbox.models import Mail  # noqa: E402
from glascampus.commons.roll.reads import announced  # noqa: E402
from glascampus.stations.bookings import actions, reads  # noqa: E402
from glascampus.stations.bookings.models import Booking, Seat  # noqa: E402
from glascampus.stations.courses.actions import keep_run  # noqa: E402
from glascampus.stations.courses.models import Run  # noqa: E402
from tests.stations.bookings.histories import live  # noqa: E402

CLEAR = {302, 422}  # booked, or a sentence that says why not


def campus_here() -> Campus:
    """The campus of this database; made with its tables at the first call."""
    with contextlib.redirect_stdout(sys.stderr):
        call_command("migrate", verbosity=0, interactive=False)
        if found := the_campus():
            return found
        from glascampus.web.loader.load import load_model

        return load_model("glascampus-torgau", now=now())


def lay(number: int, seats: int, prefix: str = "crowd") -> list[str]:
    """So many bookable runs; their codes."""
    from glascampus.web.loader.trial import lay_trial_run

    campus, codes = campus_here(), [f"{prefix}-{n}" for n in range(number)]
    with scope(campus=campus):
        for code in codes:
            lay_trial_run(campus=campus, code=code, seats=seats, minimum=1, in_days=60, now=now())
    return codes


# In this process: threads, each with a connection of its own


def at_once(deeds: Sequence[Callable[[], Any]]) -> list[Any]:
    """Start all deeds in the same moment; what each gave, or the exception it raised."""
    barrier, given = threading.Barrier(len(deeds)), [None] * len(deeds)

    def one(n: int, deed: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            given[n] = deed()
        except Exception as error:  # noqa: BLE001  it is the answer
            given[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(n, deed)) for n, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def order(key: str, name: str, **values: str) -> dict[str, str]:
    """The booking form as a browser sends it."""
    return {"kind": "private", "booker_name": f"{name} Muster", "booker_email": f"{name}@{key.partition('.')[0]}.example.org",
            "people": "", "terms": "on", "form_key": key, **values}  # fmt: skip


def send(path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
    """(status, place to go to, text) of a POST through the whole site."""
    answer = Client(HTTP_HOST="127.0.0.1", raise_request_exception=False).post(path, form or {})
    return answer.status_code, answer.headers.get("Location", ""), answer.content.decode()


def page_of(code: str) -> str:
    """Where a run is booked."""
    return f"/kurse/termin/{code}/buchen/"


def rush(code: str, buyers: int) -> dict[str, Any]:
    """Buyers at once for the last seats: sold is capacity, the others read why."""
    given = at_once([lambda n=n: send(page_of(code), order(f"{code}.{n}", f"p{n}")) for n in range(buyers)])
    statuses = Counter(str(g[0] if isinstance(g, tuple) else type(g).__name__) for g in given)
    said = sum(str(g[0]) == "422" and "Plätze" in g[2] for g in given if isinstance(g, tuple))
    return {"statuses": dict(statuses), "said": said, **sold(code)}


def twice(code: str, times: int) -> dict[str, Any]:
    """The same form many times at once: one booking, and everybody is led to it."""
    given = at_once([lambda: send(page_of(code), order(f"{code}.same", "p")) for _ in range(times)])
    return {"statuses": _statuses(given), "places": len({g[1] for g in given if isinstance(g, tuple)}), **sold(code)}


def promote(code: str, seats: int, line: int) -> dict[str, Any]:
    """Everybody with a seat cancels while everybody in line accepts and declines what is not offered yet."""
    for n in range(seats + line):
        send(page_of(code), order(f"{code}.{n}", f"p{n}", wait="on"))
    campus = campus_here()
    with scope(campus=campus):
        tokens = [reads.token_of(b) for b in Booking.objects.filter(run__code=code).order_by("pk")]
    leaving = [lambda t=t: send(f"/buchung/{t}/stornieren/") for t in tokens[:seats]]
    coming = [lambda t=t: send(f"/buchung/{t}/annehmen/") for t in tokens[seats:]]
    given = at_once([*leaving, *coming, *coming])
    with scope(campus=campus):
        states = list(Seat.objects.filter(run__code=code).order_by("pk").values_list("state", flat=True))
    return {"statuses": _statuses(given), "states": states, **sold(code)}


def resize(code: str, buyers: int) -> dict[str, Any]:
    """The office raises and lowers the number of seats while people book."""
    campus = campus_here()

    def office(seed: int) -> str:
        """What came of each wish: "ok" or the code of the refusal."""
        said, chance = [], random.Random(seed)
        for _ in range(6):
            try:
                with scope(campus=campus):
                    keep_run(run=Run.objects.get(code=code), by=SYSTEM, now=now(), capacity=chance.randint(5, 12))
                said.append("ok")
            except Refusal as refusal:
                said.append(refusal.reason.code)
        return " ".join(said)

    book = [lambda n=n: send(page_of(code), order(f"{code}.{n}", f"p{n}")) for n in range(buyers)]
    given = at_once([*book, lambda: office(1), lambda: office(2)])
    return {"statuses": _statuses(given[:buyers]), "office": [str(g) for g in given[buyers:]], **sold(code)}


def _statuses(given: Sequence[Any]) -> dict[str, int]:
    return dict(Counter(str(g[0] if isinstance(g, tuple) else type(g).__name__) for g in given))


# What the database holds


def sold(code: str) -> dict[str, int]:
    """Capacity, taken and seated of a run, and its bookings."""
    with scope(campus=campus_here()):
        run = Run.objects.get(code=code)
        seated = Seat.objects.filter(run=run, state__in=["seated", "offered"]).count()
        return {
            "capacity": run.capacity,
            "taken": run.taken,
            "seated": seated,
            "bookings": Booking.objects.filter(run=run).count(),
        }


def faults() -> list[str]:
    """What ``verify`` finds in the whole house."""
    with scope(campus=campus_here()):
        checks = announced("checks")
        return [f"{check.name} {fault.where} {fault.says}" for check in checks for fault in check.look()[1]]


def audit(prefix: str = "crowd") -> dict[str, Any]:
    """Every booking of the runs laid here, by the key of its form, and whether the first mail for it was written."""
    with scope(campus=campus_here()):
        mailed = set(Mail.objects.filter(about_kind="bookings.booking").values_list("about_id", flat=True))
        found = [
            {"key": b.form_key, "state": b.state, "code": b.code, "mailed": b.pk in mailed,
             "seats": [[s.pk, s.state, s.person.name] for s in b.seats.all()]}
            for b in reads.with_seats(Booking.objects.filter(run__code__startswith=f"{prefix}-").order_by("pk"))
        ]  # fmt: skip
    return {"bookings": found, "faults": faults()}


def office(prefix: str = "crowd") -> None:
    """Deeds of the office, one a line on stdin: ``capacity CODE N``, ``go CODE``, ``no-go CODE``, ``turn HOURS``, ``tick``."""
    campus = campus_here()
    print("ready", flush=True)
    for line in sys.stdin:
        try:
            with scope(campus=campus):
                said = _office(line.split())
        except Refusal as refusal:
            said = refusal.reason.code
        except Exception as error:  # noqa: BLE001  it is the answer
            said = f"ERROR {type(error).__name__} {error}"
        print(re.sub(r"\s+", " ", said), flush=True)


def _office(words: list[str]) -> str:
    match words:
        case ["capacity", code, number]:
            keep_run(run=Run.objects.get(code=code), by=SYSTEM, now=now(), capacity=int(number))
        case ["go", code]:
            actions.confirm_run(run=Run.objects.get(code=code), by=SYSTEM, now=now())
        case ["no-go", code]:
            actions.cancel_run(run=Run.objects.get(code=code), by=SYSTEM, now=now())
        case ["turn", hours]:
            set_clock(by=timedelta(hours=int(hours)))
        case _:
            actions.end_offers(now=now())
            actions.end_provisional(now=now())
            actions.offer_free(now=now())
    return "done"


def histories(count: int, steps: int, first_seed: int) -> dict[str, Any]:
    """In-process histories against the model; raises where the database does not agree with it."""
    with scope(campus=campus_here()), silent():
        found = live(campus_here(), count=count, steps=steps, first_seed=first_seed)
    return {"histories": count, "steps": steps, "faults": found}


def small(buyers: int, rounds: int) -> dict[str, Any]:
    """Every scene a few times."""
    seats = 7
    codes = iter(lay(rounds * 4, seats))
    scenes = {
        "rush": [rush(next(codes), buyers) for _ in range(rounds)],
        "twice": [twice(next(codes), buyers // 2) for _ in range(rounds)],
        "promote": [promote(next(codes), seats, 9) for _ in range(rounds)],
        "resize": [resize(next(codes), buyers // 2) for _ in range(rounds)],
    }
    return {**scenes, "faults": faults()}


if __name__ == "__main__":
    verb, *words = sys.argv[1:]
    values = [int(word) if word.isdigit() else word for word in words]
    if verb == "office":
        office()
    else:
        verbs = {"lay": lay, "small": small, "histories": histories, "audit": audit, "faults": faults}
        print(json.dumps(verbs[verb](*values)), flush=True)
