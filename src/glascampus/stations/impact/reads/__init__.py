"""Figures along the thread, and what became of each need. One big query counts, a fixed number of small ones connects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, ngettext
from django_scopes import get_scope

from glascampus.basics.clock import today
from glascampus.commons.campuses.models import Campus
from glascampus.commons.roles.access import is_office
from glascampus.engines.disclosure import Shown, protect_views
from glascampus.stations.bookings.models import Seat
from glascampus.stations.courses.models import Course, Run
from glascampus.stations.credentials import reads as credentials
from glascampus.stations.credentials.models import Attendance, Credential
from glascampus.stations.curriculum.models import Module, ModuleAnswer
from glascampus.stations.impact import rules, words
from glascampus.stations.impact.rules import SPECS, Asked, Quarter, Unit
from glascampus.stations.needs import reads as needs
from glascampus.stations.needs.models import Topic

HELD = (Run.State.CONFIRMED, Run.State.DONE)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: its value (None: not to be shown, or nothing to divide by), what to print, what it means."""

    code: str
    station: str
    value: int | None
    shown: str
    label: str
    definition: str
    list_url: str | None


@dataclass(frozen=True, slots=True)
class StationFigure:
    """One station of the front page; ``filled`` is false while there is nothing."""

    key: str
    figure: str
    text: str
    filled: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a need's way: what happened, when, and where to read on."""

    text: str
    on: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class SaidDone:
    """What became of a topic. ``said_on`` is empty where too few firms said it for the day to be shown."""

    topic: Topic
    said_by: str
    said_on: date | None
    modules: tuple[Module, ...]
    courses: tuple[Course, ...]
    runs: tuple[Run, ...]
    attended: int
    issued: int

    @property
    def held(self) -> int:
        """Runs in which somebody was there."""
        return len(self.runs)

    @property
    def steps(self) -> list[Step]:
        """The way so far, in order; what has not happened is left out."""
        found = [Step(gettext("gesagt: %(who)s") % {"who": self.said_by}, self.said_on)]
        if self.modules:
            first = min(self.modules, key=lambda module: module.made_at)
            found.append(
                Step(
                    gettext("Modul: %(title)s") % {"title": first.title},
                    today(first.made_at),
                    _url("web:module", first.slug),
                )
            )
        if self.courses:
            course = min(self.courses, key=lambda course: course.made_at)
            found.append(
                Step(
                    gettext("Kurs: %(title)s") % {"title": course.title},
                    today(course.made_at),
                    _url("web:course", course.slug),
                )
            )
        if self.runs and self.runs[0].starts_at:
            found.append(Step(gettext("stattgefunden"), today(self.runs[0].starts_at)))
            found.append(
                Step(ngettext("%(n)s Mensch war da", "%(n)s Menschen waren da", self.attended) % {"n": self.attended})
            )
        if self.issued:
            found.append(Step(ngettext("%(n)s Nachweis", "%(n)s Nachweise", self.issued) % {"n": self.issued}))
        return found


@dataclass(frozen=True, slots=True)
class Told:
    """One need that came all the way, for the front page and the wall: the module, the course and the people are its steps."""

    kicker: str
    need: str
    example: bool
    module: Step
    course: Step
    came: str

    @property
    def say(self) -> str:
        """Everything in one sentence, for where nothing can be clicked."""
        return gettext("Daraus wurde der Kurs „%(title)s“. %(came)s") % {"title": self.course.text, "came": self.came}


# Figures


def figures(user: Any, now: datetime, connected: Connected | None = None) -> list[Figure]:
    """All figures in the order of the thread; ``connected`` saves asking again what the page has asked already."""
    counted, connected = _counts(now), connected or Connected(now, user)
    firms = _firms(connected.asked, rules.answered(connected.asked, connected.taught), exact=is_office(user))
    return [_figure(spec, counted, firms, office=is_office(user)) for spec in SPECS]


