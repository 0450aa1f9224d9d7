"""Runs with their seats, for everyone."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import AwareDatetime, Field

from glascampus.basics.clock import now
from glascampus.commons.desk.api.problems import Problem
from glascampus.commons.desk.api.reading import Asked, moment, money, readable, told
from glascampus.commons.desk.api.shapes import Money, Said, answers
from glascampus.stations.bookings import reads
from glascampus.stations.courses.models import Run
from glascampus.stations.courses.reads import runs_after, shown_run
from glascampus.stations.courses.rules import public_state

router = Router(tags=["runs"])


class RunSaid(Said):
    """A course on certain days; ``taken`` counts offered and provisional seats, ``waiting`` counts persons."""

    code: str = Field(examples=["gc-05-2027-03"])
    course: str = Field(description="slug of the course")
    capacity: int
    taken: int
    free: int
    waiting: int
    minimum: int = Field(description="how many must be firm for it to take place")
    state: Literal["open", "full", "closed", "running", "done", "cancelled"]
    confirmed: bool = Field(description="the office said that it takes place")
    starts_at: AwareDatetime | None
    ends_at: AwareDatetime | None
    closes_at: AwareDatetime = Field(description="until then one can book")
    price: Money
    language: str


class RunsSaid(Said):
    """A page of runs, by beginning and code."""

    items: list[RunSaid]
    next: str | None = Field(description="address of the next page; null on the last")


@router.get("/runs", response=answers({200: RunsSaid, 304: None}, 422), summary="Runs, also past ones, by beginning")
def runs(request: HttpRequest) -> HttpResponse:
    """`from` and `to` narrow to runs that begin between them; a date as `to` is included."""
    asked, at = Asked(request), now()
    limit, after = asked.limit(), asked.cursor(_mark)
    first, before = asked.moment("from"), asked.moment("to", end=True)
    asked.check()
    found = runs_after(after, limit + 1, first=first, before=before)
    seats = reads.seats_for_machines(found, at)
    return told(request, asked.page(found, limit, item=lambda run: _run(run, seats, at), mark=_place))


@router.get("/runs/{code}", response=answers({200: RunSaid, 304: None}, 404), summary="One run with its seats")
def run(request: HttpRequest, code: str) -> HttpResponse:
    """A run by its code."""
    at, found = now(), shown_run(readable(code, "no-such-run"))
    if found is None:
        raise Problem(404, "There is no such run.", "no-such-run")
    return told(request, _run(found, reads.seats_for_machines([found], at), at))


def _place(run: Run) -> str:
    assert run.starts_at is not None
    return f"{run.starts_at.isoformat()}|{run.code}"


def _mark(text: str) -> tuple[datetime, str]:
    """Where a page ended.

    Raises:
        ValueError: it was not made here.
    """
    begins, bar, code = text.partition("|")
    at = datetime.fromisoformat(begins)
    if at.tzinfo is None or not bar or not 1900 < at.year < 2200:  # noqa: PLR2004  what every database can compare
        raise ValueError
    return at, code


def _run(run: Run, seats: dict[int, tuple[int, int]], at: datetime) -> dict[str, Any]:
    free, waiting = seats[run.pk]
    state = public_state(state=run.state, free=free, closes_at=run.closes_at, starts_at=run.starts_at, now=at)
    return {
        "code": run.code, "course": run.course.slug, "capacity": run.capacity, "taken": run.capacity - free, "free": free,
        "waiting": waiting, "minimum": run.minimum, "state": state, "confirmed": run.state == Run.State.CONFIRMED,
        "starts_at": moment(run.starts_at), "ends_at": moment(run.ends_at), "closes_at": moment(run.closes_at),
        "price": money(run.price_cents), "language": run.language,
    }  # fmt: skip
