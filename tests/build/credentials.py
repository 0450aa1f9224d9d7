"""A run that was held, with people in it, their attendance, and the papers that follow."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.actions import keep
from glascampus.commons.journal.rules import SYSTEM
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.courses.models import Course, Run, Session
from glascampus.stations.credentials import actions, reads
from glascampus.stations.credentials.models import Credential
from glascampus.stations.curriculum.models import Module, Outcome
from tests.build import commons
from tests.build.commons import NOW

STARTED = NOW - timedelta(days=7)  # Monday, 22 February 2027, nine o'clock in Torgau
_numbers = itertools.count(1001)  # one width, so that codes sort as they were made


def _keep(thing: Any) -> Any:
    return keep(thing=thing, by=SYSTEM, now=NOW, deed="test.made")


def course(campus: Campus, *, assessed: bool = False, title: str = "Glas verstehen", **values: Any) -> Course:
    """A published course of one module."""
    n = next(_numbers)
    module = _keep(
        Module(campus=campus, slug=f"papier-modul-{n}", title_de=title, assessed=assessed, minutes_presence=960,
               state="published", made_at=NOW)
    )  # fmt: skip
    _keep(Outcome(campus=campus, module=module, text_de="Sie können Glas benennen.", text_en="You can name glass."))
    made: Course = _keep(
        Course(campus=campus, slug=f"papier-kurs-{n}", title_de=title, title_en=f"{title} (en)", state="published",
               made_at=NOW, **values)
    )  # fmt: skip
    made.modules.add(module)
    return made


def run(
    campus: Campus, *, sessions: int = 2, starts_at: datetime = STARTED, of: Course | None = None, assessed: bool = False,
    **values: Any,
) -> Run:  # fmt: skip
    """A confirmed run with sessions of eight hours on following days."""
    ends_at = starts_at + timedelta(days=sessions - 1, hours=8)
    values = {"capacity": 12, "state": Run.State.CONFIRMED, "code": f"papier-{next(_numbers)}", **values}
    made: Run = _keep(
        Run(campus=campus, course=of or course(campus, assessed=assessed), starts_at=starts_at, ends_at=ends_at,
            closes_at=starts_at, made_at=NOW, **values)
    )  # fmt: skip
    for n in range(sessions):
        at = starts_at + timedelta(days=n)
        _keep(Session(campus=campus, run=made, starts_at=at, ends_at=at + timedelta(hours=8)))
    return made


def seat(of: Run, given_name: str = "Alex", family_name: str = "Muster", **values: Any) -> Seat:
    """One person with a seat, booked by a company; ``who`` tells who that is, a person of its own without it."""
    who = values.pop("who", "")
    person = commons.person(of.campus, given_name, family_name, email=values.pop("email", ""))
    n = next(_numbers)
    booking = _keep(
        Booking(campus=of.campus, code=f"b{n}", run=of, kind="company", state="binding", booker_name="Personalabteilung",
                booker_email="hr@example.org", price_cents=49000, unit_price_cents=49000, link=f"{n:064d}", booked_at=NOW, **values)
    )  # fmt: skip
    made: Seat = _keep(
        Seat(
            campus=of.campus,
            booking=booking,
            run=of,
            person=person,
            state="seated",
            who=who or f"p{person.pk}",
            changed_at=NOW,
        )
    )
    return made


def attend(of: Seat, present: Sequence[bool] = (True, True), now: datetime = NOW) -> None:
    """Note for each session of the run whether the person was there."""
    for session, there in zip(of.run.sessions.all(), present, strict=True):
        actions.tap(session=session, seat=of, present=there, by=SYSTEM, now=now)


def credential(campus: Campus, given_name: str = "Alex", family_name: str = "Muster", **values: Any) -> Credential:
    """A paper for somebody who was always there."""
    made = run(campus, **values)
    attend(seat(made, given_name, family_name))
    actions.close_run(run=made, by=SYSTEM, now=NOW)
    return reads.papers_of(made).popitem()[1]
