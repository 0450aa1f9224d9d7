"""Courses and runs as pages and later stations need them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Prefetch, Q, QuerySet

from glascampus.basics.clock import CAMPUS_ZONE, today
from glascampus.basics.reason import Reason
from glascampus.basics.text import Text
from glascampus.commons.desk.reads import holding
from glascampus.commons.people.models import Person
from glascampus.commons.people.reads import mailbox_of
from glascampus.commons.roles.access import is_office
from glascampus.commons.sites.models import Room, Site
from glascampus.commons.sites.reads import rooms
from glascampus.engines.double_use import Meeting, Trouble, troubles
from glascampus.stations.courses.models import Course, FitQuestion, History, Move, Run, Session
from glascampus.stations.courses.rules import Clash, Filter, Span, month_days
from glascampus.stations.curriculum.models import Module
from glascampus.stations.curriculum.reads import modules_seen_by

SHOWN_STATES = [Run.State.OPEN, Run.State.CONFIRMED, Run.State.CANCELLED, Run.State.DONE]
COMING_STATES = [Run.State.OPEN, Run.State.CONFIRMED]


def courses_seen_by(user: Any) -> QuerySet[Course]:
    """The office sees drafts, too."""
    courses = Course.objects.all()
    return courses if is_office(user) else courses.filter(state=Course.State.PUBLISHED)


def runs_seen_by(user: Any) -> QuerySet[Run]:
    """Everyone sees runs that were offered, of published courses; the office sees planned ones, too."""
    runs = Run.objects.select_related("course", "site", "room")
    return runs if is_office(user) else runs.filter(state__in=SHOWN_STATES, course__state="published")


def upcoming_runs(now: datetime, user: Any) -> QuerySet[Run]:
    """Runs still to begin that can take place, the next one first."""
    return runs_seen_by(user).filter(state__in=COMING_STATES, starts_at__gt=now).order_by("starts_at", "pk")


def runs_between(first: datetime, after: datetime, user: Any) -> QuerySet[Run]:
    """Runs that take place, or took place, and reach into a time."""
    runs = runs_seen_by(user).filter(state__in=[*COMING_STATES, Run.State.DONE])
    return runs.filter(starts_at__lt=after, ends_at__gt=first).order_by("starts_at", "pk")


def upcoming_runs_of(course_ids: Iterable[int], now: datetime) -> QuerySet[Run]:
    """Coming runs of some courses."""
    runs = Run.objects.select_related("course", "site", "room").filter(course__in=list(course_ids))
    return runs.filter(state__in=COMING_STATES, starts_at__gt=now).order_by("starts_at", "pk")


def runs_of(course: Course, user: Any) -> QuerySet[Run]:
    """All runs of one course that ``user`` sees, with sessions and lecturers."""
    return (
        runs_seen_by(user).filter(course=course).prefetch_related("sessions", "lecturers").order_by("starts_at", "pk")
    )


def run_by_code(code: str, user: Any) -> Run | None:
    """A run by its public code."""
    return runs_seen_by(user).prefetch_related("sessions__room", "lecturers").filter(code=code).first()


def runs_in_state(rows: QuerySet[Run], state: str) -> QuerySet[Run]:
    """Runs in one state."""
    return rows.filter(state=state)


def runs_by_time(now: datetime) -> Callable[[QuerySet[Run], str], QuerySet[Run]]:
    """How to narrow runs to those that come, that are over, or that have no date yet."""
    when = {"kommend": Q(ends_at__gte=now), "vorbei": Q(ends_at__lt=now), "offen": Q(starts_at=None)}
    return lambda rows, asked: rows.filter(when[asked])


def runs_of_course(rows: QuerySet[Run], course: str) -> QuerySet[Run]:
    """Runs of the course with this address."""
    return rows.filter(course__slug=course)


def find_runs(rows: QuerySet[Run], words: str) -> QuerySet[Run]:
    """Runs whose course, code or place bears the words."""
    return holding(rows, words, "course__title_de", "course__title_en", "code", "site__name_de", "site__town")


def office_courses(user: Any) -> QuerySet[Course]:
    """Courses with modules at hand and the number of their runs."""
    return courses_seen_by(user).prefetch_related("modules").annotate(run_count=Count("runs", distinct=True))


def courses_in_state(rows: QuerySet[Course], state: str) -> QuerySet[Course]:
    """Drafts, or published ones."""
    return rows.filter(state=state)


def courses_of_level(rows: QuerySet[Course], level: str) -> QuerySet[Course]:
    """Courses of one level."""
    return rows.filter(level=level)


def course_titles() -> frozenset[str]:
    """The titles of all courses in small letters, in both languages."""
    rows = Course.objects.values_list("title_de", "title_en")
    return frozenset(title.casefold() for titles in rows for title in titles if title)


def modules_by_name(user: Any) -> dict[str, Module]:
    """Modules by what people may call them: title in either language, or address; in small letters."""
    modules = list(modules_seen_by(user))
    return {name.casefold(): m for m in modules for name in (m.slug, m.title_en, m.title_de) if name}


def rooms_by_name() -> dict[str, Room]:
    """Rooms by their names in small letters, alone or with their site's town."""
    return {str(name).casefold(): room for room in rooms() for name in (room.name_en, str(room), room.name_de) if name}


