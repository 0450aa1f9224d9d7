"""What holds for runs: their times, their states, how many seats are left, and what a reader may filter by. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.basics.reason import Reason, Refusal

PLANNED, OPEN, CONFIRMED, CANCELLED, DONE = "planned", "open", "confirmed", "cancelled", "done"
NEXT_STATES: Mapping[str, frozenset[str]] = {
    PLANNED: frozenset({OPEN, CANCELLED}),
    OPEN: frozenset({PLANNED, CONFIRMED, CANCELLED, DONE}),
    CONFIRMED: frozenset({CANCELLED, DONE}),
    CANCELLED: frozenset(),
    DONE: frozenset(),
}
FEW_SEATS = 3
CLOSES_BEFORE, DECIDES_BEFORE = timedelta(days=14), timedelta(days=21)
Span = tuple[datetime, datetime]


class RunFull(Refusal):
    """Not enough seats are left; ``reason.numbers["free"]`` says how many are."""

    code = "run_full"


class RunRefused(Refusal):
    """A run cannot be as it was typed; nothing was changed."""


class CapacityTooSmall(RunRefused):
    """More seats are taken than the run would have."""

    code = "capacity_below_taken"


class SessionsOverlap(RunRefused):
    """Another session of the run is at that time."""

    code = "sessions_overlap"


class WrongState(RunRefused):
    """The run is not in a state from which this is possible."""

    code = "run_state"


class NotReady(RunRefused):
    """Something is missing before everyone may see it."""

    code = "run_without_sessions"


class TooManyQuestions(Refusal):
    """More questions than anybody wants to answer before a course."""

    code = "too_many_questions"


# Time


@dataclass(frozen=True, slots=True)
class Timetable:
    """What follows for a run from its sessions."""

    starts_at: datetime | None
    ends_at: datetime | None
    minutes: int


def timetable(spans: Iterable[Span]) -> Timetable:
    """First beginning, last end, and the minutes between beginning and end of each session."""
    known = list(spans)
    minutes = sum(int((end - start).total_seconds() // 60) for start, end in known)
    return Timetable(min((s for s, _ in known), default=None), max((e for _, e in known), default=None), minutes)


def overlap(spans: Iterable[Span]) -> bool:
    """Whether two of the spans share time; touching ends do not."""
    ordered = sorted(spans)
    return any(later[0] < earlier[1] for earlier, later in pairwise(ordered))


def check_times(spans: Sequence[Span], closes_at: datetime) -> None:
    """Refuse a session without length, and booking that ends after the run began.

    Raises:
        RunRefused: with the sentence's code.
    """
    if any(end <= start for start, end in spans):
        raise RunRefused("session_without_length", field="ends")
    first = timetable(spans).starts_at
    if first is not None and closes_at > first:
        raise RunRefused("closes_after_start", field="closes_at")


def default_close(starts_at: datetime, now: datetime) -> datetime:
    """Two weeks before the start; for a run that comes sooner, its start."""
    wanted = starts_at - CLOSES_BEFORE
    return wanted if wanted > now else starts_at


# Days and times as people type them

DAY_TYPED = re.compile(
    r"(?:\w{2,10}\.?,? )?(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})|(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?"
)
TIME_TYPED = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::00)?(?: ?uhr| ?h)?", re.IGNORECASE)


def day_typed(text: str) -> date | None:
    """A day like "12.3.2027", "Fr, 12.03.27" or "2027-03-12"; None for anything else."""
    found = DAY_TYPED.fullmatch(text.strip())
    if found is None:
        return None
    day, month, year = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))  # noqa: PLR2004 -- two digits
    except ValueError:
        return None


def time_typed(text: str) -> time | None:
    """A time like "8", "08:00", "8.30 Uhr"; None for anything else."""
    found = TIME_TYPED.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        return None


# Moving a run


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody or something is already elsewhere: ``what`` ("room" or "lecturer") with its name, in which run, when."""

    what: str
    name: str
    run_code: str
    starts_at: datetime
    ends_at: datetime


def moved_days(before: Iterable[Span], after: Iterable[Span]) -> int:
    """By how many campus days the first meeting moved."""
    first, then = timetable(before).starts_at, timetable(after).starts_at
    if first is None or then is None:
        return 0
    return (then.astimezone(CAMPUS_ZONE).date() - first.astimezone(CAMPUS_ZONE).date()).days


def shifted(moment: datetime, days: int) -> datetime:
    """The same time on the campus's clock some days later, also across a change of the clock."""
    local = moment.astimezone(CAMPUS_ZONE)
    return datetime.combine(local.date() + timedelta(days=days), local.time(), CAMPUS_ZONE)


def refuse_move(before: Sequence[Span], after: Sequence[Span], *, closes_at: datetime, now: datetime) -> None:
    """Refuse new dates that are no new dates, lie in the past, overlap, or begin before the booking ends.

    Raises:
        RunRefused: with the sentence's code.
    """
    check_times(after, closes_at)
    if sorted(before) == sorted(after):
        raise RunRefused("nothing_moved")
    if overlap(after):
        raise SessionsOverlap
    if min(start for start, _end in after) <= now:
        raise RunRefused("moved_into_the_past")


# States and seats


def may_become(state: str, wanted: str) -> bool:
    """Whether ``wanted`` may follow ``state``."""
    return wanted in NEXT_STATES.get(state, frozenset())