def _firms(asked: Sequence[Asked], got: Sequence[Asked], *, exact: bool) -> dict[str, Shown]:
    """How many firms asked, and how many got it.

    Others than the office see them only where no topic stands for one or two firms: the topics' own numbers are
    published, too, so that a total could be taken apart. Small totals are not shown in any case.
    """
    by_topic, got_by_topic = rules.firms_by_topic(asked), rules.firms_by_topic(got)
    whole, part = protect_views(
        [len(firms) for firms in by_topic.values()], [len(got_by_topic.get(topic, ())) for topic in by_topic]
    )
    open_whole = exact or all(cell.kind == "exact" for cell in whole)
    open_part = exact or all(cell.kind == "exact" for cell in part)
    return {
        "firms_asked": _total(by_topic.values(), shown=open_whole),
        "firms_answered": _total(got_by_topic.values(), shown=open_part),
    }


def _total(groups: Iterable[set[str]], *, shown: bool) -> Shown:
    return Shown(len(set().union(*groups)), "exact") if shown else Shown(None, "hidden")


def _figure(spec: rules.Spec, counted: Mapping[str, int | None], firms: Mapping[str, Shown], *, office: bool) -> Figure:
    value = firms[spec.code].value if spec.code in firms else counted[spec.code]
    missing = words.hidden() if spec.code in firms else words.unknown()
    return Figure(
        code=spec.code,
        station=spec.station,
        value=value,
        shown=missing if value is None else words.shown(value, spec.unit),
        label=str(words.LABELS[spec.code]),
        definition=str(words.DEFINITIONS[spec.code]),
        list_url=(_url(spec.list_route) or None) if office else None,
    )


def home_stations(user: Any, now: datetime) -> list[StationFigure]:
    """The six stations of the front page; one query."""
    n = _counts(now)
    gaps, ahead = n["gaps"] or 0, n["runs_ahead"] or 0
    no_gap = gettext("Module. Jedes Thema hat eine Antwort.")
    with_gaps = ngettext(
        "Module. %(gaps)s Thema wartet noch auf eine Antwort.",
        "Module. %(gaps)s Themen warten noch auf eine Antwort.",
        gaps,
    )
    no_date = gettext("Kurse. Zurzeit steht kein Termin fest.")
    with_dates = ngettext("Kurse. %(n)s Termin steht an.", "Kurse. %(n)s Termine stehen an.", ahead)
    told = [
        ("need", "topics", gettext("Themen, die Betriebe und Untersuchungen nennen")),
        ("curriculum", "modules", with_gaps % {"gaps": gaps} if gaps else no_gap),
        ("course", "courses", with_dates % {"n": ahead} if ahead else no_date),
        ("booking", "seats_booked", gettext("Plätze sind gebucht")),
        ("credential", "credentials", gettext("Nachweise, die alle prüfen können")),
        ("impact", "people_attended", gettext("Menschen haben teilgenommen")),
    ]
    return [StationFigure(key, words.shown(n[code] or 0, Unit.COUNT), text, bool(n[code])) for key, code, text in told]


def _counts(now: datetime) -> dict[str, int | None]:
    """Everything that is a plain count, by one query of scalar subqueries over the campus in scope."""
    over = Q(state=Run.State.DONE) | Q(state=Run.State.CONFIRMED, ends_at__lte=now)
    sat = Seat.objects.filter(state=Seat.State.SEATED)
    held = Run.objects.filter(over)
    answers = ModuleAnswer.objects.filter(topic=OuterRef("pk"), module__state=Module.State.PUBLISHED)
    counted = {
        "topics": _count(Topic.objects.all()),
        "modules": _count(Module.objects.filter(state=Module.State.PUBLISHED)),
        "gaps": _count(Topic.objects.exclude(Exists(answers))),
        "courses": _count(Course.objects.filter(state=Course.State.PUBLISHED)),
        "runs_held": _count(held),
        "runs_cancelled": _count(Run.objects.filter(state=Run.State.CANCELLED)),
        "runs_ahead": _count(Run.objects.filter(state__in=[Run.State.OPEN, Run.State.CONFIRMED], starts_at__gt=now)),
        "seats_booked": _count(sat),
        "seats_held": _count(sat.filter(run__in=held)),
        "capacity_held": _count(held, Sum("capacity")),
        "credentials": _count(Credential.objects.filter(state__in=credentials.COUNTED)),
        "people_attended": _count(Attendance.objects.filter(present=True), Count("seat__person", distinct=True)),
    }
    row: Any = Campus.objects.filter(pk=get_scope()["campus"].pk).values(**counted).get()
    n: dict[str, int | None] = dict(row)
    runs, cancelled = n["runs_held"] or 0, n["runs_cancelled"] or 0
    n["share_held"] = rules.share_percent(runs, runs + cancelled)
    n["fill_rate"] = rules.share_percent(n["seats_held"] or 0, n["capacity_held"] or 0)
    return n