def find_courses(rows: QuerySet[Course], words: str) -> QuerySet[Course]:
    """Courses whose title or summary bears the words, in either language."""
    return holding(rows, words, "title_de", "title_en", "summary_de", "summary_en")


@dataclass(frozen=True, slots=True)
class Taught:
    """A module of a course with what one can do after it."""

    module: Module
    outcomes: list[Text]


def modules_of(course: Course, user: Any) -> list[Taught]:
    """The modules of a course as far as ``user`` sees them; one query, a row per outcome."""
    rows = modules_seen_by(user).filter(pk__in=course.modules.values("pk")).annotate(
        says_de=F("outcomes__text_de"), says_en=F("outcomes__text_en")
    )  # fmt: skip
    found: dict[int, Taught] = {}
    for module in rows.order_by("title_de", "pk", "outcomes__position", "outcomes__pk"):
        taught = found.setdefault(module.pk, Taught(module, []))
        if module.says_de:
            taught.outcomes.append(Text(module.says_de, module.says_en))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Past:
    """A documented past edition as a page shows it."""

    dated: str
    text: Text
    participants: int | None
    source_url: str


def course_with_history(slug: str, user: Any) -> tuple[Course, list[Past]] | None:
    """A course, whether it ``has_questions``, and its documented past editions; one query, a row per edition."""
    rows = list(
        courses_seen_by(user).filter(slug=slug).annotate(
            dated=F("history__dated"), says_de=F("history__text_de"), says_en=F("history__text_en"),
            people=F("history__participants"), source=F("history__source_url"),
            has_questions=Exists(FitQuestion.objects.filter(course=OuterRef("pk"))),
        ).order_by("history__dated", "history__pk")
    )  # fmt: skip
    if not rows:
        return None
    past = [Past(r.dated, Text(r.says_de, r.says_en), r.people, r.source) for r in rows if r.dated]
    return rows[0], past


@dataclass(frozen=True, slots=True)
class Lecturer:
    """Who teaches, as everyone may read it."""

    name: str
    note: Text


@dataclass(slots=True)
class Dated:
    """A run with its meetings in order, and who teaches it where that was asked for."""

    run: Run
    sessions: dict[int, Session] = field(default_factory=dict)
    lecturers: dict[int, Lecturer] = field(default_factory=dict)

    @property
    def minutes(self) -> int:
        """The meetings' length together."""
        return sum(session.minutes for session in self.sessions.values())

    @property
    def days(self) -> int:
        """On how many days one meets."""
        return len({today(session.starts_at) for session in self.sessions.values()})

    @property
    def mode(self) -> str:
        """``presence``, ``live`` or ``mixed``."""
        modes = {session.mode for session in self.sessions.values()}
        return modes.pop() if len(modes) == 1 else "mixed" if modes else ""


def dated_runs(runs: QuerySet[Run], *, lecturers: bool = False) -> list[Dated]:
    """Runs with their meetings; runs without a meeting are left out. One query: a row per meeting and lecturer."""
    rows = Session.objects.filter(run__in=runs.order_by().values("pk"))
    if lecturers:
        rows = rows.annotate(**{f"teacher_{name}": F(f"run__lecturers__{name}") for name in TEACHER})
    found: dict[int, Dated] = {}
    for row in rows.select_related("run__course", "run__site", "run__room", "room").order_by("starts_at", "pk"):
        dated = found.setdefault(row.run_id, Dated(row.run))
        dated.sessions.setdefault(row.pk, row)
        if teacher := getattr(row, "teacher_pk", None):
            dated.lecturers[teacher] = _lecturer(row)
    return list(found.values())


TEACHER = ("pk", "given_name", "family_name", "note_de", "note_en")


