"""Writing courses, runs and their sessions; taking seats and giving them back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from glascampus.basics.clock import today
from glascampus.commons.journal.actions import keep, note, remove
from glascampus.commons.roles.access import demand
from glascampus.stations.courses import rules
from glascampus.stations.courses.access import may_change_courses, may_change_runs
from glascampus.stations.courses.models import Course, FitQuestion, History, Move, Run, Session
from glascampus.stations.courses.reads import codes
from glascampus.stations.courses.rules import (
    CapacityTooSmall,
    NotReady,
    RunFull,
    RunRefused,
    SessionsOverlap,
    TooManyQuestions,
    WrongState,
)

FOLLOWS_BY_ITSELF = ("taken", "state", "sequence", "starts_at", "ends_at", "closed_at")


# Courses


@transaction.atomic
def keep_course(
    *, course: Course, by: Any, now: datetime, history: Sequence[dict[str, Any]] | None = None, **values: Any
) -> Course:
    """Store a new or changed course; ``history`` lays its documented past editions anew.

    Raises:
        NotAllowed: not the office.
        NotReady: it is shown to everyone and would lose its last module.
    """
    demand(may_change_courses(by))
    if course.state == Course.State.PUBLISHED and "modules" in values and not values["modules"]:
        raise NotReady("course_without_modules", field="modules")
    deed = "courses.course_changed" if course.pk else "courses.course_made"
    if not course.pk:
        course.made_at = now
    keep(thing=course, by=by, now=now, deed=deed, values=values)
    if history is not None:
        course.history.all().delete()
        History.objects.bulk_create(History(campus_id=course.campus_id, course=course, **entry) for entry in history)
    return course


@transaction.atomic
def publish_course(*, course: Course, by: Any, now: datetime, published: bool = True) -> Course:
    """Show a course to everyone, or make it a draft again.

    Raises:
        NotReady: it has no module yet, or people can still book a run of it.
    """
    demand(may_change_courses(by))
    if published and not course.modules.exists():
        raise NotReady("course_without_modules")
    if not published and course.runs.filter(state__in=[rules.OPEN, rules.CONFIRMED]).exists():
        raise NotReady("course_with_runs")
    state = Course.State.PUBLISHED if published else Course.State.DRAFT
    return keep(thing=course, by=by, now=now, deed=f"courses.course_{state}", values={"state": state})


@transaction.atomic
def remove_course(*, course: Course, by: Any, now: datetime) -> None:
    """Delete a course that never had a run."""
    demand(may_change_courses(by))
    remove(thing=course, by=by, now=now, deed="courses.course_removed")


@transaction.atomic
def keep_history(*, entry: History, by: Any, now: datetime, **values: Any) -> History:
    """Store a documented past edition of a course."""
    demand(may_change_courses(by))
    deed = "courses.history_changed" if entry.pk else "courses.history_made"
    return keep(thing=entry, by=by, now=now, deed=deed, values=values)


@transaction.atomic
def remove_history(*, entry: History, by: Any, now: datetime) -> None:
    """Delete a documented past edition."""
    demand(may_change_courses(by))
    remove(thing=entry, by=by, now=now, deed="courses.history_removed")


@transaction.atomic
def keep_question(*, question: FitQuestion, by: Any, now: datetime, **values: Any) -> FitQuestion:
    """Store a question of "Bin ich hier richtig?"; a new one stands at the end. What the office has written is no example any more.

    Raises:
        TooManyQuestions: the course has as many as anybody wants to read.
    """
    demand(may_change_courses(by))
    deed = "courses.question_changed" if question.pk else "courses.question_made"
    if not question.pk:
        Course.objects.select_for_update().get(pk=question.course_id)  # two at once must not both be the fifth
        known = list(question.course.questions.values_list("position", flat=True))
        if len(known) >= rules.MOST_QUESTIONS:
            raise TooManyQuestions(most=rules.MOST_QUESTIONS)
        question.position = max(known, default=0) + 1
    return keep(thing=question, by=by, now=now, deed=deed, values={"example": False, **values})


@transaction.atomic
def remove_question(*, question: FitQuestion, by: Any, now: datetime) -> None:
    """Delete a question."""
    demand(may_change_courses(by))
    remove(thing=question, by=by, now=now, deed="courses.question_removed")


# Runs


@transaction.atomic
def keep_run(*, run: Run, by: Any, now: datetime, session: Session | None = None, **values: Any) -> Run:
    """Store a new or changed run. ``taken``, ``state`` and the span are not set here.

    ``session`` is the first meeting of a new run, not stored yet; with it ``closes_at`` and ``code`` may be left open.

    Raises:
        NotAllowed: not the office.
        CapacityTooSmall: more seats are taken than the run would have.
        RunRefused: the booking ends after the run began, or the minimum is above the capacity.
    """
    demand(may_change_runs(by))
    spans = [(session.starts_at, session.ends_at)] if session else []
    if run.pk:
        run.refresh_from_db(fields=FOLLOWS_BY_ITSELF, from_queryset=Run.objects.select_for_update())
        spans = list(run.sessions.values_list("starts_at", "ends_at"))
    _set(run, values, spans, now)
    _must_fit(run, spans)
    deed = "courses.run_changed" if run.pk else "courses.run_made"
    keep(thing=run, by=by, now=now, deed=deed, values={k: v for k, v in values.items() if k == "lecturers"})
    if session:
        session.run, session.campus = run, run.campus
        session.full_clean()
        session.save()
        _follow(run)
    return run


def _set(run: Run, values: dict[str, Any], spans: list[rules.Span], now: datetime) -> None:
    for name, value in values.items():
        if name != "lecturers":
            setattr(run, name, value)
    first = rules.timetable(spans).starts_at
    if not run.pk:
        run.made_at = now
    if getattr(run, "closes_at", None) is None:
        run.closes_at = rules.default_close(first, now) if first else now
    run.code = run.code or rules.propose_code(run.course.slug, today(first or now), codes())


def _must_fit(run: Run, spans: list[rules.Span]) -> None:
    if run.capacity < run.taken:
        raise CapacityTooSmall(field="capacity", taken=run.taken)
    if run.minimum > run.capacity:
        raise RunRefused("minimum_above_capacity", field="minimum")
    if run.room is not None and run.site is not None and run.room.site_id != run.site.pk:
        raise RunRefused("room_elsewhere", field="room")
    rules.check_times(spans, run.closes_at)


@transaction.atomic
def remove_run(*, run: Run, by: Any, now: datetime) -> None:
    """Delete a run that nobody ever booked."""
    demand(may_change_runs(by))
    remove(thing=run, by=by, now=now, deed="courses.run_removed")


@transaction.atomic
def keep_session(*, session: Session, by: Any, now: datetime, **values: Any) -> Session:
    """Store a new or changed meeting; the run's span follows, calendars learn of it by a higher sequence.

    Raises:
        SessionsOverlap: another meeting of the run is at that time.
        RunRefused: it has no length, or it would begin before the booking ends.
    """
    demand(may_change_runs(by))
    run = Run.objects.select_for_update().get(pk=session.run_id)
    deed = "courses.session_changed" if session.pk else "courses.session_made"
    others = list(run.sessions.exclude(pk=session.pk).values_list("starts_at", "ends_at"))
    wanted = (values.get("starts_at", session.starts_at), values.get("ends_at", session.ends_at))
    rules.check_times([wanted], wanted[0])
    if rules.overlap([*others, wanted]):
        raise SessionsOverlap(field="starts_at")
    if rules.timetable([*others, wanted]).starts_at < run.closes_at:  # type: ignore[operator]  # there is at least one
        raise RunRefused("closes_after_start", field="starts_at")
    keep(thing=session, by=by, now=now, deed=deed, values=values)
    _follow(run)
    return session


@transaction.atomic
def remove_session(*, session: Session, by: Any, now: datetime) -> None:
    """Delete a meeting of a run.

    Raises:
        RunRefused: people can book the run, and this is its only meeting.
    """
    demand(may_change_runs(by))
    run = Run.objects.select_for_update().get(pk=session.run_id)
    if run.state != rules.PLANNED and run.sessions.count() == 1:
        raise RunRefused("last_session")
    remove(thing=session, by=by, now=now, deed="courses.session_removed")
    _follow(run)


def _follow(run: Run) -> None:
    """The run's span is its sessions' span; an UPDATE, so that no other column is written back."""
    times = rules.timetable(run.sessions.values_list("starts_at", "ends_at"))
    Run.objects.filter(pk=run.pk).update(starts_at=times.starts_at, ends_at=times.ends_at, sequence=F("sequence") + 1)
    run.refresh_from_db(fields=["starts_at", "ends_at", "sequence"])


# States


@transaction.atomic
def open_run(*, run: Run, by: Any, now: datetime) -> Run:
    """Offer a planned run for booking.

    Raises:
        NotReady: no session yet, or the course is a draft.
        WrongState: it is not planned.
    """
    demand(may_change_runs(by))
    if not run.sessions.exists():
        raise NotReady
    if run.course.state != Course.State.PUBLISHED:
        raise NotReady("course_not_published")
    _become(run, Run.State.OPEN)
    note(by=by, deed="courses.run_opened", thing=run, now=now)
    return run


@transaction.atomic
def plan_run(*, run: Run, by: Any, now: datetime) -> Run:
    """Take an open run without bookings back into planning.

    Raises:
        WrongState: somebody has booked already, or it is not open.
    """
    demand(may_change_runs(by))
    if Run.objects.select_for_update().get(pk=run.pk).taken:
        raise WrongState("run_has_bookings")
    _become(run, Run.State.PLANNED)
    note(by=by, deed="courses.run_planned", thing=run, now=now)
    return run


def mark_confirmed(*, run: Run, by: Any, now: datetime) -> None:
    """It takes place. Part of the caller's deed, which asks access, writes the line and tells everybody."""
    _become(run, Run.State.CONFIRMED)


