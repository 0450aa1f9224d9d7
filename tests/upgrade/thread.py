"""Once through all stations, by the actions that people use. It may change with the code; what was kept does not."""

from __future__ import annotations

from datetime import timedelta

from glascampus.basics.clock import now as this_moment
from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.rules import SYSTEM
from glascampus.stations.credentials import actions as papers
from glascampus.stations.credentials import reads as issued
from glascampus.stations.needs import reads as stated
from tests.build import bookings, commons, courses, credentials, curriculum, needs


def whole_thread(campus: Campus) -> list[str]:
    """Need, topic, module, course, a run held and one to come, people, papers; gives addresses that must open."""
    now = this_moment()
    for builder in (commons, courses, credentials, curriculum, needs, bookings):
        builder.NOW = now
    topic = needs.topic(campus, title_en="Seeing faults in glass")
    statement = needs.confirmed(campus, topic, now=now)
    needs.evidence(topic)
    course = courses.course(campus, modules=[curriculum.module(campus, topic)])
    held = courses.run(campus, course, starts_in_days=-7, site=commons.site(campus, "haus"))
    booked = bookings.booking(held, "Ada Muster", now=now - timedelta(days=30))
    coming = courses.run(campus, course, capacity=2, minimum=1)
    bookings.booking(coming, "Bea Muster", now=now)
    bookings.booking(coming, "Cem Muster", "Dea Muster", kind="company", now=now, wait_if_full=True)
    for seat in booked.seats.all():
        credentials.attend(seat, [True], now=now)
    papers.close_run(run=held, by=SYSTEM, now=now)
    return [
        f"/bedarf/stand/{stated.token_of(statement)}/",
        *(f"/nachweis/{paper.uuid}/" for paper in issued.papers_of(held).values()),
    ]
