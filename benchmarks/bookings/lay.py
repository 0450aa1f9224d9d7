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
from glascampus.stations.bookings.models import Seat  # noqa: E402
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
    print(json.dumps(count()))


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
