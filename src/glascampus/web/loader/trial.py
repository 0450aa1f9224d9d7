"""A run for trying and for load tests, beside those of the files."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from glascampus.basics.clock import today
from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.sites.models import Site
from glascampus.stations.courses.actions import keep_run, open_run
from glascampus.stations.courses.models import Course, Run, Session
from glascampus.stations.courses.rules import default_close
from glascampus.web.loader.loading import moment

PRICE_CENTS = 49_000


@transaction.atomic
def lay_trial_run(*, campus: Campus, code: str, seats: int, minimum: int, in_days: int, now: datetime) -> Run:
    """A bookable run of the campus's first course: one day, from nine to four, ``in_days`` from today; marked as an example.

    Raises:
        ValueError: there is no published course to run.
    """
    course = Course.objects.filter(state=Course.State.PUBLISHED).order_by("pk").first()
    if course is None:
        raise ValueError("No course of this campus is published yet, so there is nothing to run.")
    day = today(now) + timedelta(days=in_days)
    starts, ends = moment(day, "09:00"), moment(day, "16:00")
    closes = default_close(starts, now)
    site = Site.objects.order_by("-step_free", "pk").first()
    meeting = Session(starts_at=starts, ends_at=ends)
    run = keep_run(
        run=Run(campus=campus, course=course), by=SYSTEM, now=now, session=meeting, code=code, site=site,
        step_free=site is not None and site.step_free, price_cents=PRICE_CENTS, capacity=seats, minimum=minimum,
        closes_at=closes, decide_on=today(closes), example=True,
    )  # fmt: skip
    return open_run(run=run, by=SYSTEM, now=now)