def _lecturer(row: Any) -> Lecturer:
    name = f"{row.teacher_given_name} {row.teacher_family_name}".strip()
    return Lecturer(name, Text(row.teacher_note_de, row.teacher_note_en))


def free_slug(stem: str) -> str:
    """``stem``, or with a number where another course has it."""
    taken = set(Course.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for n in range(len(taken) + 1) if (slug := stem if n == 0 else f"{stem}-{n + 1}") not in taken)


def courses_for_modules(module_ids: Iterable[int], user: Any) -> list[Course]:
    """Courses in which any of the modules is taught."""
    return list(courses_seen_by(user).filter(modules__in=list(module_ids)).distinct())


def courses_by_module(module_ids: Iterable[int], user: Any) -> dict[int, list[Course]]:
    """The same, per module."""
    found: dict[int, list[Course]] = defaultdict(list)
    wanted = set(module_ids)
    for course in courses_seen_by(user).filter(modules__in=wanted).distinct().prefetch_related("modules"):
        for module in course.modules.all():
            if module.pk in wanted:
                found[module.pk].append(course)
    return dict(found)


def sessions_of(run: Run) -> QuerySet[Session]:
    """The meetings of a run in order."""
    return run.sessions.select_related("room").order_by("starts_at")


def moves_of(run: Run) -> QuerySet[Move]:
    """When a run's dates were moved, and what they were before; the first move first."""
    return run.moves.order_by("moved_at", "pk")


def clashes(run: Run, times: Mapping[int, Span]) -> list[Clash]:
    """Where the room or a lecturer of a run is already taken by another run; two queries.

    ``times`` are the wanted times by the session's id.
    """
    spans = list(times.values())
    if not spans:
        return []
    others = Session.objects.select_related("run__course", "run__room", "room").prefetch_related("run__lecturers")
    others = others.filter(run__state__in=[Run.State.PLANNED, *COMING_STATES]).exclude(run=run.pk)
    near = others.filter(starts_at__lt=max(end for _s, end in spans), ends_at__gt=min(start for start, _e in spans))
    rooms = {s.pk: s.room_id or run.room_id for s in run.sessions.all()}
    teachers = {person.pk for person in run.lecturers.all()}
    found = []
    for other in near.order_by("starts_at", "pk"):
        met = [pk for pk, (start, end) in times.items() if start < other.ends_at and other.starts_at < end]
        room = other.room or other.run.room
        if room and any(rooms.get(pk) == room.pk for pk in met):
            found.append(Clash("room", str(room.name), other.run.code, other.starts_at, other.ends_at))
        busy = [p for p in other.run.lecturers.all() if p.pk in teachers] if met else []
        found += [Clash("lecturer", p.name, other.run.code, other.starts_at, other.ends_at) for p in busy]
    return found


@dataclass(frozen=True, slots=True)
class Planned:
    """A meeting in the office's calendar, with its room, who teaches, and what is wrong with it."""

    session: Session
    room: Room | None
    lecturers: tuple[Person, ...]
    troubles: tuple[Reason, ...] = ()

    def fits(self, *, site: int | None, room: int | None, person: int | None) -> bool:
        """Whether somebody who narrowed the calendar wants to see it."""
        return (
            (site is None or self.session.run.site_id == site)
            and (room is None or (self.room is not None and self.room.pk == room))
            and (person is None or any(one.pk == person for one in self.lecturers))
        )


def planned_between(first: datetime, after: datetime, user: Any) -> list[Planned]:
    """The meetings that lie in a time, of runs that are not cancelled, in order and with what is wrong; two queries."""
    live = runs_seen_by(user).exclude(state=Run.State.CANCELLED).order_by()
    sessions = Session.objects.filter(run__in=live.values("pk"), starts_at__lt=after, ends_at__gt=first)
    rows = [
        Planned(
            one, None if one.mode == Session.Mode.LIVE else one.room or one.run.room, tuple(one.run.lecturers.all())
        )
        for one in sessions.select_related("run__course", "run__site", "run__room__site", "room__site")
        .prefetch_related("run__lecturers")
        .order_by("starts_at", "pk")
    ]
    by_key = {row.session.pk: row for row in rows}
    wrong = troubles(_meeting(row) for row in rows)
    return [
        replace(row, troubles=tuple(_why(one, row, by_key) for one in wrong.get(row.session.pk, ()))) for row in rows
    ]


def _meeting(row: Planned) -> Meeting:
    return Meeting(
        row.session.pk, row.session.starts_at, row.session.ends_at, row.room.pk if row.room else None,
        row.room.seats if row.room else None, frozenset(one.pk for one in row.lecturers), row.session.run.capacity,
    )  # fmt: skip


