"""Courses with what really took place, and runs laid around the day of loading."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from glascampus.commons.journal.rules import SYSTEM
from glascampus.stations.courses.actions import keep_course, keep_question, keep_run, keep_session, open_run
from glascampus.stations.courses.models import Course, FitQuestion, Run, Session
from glascampus.web.loader.calendar import beginning
from glascampus.web.loader.loading import Loading, at, both, marks_of, moment, some, source_of
from glascampus.web.loader.reader import Row

OPENS_BEFORE, OPEN_SINCE = timedelta(days=100), timedelta(days=30)
COURSE_BEFORE = timedelta(days=130)
HELD_FOR = timedelta(days=14)  # Beispielwert: how long seats are held under a funding proviso


def load(on: Loading) -> None:
    """The third station."""
    for row in on.rows("courses", "course"):
        _course(on, row)
    for row in on.rows("fit", "question"):
        with at(row):
            _question(on, row)
    for row in on.rows("runs", "run"):
        with at(row):
            on.keep("run", row["code"], _run(on, row))


def _course(on: Loading, row: Row) -> None:
    past = [one for one in on.rows("courses", "history") if one["course"] == row["key"]]
    history = [
        {
            "dated": ", ".join(one["dates"]),
            "source_url": source_of(one),
            **both(one, "text"),
            **some(one, "participants"),
        }
        for one in past
    ]
    with at(row):
        made = keep_course(
            course=Course(campus=on.campus), by=SYSTEM, now=course_made(on, row["key"]), state=Course.State.PUBLISHED, history=history,
            modules=[on.get("module", key) for key in row["modules"]], example_fields=marks_of(row), source_url=source_of(row),
            **both(row, "title", "summary", "audience"), **some(row, "slug", "level", "mandatory"),
        )  # fmt: skip
    on.keep("course", row["key"], made)


def course_made(on: Loading, key: str) -> datetime:
    """A course is made some weeks before its first run is offered."""
    firsts = [first_day(on, run) for run in on.rows("runs", "run") if run["course"] == key]
    made = moment(min(firsts, default=on.today) - COURSE_BEFORE, "10:00")
    return max(min(made, on.ago(1)), on.long_ago)


def _question(on: Loading, row: Row) -> None:
    keep_question(
        question=FitQuestion(campus=on.campus, course=on.get("course", row["course"])), by=SYSTEM, now=on.long_ago,
        instead=on.get("course", row["instead"]) if "instead" in row else None, **both(row, "ask", "otherwise"), **some(row, "good", "example"),
    )  # fmt: skip


def first_day(on: Loading, row: Row) -> date:
    """The run's first day as the file counts it from the day of loading."""
    meets = [session["day"] for session in row.rows("session")]
    return beginning(on.today, row["starts_in_days"], row.get("weekday"), meets)


def _run(on: Loading, row: Row) -> Run:
    """A run as it was offered, some three months before it began; one that moved stands on its first dates yet."""
    first = first_day(on, row) - timedelta(days=row.get("moved_by_days", 0))
    opens_before = max(OPENS_BEFORE, timedelta(days=row["decide_days_before"] + 30))
    opened = moment(min(first - opens_before, on.today - OPEN_SINCE), "09:00")
    run = keep_run(
        run=Run(campus=on.campus, course=on.get("course", row["course"])), by=SYSTEM, now=opened, site=on.get("site", row["site"]),
        room=on.get("room", row["room"]), lecturers=[on.get("lecturer", key) for key in row["lecturers"]],
        decide_on=deciding(on, row, first), provisional_days=HELD_FOR.days if row["provisional"] else 0,
        closes_at=closing(row, first), **some(row, "code", "price_cents", "capacity", "minimum", "language", "step_free", "bed", "example"),
    )  # fmt: skip
    for one in row.rows("session"):
        day = first + timedelta(days=one["day"])
        with at(one):
            keep_session(
                session=Session(campus=on.campus, run=run), by=SYSTEM, now=opened, starts_at=moment(day, one["start"]),
                ends_at=moment(day, one["end"]), mode=one["mode"], room=run.room if one["mode"] == Session.Mode.PRESENCE else None,
                **both(one, "topic"),
            )  # fmt: skip
    run.refresh_from_db()
    return run if row["state"] == "planned" else open_run(run=run, by=SYSTEM, now=opened)


def deciding(on: Loading, row: Row, first: date) -> date:
    """When the office says whether a run that begins on ``first`` takes place; ``decide_in_days`` keeps it near any day of loading."""
    if "decide_in_days" in row:
        return on.today + timedelta(days=row["decide_in_days"])
    return first - timedelta(days=row["decide_days_before"])


def closing(row: Row, first: date) -> datetime:
    """Until when a run that begins on ``first`` can be booked."""
    return moment(first - timedelta(days=row["closes_days_before"]), "18:00")