def mark_cancelled(*, run: Run, by: Any, now: datetime) -> None:
    """It does not take place. Part of the caller's deed, which asks access, writes the line and tells everybody."""
    _become(run, Run.State.CANCELLED, sequence=F("sequence") + 1)


def mark_done(*, run: Run, by: Any, now: datetime) -> None:
    """It is over and closed. Part of the caller's deed, which asks access and writes the line."""
    _become(run, Run.State.DONE, closed_at=now)


def _become(run: Run, wanted: str, **more: Any) -> None:
    """Change the state only from a state the database holds: two at once cannot both win."""
    allowed = [state for state in Run.State.values if rules.may_become(state, wanted)]
    if not Run.objects.filter(pk=run.pk, state__in=allowed).update(state=wanted, **more):
        raise WrongState
    run.refresh_from_db(fields=["state", *more])


def mark_undone(*, run: Run, state: str) -> None:
    """Back to the state before a deed that was taken back within its ten minutes; part of the caller's deed.

    The sequence still grows: a calendar that subscribes may have fetched the deed meanwhile.
    """
    Run.objects.filter(pk=run.pk).update(state=state, sequence=F("sequence") + 1)
    run.refresh_from_db(fields=["state", "sequence"])


# Moving


def move_run(
    *, run: Run, times: Mapping[int, rules.Span], closes_at: datetime, decide_on: date | None, now: datetime
) -> Move:
    """Give every meeting (by id) new times; part of the caller's deed, which holds the row, asks access and tells everybody.

    Meetings keep their ids, so calendars know them again; the run's sequence grows.

    Raises:
        WrongState: it is cancelled or over.
        RunRefused: the dates are the same, in the past, overlap, or begin before the booking ends.
    """
    if run.state in {Run.State.CANCELLED, Run.State.DONE} or run.starts_at is None or run.ends_at is None:
        raise WrongState
    sessions = list(run.sessions.select_for_update().order_by("starts_at", "pk"))
    wanted = [times[session.pk] for session in sessions]
    rules.refuse_move([(s.starts_at, s.ends_at) for s in sessions], wanted, closes_at=closes_at, now=now)
    move = Move.objects.create(
        campus_id=run.campus_id, run=run, starts_at=run.starts_at, ends_at=run.ends_at, closes_at=run.closes_at,
        decide_on=run.decide_on, moved_at=now,
        sessions=[[s.pk, s.starts_at.isoformat(), s.ends_at.isoformat()] for s in sessions],
    )  # fmt: skip
    for session, (starts_at, ends_at) in zip(sessions, wanted, strict=True):
        session.starts_at, session.ends_at = starts_at, ends_at
    Session.objects.bulk_update(sessions, ["starts_at", "ends_at"])
    _since(run, closes_at=closes_at, decide_on=decide_on)
    return move