def _why(trouble: Trouble, row: Planned, rows: Mapping[int, Planned]) -> Reason:
    """The same as a reason with the names that its sentence needs."""
    room = str(row.room.name) if row.room else ""
    if trouble.other is None:
        return Reason(
            "room_too_small", room=room, seats=row.room.seats if row.room else 0, capacity=row.session.run.capacity
        )
    other = str(rows[trouble.other].session.run.course.title)
    if trouble.person is None:
        return Reason("room_taken_twice", room=room, course=other)
    name = next(one.name for one in row.lecturers if one.pk == trouble.person)
    return Reason("lecturer_taken_twice", name=name, course=other)


def history_of(course: Course) -> QuerySet[History]:
    """Documented past editions."""
    return course.history.all()


def questions_of(course: Course) -> QuerySet[FitQuestion]:
    """The questions of "Bin ich hier richtig?" in their order."""
    return course.questions.select_related("instead").order_by("position", "pk")


def found_runs(runs: QuerySet[Run], wanted: Filter) -> QuerySet[Run]:
    """Those of ``runs`` that fit a filter."""
    if wanted.language:
        runs = runs.filter(language=wanted.language)
    if wanted.step_free:
        runs = runs.filter(step_free=True)
    if wanted.bed:
        runs = runs.filter(bed=True)
    if wanted.free:
        runs = runs.filter(taken__lt=F("capacity"))
    if wanted.mode:
        runs = runs.filter(pk__in=Session.objects.filter(mode=wanted.mode).values("run"))
    if wanted.month:
        first, after = (datetime.combine(day, time(), CAMPUS_ZONE) for day in month_days(wanted.month))
        runs = runs.filter(starts_at__gte=first, starts_at__lt=after)
    return runs


def found_courses(user: Any, now: datetime, wanted: Filter, among: Sequence[int] | None = None) -> list[int]:
    """Ids of courses that fit a filter: those that begin next come first, those without a date last.

    ``among`` are the ones a search found, in its order, which then stays. A wish about dates means "has such a coming
    run". Sorted here: two lean queries over all courses and runs take a fiftieth of the time that a correlated subquery
    in ORDER BY takes on SQLite.
    """
    coming = found_runs(Run.objects.filter(state__in=COMING_STATES, starts_at__gt=now), wanted)
    next_start = dict(coming.order_by().values_list("course").annotate(Min("starts_at")))
    courses = courses_seen_by(user).order_by("title_de", "pk")
    if wanted.level:
        courses = courses.filter(level=wanted.level)
    ids = list(courses.values_list("pk", flat=True))
    if among is not None:
        fit = set(next_start).intersection(ids) if wanted.asks_runs else set(ids)
        return [pk for pk in among if pk in fit]
    dated = sorted((pk for pk in ids if pk in next_start), key=next_start.__getitem__)
    return dated if wanted.asks_runs else [*dated, *(pk for pk in ids if pk not in next_start)]


def last_start(now: datetime) -> datetime | None:
    """When the last of the coming runs begins."""
    found: datetime | None = Run.objects.filter(state__in=COMING_STATES, starts_at__gt=now).aggregate(
        at=Max("starts_at")
    )["at"]
    return found


def with_coming_runs(course_ids: Sequence[int], now: datetime, wanted: Filter) -> list[tuple[Course, list[Run]]]:
    """The courses in this order, each with its coming runs that fit; two queries for all of them."""
    known = Course.objects.in_bulk(list(course_ids))
    by_course: dict[int, list[Run]] = defaultdict(list)
    for run in found_runs(upcoming_runs_of(course_ids, now), wanted):
        by_course[run.course_id].append(run)
    return [(known[pk], by_course[pk]) for pk in course_ids if pk in known]


def runs_for_calendar(user: Any, now: datetime) -> QuerySet[Run]:
    """Coming runs with their sessions, for calendars and ``kurse.json``."""
    return upcoming_runs(now, user).prefetch_related(Prefetch("sessions", Session.objects.order_by("starts_at")))


def codes() -> list[str]:
    """All run codes there are, of any campus, since codes are unique in the whole database."""
    return list(Run._base_manager.values_list("code", flat=True))


def figures(now: datetime) -> dict[str, int]:
    """Published courses, coming runs, and runs that were held."""
    return {
        "courses": Course.objects.filter(state="published").count(),
        "coming": Run.objects.filter(state__in=COMING_STATES, starts_at__gt=now).count(),
        "held": Run.objects.filter(state=Run.State.DONE).count(),
    }


