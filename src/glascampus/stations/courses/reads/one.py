"""One course with all that its page tells: what one learns, what was before, when it takes place, who teaches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from glascampus.basics.clock import today
from glascampus.basics.text import Text, columns_of
from glascampus.commons.desk.reads import as_read
from glascampus.stations.courses.models import Course, FitQuestion, Run, Session
from glascampus.stations.courses.reads.courses import courses_seen_by
from glascampus.stations.curriculum.models import Module
from glascampus.stations.curriculum.reads import modules_seen_by


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
    for module in rows.order_by(as_read(columns_of("title")), "pk", "outcomes__position", "outcomes__pk"):
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
    example: bool


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


TEACHER = ("pk", "given_name", "family_name", "note_de", "note_en", "example")


def _lecturer(row: Any) -> Lecturer:
    name = f"{row.teacher_given_name} {row.teacher_family_name}".strip()
    return Lecturer(name, Text(row.teacher_note_de, row.teacher_note_en), bool(row.teacher_example))