def move_back(*, run: Run, move: Move) -> None:
    """Take the last move back, as if it had not been; part of the caller's deed, which holds the row."""
    for pk, starts_at, ends_at in move.sessions:
        run.sessions.filter(pk=pk).update(
            starts_at=datetime.fromisoformat(starts_at), ends_at=datetime.fromisoformat(ends_at)
        )
    closes_at, decide_on = move.closes_at, move.decide_on
    move.delete()
    _since(run, closes_at=closes_at, decide_on=decide_on)


def _since(run: Run, **values: Any) -> None:
    """Store closing and decision, and what the run's span was before its first move; then the span follows."""
    first = run.moves.order_by("moved_at", "pk").first()
    span = (first.starts_at, first.ends_at) if first else (None, None)
    Run.objects.filter(pk=run.pk).update(originally_starts_at=span[0], originally_ends_at=span[1], **values)
    run.refresh_from_db(fields=["originally_starts_at", "originally_ends_at", *values])
    _follow(run)


# Seats


def take_seats(*, run_id: int, number: int) -> None:
    """Take seats of a run, all or none, by one conditional UPDATE; part of the caller's deed.

    Raises:
        RunFull: fewer are free (``reason.numbers["free"]``); nothing was changed.
        ValueError: a negative number.
    """
    if number < 0:
        raise ValueError("seats are counted from 0")
    enough = Run.objects.filter(pk=run_id, taken__lte=F("capacity") - number)
    if number and not enough.update(taken=F("taken") + number):
        capacity, taken = Run.objects.values_list("capacity", "taken").get(pk=run_id)
        raise RunFull(free=capacity - taken)