# Who teaches, and when somebody's own courses meet


def runs_taught_by(user: Any) -> QuerySet[Run]:
    """Runs in which the office put the person with this mailbox as lecturer; planned and cancelled ones, too."""
    mail = mailbox_of(user)
    teaches = Run.lecturers.through.objects.filter(person__email__iexact=mail, person__erased_at=None)
    runs = Run.objects.select_related("course", "site", "room")
    return runs.filter(pk__in=teaches.values("run")) if mail else runs.none()


def met_in(runs: QuerySet[Any, Any] | Iterable[int]) -> QuerySet[Session]:
    """The meetings of some runs in order, with course and place at hand."""
    sessions = Session.objects.select_related("run__course", "run__site", "run__room", "room__site")
    return sessions.filter(run__in=runs).order_by("starts_at", "pk")


# For the search


@dataclass(slots=True)
class Searched:
    """A course with what one may ask for beside its own words: its modules, and where and how its coming runs meet."""

    course: Course
    modules: dict[int, Text] = field(default_factory=dict)
    places: dict[int, Site] = field(default_factory=dict)
    modes: set[str] = field(default_factory=set)


def searched_courses(user: Any, now: datetime) -> list[Searched]:
    """All courses that ``user`` sees; three queries."""
    found = {course.pk: Searched(course) for course in courses_seen_by(user)}
    taught = Course.modules.through.objects.filter(module__in=modules_seen_by(user).values("pk"))
    for course, module, de, en in taught.values_list("course", "module", "module__title_de", "module__title_en"):
        if course in found:
            found[course].modules[module] = Text(de, en)
    for session in Session.objects.filter(run__in=upcoming_runs(now, user).order_by().values("pk")).select_related(
        "run__site"
    ):
        searched = found[session.run.course_id]
        searched.modes.add(session.mode)
        if session.run.site and session.mode == Session.Mode.PRESENCE:
            searched.places[session.run.site.pk] = session.run.site
    return list(found.values())


# For the roll


def linked_courses() -> list[Course]:
    """Every course with its modules, whatever campus these belong to."""
    return list(Course.objects.prefetch_related(Prefetch("modules", Module._base_manager.all())))


def linked_runs() -> list[Run]:
    """Every run with its sessions."""
    return list(Run.objects.prefetch_related("sessions"))


def without_coming_run(now: datetime) -> QuerySet[Course]:
    """Published courses that nobody can plan for: no run that is planned or still to begin."""
    live = Run.objects.filter(Q(state=Run.State.PLANNED) | Q(state__in=COMING_STATES, starts_at__gt=now))
    return Course.objects.filter(state="published").exclude(pk__in=live.values("course"))


# For programs: published things only, pages that stay whole while rows come and go


def courses_after(slug: str, most: int, now: datetime) -> list[tuple[Course, list[str]]]:
    """The next published courses by slug, each with the codes of its coming runs; two queries."""
    courses = list(Course.objects.filter(state=Course.State.PUBLISHED, slug__gt=slug).order_by("slug")[:most])
    return _with_codes(courses, now)


def course_with_codes(slug: str, now: datetime) -> tuple[Course, list[str]] | None:
    """A published course with the codes of its coming runs."""
    return next(iter(_with_codes(Course.objects.filter(state=Course.State.PUBLISHED, slug=slug), now)), None)


def _with_codes(courses: Iterable[Course], now: datetime) -> list[tuple[Course, list[str]]]:
    found: dict[int, tuple[Course, list[str]]] = {course.pk: (course, []) for course in courses}
    for run in upcoming_runs_of(found, now).values_list("course", "code"):
        found[run[0]][1].append(run[1])
    return list(found.values())


def shown_run(code: str) -> Run | None:
    """A run everyone may see, by its code; one query."""
    return runs_seen_by(None).filter(code=code).first()


def runs_after(
    last: tuple[datetime, str] | None, most: int, *, first: datetime | None = None, before: datetime | None = None
) -> list[Run]:
    """The next runs everyone may see, also past ones, by beginning and code; ``last`` is where the page before ended."""
    runs = runs_seen_by(None).filter(starts_at__isnull=False).order_by("starts_at", "code")
    if first:
        runs = runs.filter(starts_at__gte=first)
    if before:
        runs = runs.filter(starts_at__lt=before)
    if last:
        runs = runs.filter(Q(starts_at__gt=last[0]) | Q(starts_at=last[0], code__gt=last[1]))
    return list(runs[:most])
