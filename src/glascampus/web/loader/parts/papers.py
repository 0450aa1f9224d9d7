"""What happened in the runs that are over or under way: attendance, results, papers, some replaced or taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from glascampus.commons.journal.rules import SYSTEM
from glascampus.stations.bookings.models import Seat
from glascampus.stations.courses.models import Run, Session
from glascampus.stations.credentials import reads
from glascampus.stations.credentials.actions import (
    close_run,
    make_attendance_link,
    note_list,
    note_result,
    reissue,
    revoke,
)
from glascampus.stations.credentials.models import Credential
from glascampus.web.loader.loading import Loading, at
from glascampus.web.loader.reader import Row

CLOSED_AFTER, CORRECTED_AFTER = timedelta(days=2), timedelta(days=5)
LINK_BEFORE, NOTED_BY = timedelta(days=3), timedelta(hours=26)


def load(on: Loading) -> None:
    """The fifth station."""
    for row in on.rows("runs", "run"):
        with at(row):
            if row["state"] in {"running", "over", "done"}:
                _hold(on, on.get("run", row["code"]), row)


def _hold(on: Loading, run: Run, row: Row) -> None:
    """Who was there is noted for each meeting; a run that is done is closed, and its papers are looked after."""
    seats, meetings = list(reads.seated(run)), list(run.sessions.all())
    Random(row["code"]).shuffle(seats)  # noqa: S311  who of the invented people was missing  # nosec B311
    make_attendance_link(run=run, by=SYSTEM, now=min(meetings[0].starts_at - LINK_BEFORE, on.now))
    for place, meeting in enumerate(meetings):
        if row["state"] != "running" or meeting.ends_at + NOTED_BY < on.now:
            _note(meeting, seats, row, is_first=place == 0, is_last=meeting is meetings[-1])
    if row["state"] == "done":
        _finish(on, run, row, seats)


def _note(meeting: Session, seats: Sequence[Seat], row: Row, *, is_first: bool, is_last: bool) -> None:
    """``attended`` were there each time, ``partly`` only the first time, of ``unnoted`` nobody has said about the last time."""
    there = row.get("attended", len(seats)) + (row.get("partly", 0) if is_first else 0)
    noted = seats[: len(seats) - row.get("unnoted", 0)] if is_last else seats
    present = {seat.pk: place < there for place, seat in enumerate(noted)}
    note_list(session=meeting, present=present, by=SYSTEM, now=meeting.ends_at)


def _finish(on: Loading, run: Run, row: Row, seats: Sequence[Seat]) -> None:
    last = run.sessions.all()[run.sessions.count() - 1]
    for place, seat in enumerate(seats[: row["attended"]] if "passed" in row else []):
        note_result(seat=seat, passed=place < row["passed"], by=SYSTEM, now=last.ends_at)
    papers = close_run(run=run, by=SYSTEM, now=min(last.ends_at + CLOSED_AFTER, on.now))
    replaced, revoked = row.get("replaced", 0), row.get("revoked", 0)
    for paper in papers[:replaced]:
        _correct(paper, on)
    for paper in papers[replaced : replaced + revoked]:
        revoke(credential=paper, by=SYSTEM, now=min(paper.issued_at + CORRECTED_AFTER, on.now))


def _correct(paper: Credential, on: Loading) -> None:
    """Somebody's name was written wrongly; the new paper replaces the old one."""
    person = Seat.objects.select_related("person").get(pk=paper.seat_id).person
    reissue(
        credential=paper, given_name=person.given_name, family_name=f"{person.family_name}-Beispiel", by=SYSTEM,
        now=min(paper.issued_at + CORRECTED_AFTER, on.now),
    )  # fmt: skip
