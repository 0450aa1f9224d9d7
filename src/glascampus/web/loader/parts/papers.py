"""What happened in the runs that are over: attendance, results, papers; one paper replaced by a corrected name."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from glascampus.commons.journal.rules import SYSTEM
from glascampus.stations.bookings.models import Seat
from glascampus.stations.courses.models import Run
from glascampus.stations.credentials import reads
from glascampus.stations.credentials.actions import close_run, note_result, reissue, tap
from glascampus.stations.credentials.models import Credential
from glascampus.web.loader.loading import Loading, at
from glascampus.web.loader.reader import Row

CLOSED_AFTER, CORRECTED_AFTER = timedelta(days=2), timedelta(days=5)


def load(on: Loading) -> None:
    """The fifth station."""
    done = [row for row in on.rows("runs", "run") if row["state"] == "done"]
    for row in done:
        with at(row):
            papers = _finish(on, on.get("run", row["code"]), row)
            if row is done[0] and papers:
                _correct(papers[0], on)


def _finish(on: Loading, run: Run, row: Row) -> list[Credential]:
    """Note who was there and who passed as many times as the file says, then close the run."""
    seats = list(reads.seated(run))
    Random(row["code"]).shuffle(seats)  # noqa: S311  who of the invented people was missing  # nosec B311
    there = seats[: row["attended"]]
    last = max(session.ends_at for session in run.sessions.all())
    for session in run.sessions.all():
        for seat in seats:
            tap(session=session, seat=seat, present=seat in there, by=SYSTEM, now=session.ends_at)
    if "passed" in row:
        for place, seat in enumerate(there):
            note_result(seat=seat, passed=place < row["passed"], by=SYSTEM, now=last)
    return close_run(run=run, by=SYSTEM, now=min(last + CLOSED_AFTER, on.now))


def _correct(paper: Credential, on: Loading) -> None:
    """Somebody's name was written wrongly; the new paper replaces the old one."""
    person = Seat.objects.select_related("person").get(pk=paper.seat_id).person
    reissue(
        credential=paper, given_name=person.given_name, family_name=f"{person.family_name}-Beispiel", by=SYSTEM,
        now=min(paper.issued_at + CORRECTED_AFTER, on.now),
    )  # fmt: skip
