"""Invented people book, wait and are held, some leave again; the office says go or no-go. All of it before the moment of loading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from glascampus.basics.clock import CAMPUS_ZONE, today
from glascampus.commons.journal.rules import GUEST, SYSTEM
from glascampus.commons.legal.reads import shown_at_booking
from glascampus.stations.bookings.actions import book, cancel_run, confirm_run, keep_scale
from glascampus.stations.bookings.models import Booking
from glascampus.stations.bookings.rules import FeeStep, Given
from glascampus.stations.courses.models import Run
from glascampus.web.loader.crowd import FIRMS, PARTICIPANT, Guest, Party, guests, parties, phone_of
from glascampus.web.loader.loading import Loading, at, moment
from glascampus.web.loader.parts import changes
from glascampus.web.loader.parts.courses import HELD_FOR
from glascampus.web.loader.reader import Row
from glascampus.web.loader.sense import HELD

EXAMPLE_SCALE = (
    FeeStep(14, 0),
    FeeStep(3, 50),
)  # Beispielwert: free until two weeks before, half until three days before
KINDS = (
    "left_free",
    "left_late",
    "withdrawn",
    "stepped_back",
    "booked",
    "provisional",
    "offered",
    "moving_up",
    "waiting",
)
ALONE = frozenset({"withdrawn", "offered", "moving_up"})  # each of them one private person

WAITS = frozenset({"moving_up", "waiting"})


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
    """Those who leave again come first, then who stays, who is held under a funding proviso, who waits; then the office decides."""
    decided = min(moment(run.decide_on, "12:00") if run.decide_on else run.closes_at, on.ago(1 / 24))
    last = min(decided, changes.moved_at(on, run)) if "moved_by_days" in row else decided
    wanted = [*_for_the_demos_guest(row, crowd), *_for_the_demos_company(_wanted(row, crowd), row.get("firm"))]
    made: dict[str, list[Booking]] = {kind: [] for kind in KINDS}
    for when, (party, kind) in zip(_moments(run.made_at, last, len(wanted)), wanted, strict=True):
        booking = _book(on, run, party, kind, when)
        made[kind].append(booking)
        changes.leave(on, booking, kind)
    changes.move(on, run, row, made["stepped_back"])
    if row["state"] in HELD:
        confirm_run(run=run, by=SYSTEM, now=decided)
    elif row["state"] == "cancelled":
        cancel_run(run=run, by=SYSTEM, now=decided)
    changes.offer(on, made["offered"])
    changes.call(on, run, row)
    run.refresh_from_db()


def _wanted(row: Row, crowd: Iterator[Guest]) -> list[tuple[Party, str]]:
    """Who wants what, in the order in which they come; whoever moves up stood in line first."""
    people = {**row, "booked": row["booked"] - row.get("guest", 0), "moving_up": row.get("offered", 0)}
    return [
        (party, kind)
        for kind in KINDS
        for party in parties(f"{row['code']} {kind}", people.get(kind, 0), crowd, alone=kind in ALONE)
    ]


def _for_the_demos_guest(row: Row, crowd: Iterator[Guest]) -> list[tuple[Party, str]]:
    """The demo's participant books first and alone."""
    return [(Party((replace(next(crowd), email=PARTICIPANT),), ""), "booked")] if row.get("guest") else []


def _for_the_demos_company(wanted: list[tuple[Party, str]], kind: str | None) -> list[tuple[Party, str]]:
    """The first party of a kind is the demo's company."""
    place = next((place for place, (_, its) in enumerate(wanted) if its == kind), None)
    if place is None:
        return wanted
    party, its = wanted[place]
    return [*wanted[:place], (replace(party, firm=FIRMS[0]), its), *wanted[place + 1 :]]


def _moments(first: datetime, last: datetime, number: int) -> list[datetime]:
    """``number`` moments one after the other between two others, by day where there is room for it."""
    return [_by_day(first + (last - first) * (place + 1) / (number + 1), first, last) for place in range(number)]


def _by_day(at: datetime, first: datetime, last: datetime) -> datetime:
    """The same day between seven and seven: nobody books a course at four in the morning."""
    local = at.astimezone(CAMPUS_ZONE)
    day = local.replace(hour=7 + local.hour // 2)
    return day if first < day < last else at


def _book(on: Loading, run: Run, party: Party, kind: str, when: datetime) -> Booking:
    name, mailbox = party.booker
    texts = shown_at_booking(run.language, when)
    return book(
        run=run, by=GUEST, now=when, kind=Booking.Kind.COMPANY if party.firm else Booking.Kind.PRIVATE, booker_name=name, booker_email=mailbox,
        people=[Given(one.given_name, one.family_name, one.email) for one in party.people], organisation_name=party.firm,
        booker_phone=phone_of(name), language=run.language, wait_if_full=kind in WAITS, terms=texts.terms, shown=texts.versions, example=True,
        provisional_until=min(on.today + HELD_FOR, today(run.closes_at)) if kind == "provisional" else None,
    )  # fmt: skip
