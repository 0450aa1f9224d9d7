"""Invented people book, wait and are held; the office says go or no-go. All of it before the day of loading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from glascampus.basics.clock import today
from glascampus.commons.journal.rules import GUEST, SYSTEM
from glascampus.commons.legal.reads import shown_at_booking
from glascampus.stations.bookings.actions import book, cancel_run, confirm_run, keep_scale
from glascampus.stations.bookings.models import Booking
from glascampus.stations.bookings.rules import FeeStep, Given
from glascampus.stations.courses.models import Run
from glascampus.web.loader.crowd import PARTICIPANT, Guest, Party, guests, parties, phone_of
from glascampus.web.loader.loading import Loading, at, moment
from glascampus.web.loader.parts.courses import HELD_FOR
from glascampus.web.loader.reader import Row

EXAMPLE_SCALE = (
    FeeStep(14, 0),
    FeeStep(3, 50),
)  # Beispielwert: free until two weeks before, half until three days before


def load(on: Loading) -> None:
    """The fourth station."""
    crowd = guests()
    keep_scale(
        campus=on.campus,
        run=None,
        steps=EXAMPLE_SCALE,
        valid_from=today(on.long_ago),
        by=SYSTEM,
        now=on.long_ago,
        example=True,
    )
    for row in on.rows("runs", "run"):
        with at(row):
            _run(on, on.get("run", row["code"]), row, crowd)


def _run(on: Loading, run: Run, row: Row, crowd: Iterator[Guest]) -> None:
    """Binding bookings first, then those under a funding proviso, then those who wait; then the office decides."""
    decided = min(moment(run.decide_on, "12:00") if run.decide_on else run.closes_at, on.ago(1 / 24))
    wanted = [
        (party, kind)
        for kind in ("booked", "provisional", "waiting")
        for party in parties(f"{run.code} {kind}", row[kind], crowd)
    ]
    wanted = _with_the_demos_participant(wanted)
    for when, (party, kind) in zip(_moments(run.made_at, decided, len(wanted)), wanted, strict=True):
        _book(on, run, party, kind, when)
    if row["state"] in {"go", "done"}:
        confirm_run(run=run, by=SYSTEM, now=decided)
    elif row["state"] == "cancelled":
        cancel_run(run=run, by=SYSTEM, now=decided)
    run.refresh_from_db()


def _with_the_demos_participant(wanted: list[tuple[Party, str]]) -> list[tuple[Party, str]]:
    """Whoever first books privately in a run gets the mailbox of the demo's participant."""
    for place, (party, kind) in enumerate(wanted):
        if kind == "booked" and not party.firm:
            first, *others = party.people
            people = (replace(first, email=PARTICIPANT), *others)
            return [*wanted[:place], (replace(party, people=people), kind), *wanted[place + 1 :]]
    return wanted


def _moments(first: datetime, last: datetime, number: int) -> list[datetime]:
    """``number`` moments one after the other between two others."""
    return [first + (last - first) * (place + 1) / (number + 1) for place in range(number)]


def _book(on: Loading, run: Run, party: Party, kind: str, when: datetime) -> None:
    name, mailbox = party.booker
    texts = shown_at_booking(run.language, when)
    book(
        run=run, by=GUEST, now=when, kind=Booking.Kind.COMPANY if party.firm else Booking.Kind.PRIVATE, booker_name=name, booker_email=mailbox,
        people=[Given(one.given_name, one.family_name, one.email) for one in party.people], organisation_name=party.firm,
        booker_phone=phone_of(name), language=run.language, wait_if_full=kind == "waiting", terms=texts.terms, shown=texts.versions, example=True,
        provisional_until=min(on.today + HELD_FOR, today(run.closes_at)) if kind == "provisional" else None,
    )  # fmt: skip
