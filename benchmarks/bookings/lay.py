"""Lay the demo campus, a run to fill per number of clients, and the floor's table; count what one booking asks of the database.

Called by run.py in a process of its own: ``lay.py SEATS CLIENTS ...``; prints {"statements", "by_kind", "seats"}. With ``--sold`` it prints what was sold.
"""

import collections
import contextlib
import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django_scopes import scope, scopes_disabled  # noqa: E402

from benchmarks.urls import FLOOR  # noqa: E402
from glascampus.basics.clock import now  # noqa: E402
from glascampus.commons.journal.actions import seal  # noqa: E402
from glascampus.commons.people.models import Person  # noqa: E402
from glascampus.stations.bookings.models import Booking, Seat  # noqa: E402
from glascampus.stations.courses.actions import take_seats  # noqa: E402
from glascampus.stations.courses.models import Run  # noqa: E402
from glascampus.web.loader.load import load_model  # noqa: E402
from glascampus.web.loader.trial import lay_trial_run  # noqa: E402


def lay(seats, clients):
    with contextlib.redirect_stdout(sys.stderr):
        call_command("migrate", verbosity=0, interactive=False)
        campus = load_model("glascampus-torgau", now=now())
        while seal(campus=campus):
            pass
    with connection.cursor() as cursor:
        cursor.execute(FLOOR)
    with scope(campus=campus):
        for number in clients:
            lay_trial_run(campus=campus, code=f"bench-{number}", seats=seats, minimum=1, in_days=60, now=now())
        lay_trial_run(campus=campus, code="bench-count", seats=5, minimum=1, in_days=60, now=now())
        lay_trial_run(campus=campus, code="freed", seats=1, minimum=1, in_days=60, now=now())
        for code, number in (("few", 50), ("many", 50_000)):
            fill(lay_trial_run(campus=campus, code=code, seats=1000, minimum=1, in_days=60, now=now()), number)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(json.dumps(count()))


def fill(run, number, seated=50):
    """So many bookings of one person each; all but ``seated`` were cancelled again, since a run has 1,000 seats at most."""
    at = now()
    common = {"campus": run.campus, "run": run}
    for first in range(0, number, 5000):
        some = range(first, min(first + 5000, number))
        people = Person.objects.bulk_create(
            Person(
                campus=run.campus,
                given_name=f"{run.code}{n}",
                family_name="Beispielwert",
                email=f"{n}@{run.code}.example.org",
            )
            for n in some
        )
        bookings = Booking.objects.bulk_create(
            Booking(**common, code=f"{run.code}-{n}", kind="private", state="binding" if n < seated else "cancelled", link=f"{run.code}-{n}",
                    booker_name="Beispielwert", booker_email=f"{n}@{run.code}.example.org", unit_price_cents=49000,
                    price_cents=49000 if n < seated else 0, booked_at=at, form_key=f"filled-{run.code}-{n}")
            for n in some
        )  # fmt: skip
        Seat.objects.bulk_create(
            Seat(**common, booking=booking, person=person, who=f"{run.code}-{n}", changed_at=at,
                 state="seated" if n < seated else "cancelled")
            for n, booking, person in zip(some, bookings, people, strict=True)
        )  # fmt: skip
    take_seats(run_id=run.pk, number=seated)


def count():
    """Statements of the second booking through the page (the first loads what is loaded once)."""
    client = Client(HTTP_HOST="127.0.0.1")
    for n in (1, 2):
        form = {
            "kind": "private",
            "booker_name": f"Zahl {n}",
            "booker_email": f"zahl{n}@example.org",
            "terms": "on",
            "form_key": f"zahl-{n}",
        }
        with CaptureQueriesContext(connection) as seen:
            answer = client.post("/kurse/termin/bench-count/buchen/", form)
        assert answer.status_code == 302, answer.status_code
    kinds = collections.Counter(query["sql"].split(" ")[0].upper() for query in seen)
    around = {"BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"}
    return {
        "statements": sum(n for kind, n in kinds.items() if kind not in around),
        "with_transactions": len(seen),
        "by_kind": dict(sorted(kinds.items())),
    }


def sold():
    with scopes_disabled():
        runs = Run.objects.filter(code__startswith="bench-").exclude(code="bench-count")
        print(
            json.dumps(
                {
                    run.code: {
                        "capacity": run.capacity,
                        "taken": run.taken,
                        "seated": Seat.objects.filter(run=run, state="seated").count(),
                    }
                    for run in runs
                }
            )
        )


if "--sold" in sys.argv:
    sold()
else:
    lay(int(sys.argv[1]), [int(word) for word in sys.argv[2:]])