def _count(rows: QuerySet[Any], what: Any = None) -> Any:
    """A scalar subquery: how many rows, 0 for none."""
    grouped = rows.order_by().values("campus").annotate(n=what or Count("pk")).values("n")
    return Coalesce(Subquery(grouped), 0)


# From the need to the people: connected once, then looked at from both sides


class Connected:
    """Which topic led to which modules, courses and attended runs; at most five queries, whatever is asked of it."""

    def __init__(self, now: datetime, user: Any = None) -> None:
        self.now, self.user = now, user

    @cached_property
    def _rows_and_asked(self) -> tuple[list[needs.TopicRow], list[tuple[str, int | None, datetime]]]:
        return needs.rows_and_asked(self.user)

    @property
    def topic_rows(self) -> list[needs.TopicRow]:
        """All topics as the reader sees them, the strongest first."""
        return self._rows_and_asked[0]

    @cached_property
    def asked(self) -> list[Asked]:
        """Every confirmed statement."""
        return [Asked(*row) for row in self._rows_and_asked[1]]

    @cached_property
    def modules(self) -> dict[int, list[Module]]:
        """Published modules by topic, deepest first."""
        found: dict[int, list[Module]] = defaultdict(list)
        rows = ModuleAnswer.objects.filter(module__state=Module.State.PUBLISHED).select_related("module")
        for answer in rows.order_by("-depth", "pk"):
            found[answer.topic_id].append(answer.module)
        return found

    @cached_property
    def courses(self) -> dict[int, list[Course]]:
        """Published courses by module."""
        found: dict[int, list[Course]] = defaultdict(list)
        links = Course.modules.through.objects.filter(course__in=Course.objects.filter(state=Course.State.PUBLISHED))
        for link in links.select_related("course").order_by("pk"):
            found[link.module_id].append(link.course)
        return found

    @cached_property
    def counted_runs(self) -> list[Any]:
        """Every run with the seats booked, the people who came and the papers that count; one query for all three."""
        runs: QuerySet[Any] = Run.objects.annotate(booked=_seats_of_run(), came=_came_to_run(), papers=_papers_of_run())
        return list(runs.order_by("starts_at", "pk"))

    @cached_property
    def attended(self) -> dict[int, int]:
        """People who were there, by run."""
        return {run.pk: run.came for run in self.counted_runs if run.came}

    @cached_property
    def issued(self) -> dict[int, int]:
        """Papers that count, by run."""
        return {run.pk: run.papers for run in self.counted_runs if run.papers}

    @cached_property
    def runs(self) -> dict[int, list[Run]]:
        """Runs in which somebody was there, by course, oldest first."""
        found: dict[int, list[Run]] = defaultdict(list)
        for run in self.counted_runs:
            if run.came and run.starts_at and run.starts_at <= self.now:
                found[run.course_id].append(run)
        return found

    @property
    def quarters(self) -> list[Quarter]:
        """Seats booked and people who came by quarter in which the run began."""
        left_out = {Run.State.CANCELLED, Run.State.PLANNED}
        runs = [run for run in self.counted_runs if run.starts_at and run.state not in left_out]
        return rules.quarters((run.starts_at, run.booked, run.came) for run in runs)

    def courses_of(self, topic: int) -> list[Course]:
        """Courses that answer a topic, each once."""
        return _each_once(
            course for module in self.modules.get(topic, ()) for course in self.courses.get(module.pk, ())
        )

    def runs_of(self, topic: int) -> list[Run]:
        """Attended runs that answer a topic, oldest first."""
        runs = _each_once(run for course in self.courses_of(topic) for run in self.runs.get(course.pk, ()))
        return sorted(runs, key=lambda run: (run.starts_at or self.now, run.pk))

    @cached_property
    def taught(self) -> dict[int, list[datetime]]:
        """Beginnings of the attended runs by topic."""
        return {topic: [run.starts_at for run in self.runs_of(topic) if run.starts_at] for topic in self.modules}


