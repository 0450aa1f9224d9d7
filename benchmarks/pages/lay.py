"""Lay the demo campus and as many published courses as wanted, five runs each, by bulk inserts; print what its pages ask and weigh.

Called by run.py in a process of its own: ``lay.py COURSES``; prints {"page": {"path", "queries", "repeat_queries", "bytes", "gzip_bytes"}}.
"""

import contextlib
import json
import sys
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django_scopes import scope  # noqa: E402

from glascampus.basics.clock import now  # noqa: E402
from glascampus.commons.journal.actions import seal  # noqa: E402
from glascampus.commons.sites.models import Site  # noqa: E402
from glascampus.stations.courses.models import Course, Run, Session  # noqa: E402
from glascampus.stations.curriculum.models import Module  # noqa: E402
from glascampus.stations.needs.models import Topic  # noqa: E402
from glascampus.web.loader.load import load_model  # noqa: E402

RUNS = 5
SUMMARY = "Sie erkennen, woher ein Fehler kommt, und wissen, was zu tun ist. Ein Tag an der Anlage, einer im Labor, mit Aufgaben aus dem Betrieb."


def lay(campus, wanted):
    """Published courses up to ``wanted``, each with a module and five runs that begin within a year."""
    moment, sites, modules = now(), list(Site.objects.all()), list(Module.objects.all())
    missing = wanted - Course.objects.filter(state="published").count()
    courses = Course.objects.bulk_create(
        Course(campus=campus, slug=f"kurs-{n:04}", title_de=f"Kurs {n:04} Glas verstehen", title_en=f"Course {n:04} Understand glass",
               summary_de=SUMMARY, summary_en=SUMMARY, level=("entry", "advanced", "expert")[n % 3], state="published", made_at=moment)
        for n in range(missing)
    )  # fmt: skip
    Course.modules.through.objects.bulk_create(
        [Course.modules.through(course=course, module=modules[n % len(modules)]) for n, course in enumerate(courses)],
        batch_size=400,
    )
    runs = Run.objects.bulk_create(
        [_run(campus, course, n, k, moment, sites) for n, course in enumerate(courses) for k in range(RUNS)],
        batch_size=400,
    )
    Session.objects.bulk_create(
        [Session(campus=campus, run=run, starts_at=run.starts_at, ends_at=run.ends_at) for run in runs], batch_size=400
    )


def _run(campus, course, n, k, moment, sites):
    starts = (moment + timedelta(days=20 + (n * 7 + k * 61) % 340)).replace(hour=8, minute=0, second=0, microsecond=0)
    return Run(
        campus=campus, course=course, code=f"bench-{n:04}-{k}", site=sites[n % len(sites)], price_cents=49000, capacity=12, minimum=6,
        taken=(n + k) % 13, starts_at=starts, ends_at=starts + timedelta(hours=8), closes_at=starts - timedelta(days=7),
        step_free=bool(n % 2), bed=not n % 5, state="open", made_at=moment, example=True,
    )  # fmt: skip


def weigh(path):
    """Queries of first render and repeat, bytes plain and compressed."""
    client, counts = Client(HTTP_HOST="127.0.0.1"), []
    client.get("/hello/")  # whatever is loaded once
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            plain = client.get(path)
        assert plain.status_code == 200, (path, plain.status_code)
        counts.append(len(seen))
    zipped = client.get(path, headers={"accept-encoding": "gzip"})
    return {
        "path": path,
        "queries": counts[0],
        "repeat_queries": counts[1],
        "bytes": len(plain.content),
        "gzip_bytes": len(zipped.content),
    }


def main(wanted):
    with contextlib.redirect_stdout(sys.stderr):
        call_command("migrate", verbosity=0, interactive=False)
        campus = load_model("glascampus-torgau", now=now())
        while seal(campus=campus):
            pass
    with scope(campus=campus):
        lay(campus, wanted)
        course = Course.objects.filter(runs__isnull=False).order_by("pk").first()
        topic = Topic.objects.order_by("pk").first()
    paths = {"home": "/", "catalogue": "/kurse/", "course": f"/kurse/{course.slug}/", "need": f"/bedarf/{topic.slug}/",
             "needs": "/bedarf/", "dates": "/termine/", "curriculum": "/curriculum/", "impact": "/wirkung/"}  # fmt: skip
    print(json.dumps({name: weigh(path) for name, path in paths.items()}))


main(int(sys.argv[1]))