# Django would compile this anew for every booking, which costs several times what the database takes for it
TAKE_AS_SEEN = """
    UPDATE courses_run SET taken = taken + %s
    WHERE id = %s AND taken + %s <= capacity AND state = %s AND price_cents = %s AND sequence = %s AND closes_at = %s AND starts_at = %s
"""


def take_seats_as_seen(*, run: Run, number: int) -> bool:
    """Take seats of ``run`` if it still is as it was read: same state, times, price and dates, and enough seats.

    The same UPDATE locks the row, so whoever gets True may rely on what was read before; False changed nothing.
    """
    if number <= 0 or run.starts_at is None:
        return False
    closes_at, starts_at = (
        connection.ops.adapt_datetimefield_value(moment) for moment in (run.closes_at, run.starts_at)
    )
    seen: list[Any] = [run.state, run.price_cents, run.sequence, closes_at, starts_at]
    with connection.cursor() as cursor:
        cursor.execute(TAKE_AS_SEEN, [number, run.pk, number, *seen])
        return bool(cursor.rowcount)


def give_seats_back(*, run_id: int, number: int) -> None:
    """Give seats back; part of the caller's deed.

    Raises:
        ValueError: more than were taken; nothing was changed.
    """
    if number < 0 or (
        number and not Run.objects.filter(pk=run_id, taken__gte=number).update(taken=F("taken") - number)
    ):
        raise ValueError("more seats given back than were taken")