def why_not_bookable(*, state: str, closes_at: datetime, now: datetime) -> Reason | None:
    """Why nobody can book, or None while one can (seat or waiting list)."""
    if state == PLANNED:
        return Reason("run_planned")
    if state == CANCELLED:
        return Reason("run_cancelled")
    if state == DONE:
        return Reason("run_done")
    return Reason("run_closed") if now >= closes_at else None


def seats(*, state: str, free: int, closes_at: datetime, now: datetime) -> Reason:
    """How many seats are left, as a reader wants to hear it."""
    closed = why_not_bookable(state=state, closes_at=closes_at, now=now)
    if closed is not None:
        return Reason("seats_none") if closed.code == "run_closed" and free <= 0 else closed
    if free <= 0:
        return Reason("seats_waiting")
    return Reason("seats_one") if free == 1 else Reason("seats_free", free=free)


def tone_of(reason: Reason) -> str:
    """The tone of a tag: few seats warn, a waiting list glows, what is over is plain."""
    if reason.code == "seats_free":
        return "" if int(str(reason.numbers["free"])) >= FEW_SEATS else "warn"
    return {"seats_one": "warn", "seats_waiting": "glow", "run_cancelled": "stop"}.get(reason.code, "plain")


def public_state(*, state: str, free: int, closes_at: datetime, starts_at: datetime | None, now: datetime) -> str:
    """The state that machines are told: open, full, closed, running, done or cancelled."""
    if state in {CANCELLED, DONE}:
        return state
    if starts_at is not None and now >= starts_at:
        return "running"
    if state == PLANNED or now >= closes_at:
        return "closed"
    return "open" if free > 0 else "full"


def propose_code(slug: str, on: date, known: Collection[str]) -> str:
    """A code nobody has: beginning of the course's slug, year and month, then a letter (after z: two)."""
    stem = re.sub(r"-[^-]*$", "", slug[:17]) if len(slug) > 16 else slug  # noqa: PLR2004  leaves room for the rest
    letters = "abcdefghijklmnopqrstuvwxyz"
    ends = [*letters, *(a + b for a in letters for b in letters)]
    return next(code for end in ends if (code := f"{stem.strip('-')}-{on:%Y-%m}-{end}") not in known)


# What a reader may ask for

LEVELS = ("entry", "advanced", "expert", "all")
MODES = ("presence", "live")
MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
MOST_LETTERS = 80


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to; "" means not at all."""

    q: str = ""
    level: str = ""
    mode: str = ""
    language: str = ""
    month: str = ""
    step_free: str = ""
    bed: str = ""
    free: str = ""

    @property
    def asks_runs(self) -> bool:
        """Does it ask for anything that only a run has?"""
        return bool(self.mode or self.language or self.month or self.step_free or self.bed or self.free)

    @property
    def address(self) -> dict[str, str]:
        """The same as the values of a query string."""
        return {IN_ADDRESS[name]: value for name, value in self.active.items()}

    @property
    def active(self) -> dict[str, str]:
        """The values that narrow, in their order."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    def switched(self, name: str, value: str) -> Filter:
        """The same with ``name`` set to ``value``, or without it where it was set to it already."""
        return replace(self, **{name: "" if getattr(self, name) == value else value})


IN_ADDRESS = {"q": "q", "level": "stufe", "mode": "form", "language": "sprache", "month": "monat", "step_free": "stufenlos",
              "bed": "bett", "free": "frei"}  # fmt: skip
CHOICES: Mapping[str, tuple[str, ...]] = {
    "level": LEVELS, "mode": MODES, "language": ("de", "en"), "step_free": ("1",), "bed": ("1",), "free": ("1",),
}  # fmt: skip


def filter_of(asked: Mapping[str, str]) -> Filter:
    """What of a query string is a filter; whatever else stands there is left alone."""
    given = {name: asked.get(word, "") for name, word in IN_ADDRESS.items()}
    known = {name: given[name] for name, may in CHOICES.items() if given[name] in may}
    words = " ".join(given["q"].replace("\0", " ").split())[:MOST_LETTERS]
    return Filter(q=words, month=given["month"] if MONTH.fullmatch(given["month"]) else "", **known)


def month_days(month: str) -> tuple[date, date]:
    """The first day of a month like "2027-03" and of the one after it."""
    first = date.fromisoformat(f"{month}-01")
    return first, (first + timedelta(days=32)).replace(day=1)


# For a company


def order_for_company(*, missed: int, enough: bool, starts_at: datetime) -> tuple[int, bool, datetime]:
    """Dates that fit the shifts come first, then those with seats for everybody, then the next one."""
    return missed, not enough, starts_at


# Am I right here?

MOST_QUESTIONS = 5
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What somebody's answers mean: ``otherwise`` are the places of the questions about which there is more to say."""

    otherwise: tuple[int, ...]
    unanswered: int

    @property
    def fits(self) -> bool:
        """Everything was answered, and there is nothing more to say."""
        return not self.otherwise and not self.unanswered


def outcome(wanted: Sequence[str], given: Sequence[str]) -> Outcome:
    """Compare answers with those that fit; "" is a question that was left open."""
    pairs = list(zip(wanted, given, strict=True))
    other = tuple(n for n, (want, answer) in enumerate(pairs) if answer and answer != want)
    return Outcome(other, sum(not answer for _want, answer in pairs))
