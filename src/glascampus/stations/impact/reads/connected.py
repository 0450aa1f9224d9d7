"""From the need to the people: connected once, then looked at from both sides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from glascampus.stations.bookings.models import Seat
from glascampus.stations.courses.models import Course, Run
from glascampus.stations.credentials import reads as credentials
from glascampus.stations.credentials.models import Attendance, Credential
from glascampus.stations.curriculum.models import Module, ModuleAnswer
from glascampus.stations.impact import rules
from glascampus.stations.impact.rules import Asked, Quarter
from glascampus.stations.needs import reads as needs


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
        runs: QuerySet[Any] = Run.objects.annotate(booked=_seats_of_run(), came=came_to_run(), papers=_papers_of_run())
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


def _seats_of_run() -> Any:
    rows = Seat.objects.filter(run=OuterRef("pk"), state=Seat.State.SEATED).order_by()
    return Coalesce(Subquery(rows.values("run").annotate(n=Count("pk")).values("n")), 0)


def came_to_run() -> Any:
    rows = Attendance.objects.filter(session__run=OuterRef("pk"), present=True).order_by()
    return Coalesce(
        Subquery(rows.values("session__run").annotate(n=Count("seat__person", distinct=True)).values("n")), 0
    )


def _papers_of_run() -> Any:
    rows = Credential.objects.filter(seat__run=OuterRef("pk"), state__in=credentials.COUNTED).order_by()
    return Coalesce(Subquery(rows.values("seat__run").annotate(n=Count("pk")).values("n")), 0)