def _each_once(rows: Iterable[Any]) -> list[Any]:
    return list({row.pk: row for row in rows}.values())


def all_said_done(user: Any, now: datetime, connected: Connected | None = None) -> list[SaidDone]:
    """What became of each need, the farthest first, then the strongest; a fixed number of queries."""
    connected = connected or Connected(now, user)
    rows = _said_done(connected.topic_rows, connected)
    reached = {one.topic.pk: (one.held > 0, bool(one.courses), bool(one.modules)) for one in rows}
    return sorted(rows, key=lambda one: reached[one.topic.pk], reverse=True)


def said_done(topic: Topic, user: Any, now: datetime) -> SaidDone:
    """What became of one need."""
    return _said_done(needs.topic_strengths([topic.pk], user).values(), Connected(now))[0]


def _said_done(rows: Iterable[needs.TopicRow], connected: Connected) -> list[SaidDone]:
    first: dict[int, datetime] = {}
    for one in connected.asked:
        if one.topic is not None:
            first[one.topic] = min(first.get(one.topic, one.at), one.at)
    return [_one(row, first.get(row.topic.pk), connected) for row in rows]


def _one(row: needs.TopicRow, first: datetime | None, connected: Connected) -> SaidDone:
    topic = row.topic
    runs = connected.runs_of(topic.pk)
    plain = row.firms_shown.kind == "exact" and not row.at_least and row.firms_shown.value
    return SaidDone(
        topic=topic,
        said_by=row.summary,
        said_on=today(first) if first and plain else None,
        modules=tuple(connected.modules.get(topic.pk, ())),
        courses=tuple(connected.courses_of(topic.pk)),
        runs=tuple(runs),
        attended=_people_in([run.pk for run in runs], connected.attended),
        issued=sum(connected.issued.get(run.pk, 0) for run in runs),
    )


def _people_in(runs: Collection[int], attended: Mapping[int, int]) -> int:
    """Attendances by run added up: whoever came to two runs counts in both."""
    return sum(attended.get(run, 0) for run in runs)


def _seats_of_run() -> Any:
    rows = Seat.objects.filter(run=OuterRef("pk"), state=Seat.State.SEATED).order_by()
    return Coalesce(Subquery(rows.values("run").annotate(n=Count("pk")).values("n")), 0)


def _came_to_run() -> Any:
    rows = Attendance.objects.filter(session__run=OuterRef("pk"), present=True).order_by()
    return Coalesce(
        Subquery(rows.values("session__run").annotate(n=Count("seat__person", distinct=True)).values("n")), 0
    )


def _papers_of_run() -> Any:
    rows = Credential.objects.filter(seat__run=OuterRef("pk"), state__in=credentials.COUNTED).order_by()
    return Coalesce(Subquery(rows.values("seat__run").annotate(n=Count("pk")).values("n")), 0)


def told_story(user: Any, now: datetime) -> Told | None:
    """The newest need that came as far as people in a room; two queries, one while there is none."""
    there = Attendance.objects.filter(session__run=OuterRef("pk"), present=True)
    run = (
        Run.objects.filter(Exists(there), starts_at__lte=now)
        .select_related("course")
        .order_by("-starts_at", "-pk")
        .annotate(came=_came_to_run())
        .first()
    )
    if run is None:
        return None
    answer = (
        ModuleAnswer.objects.filter(module__in=run.course.modules.all(), module__state=Module.State.PUBLISHED)
        .select_related("topic", "module").order_by("-depth", "pk").first()
    )  # fmt: skip
    if answer is None:
        return None
    return Told(
        kicker=gettext("Gesagt, getan"),
        need=str(answer.topic.title),
        example=run.example or answer.topic.example,
        module=Step(str(answer.module.title), url=_url("web:module", answer.module.slug)),
        course=Step(str(run.course.title), url=_url("web:course", run.course.slug)),
        came=ngettext("%(n)s Mensch war da.", "%(n)s Menschen waren da.", run.came) % {"n": run.came},
    )


def _url(route: str, *args: str) -> str:
    """The address of a route, or "" while it is not built."""
    try:
        return reverse(route, args=args)
    except NoReverseMatch:
        return ""
