"""What courses add to the lists of the whole house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from glascampus.basics import days
from glascampus.basics.text import LANGUAGES, Text
from glascampus.commons.roll.rules import BoardItem, Check, Fault, Findable, Keep, Section
from glascampus.stations.courses import reads, rules, words
from glascampus.stations.courses.announces.clashes import clash_items
from glascampus.stations.courses.announces.lists import intake_kinds
from glascampus.stations.courses.models import Course, Run
from glascampus.stations.curriculum.words import ALSO

__all__ = ["board", "checks", "findable", "intake_kinds", "office_findable", "retention", "sitemap"]
COURSES_ON_BOARD, RUNS_FOUND = 3, 2000


def checks() -> list[Check]:
    """This station's piece of the thread."""
    return [Check("thread", _thread_faults)]


def _thread_faults() -> tuple[int, list[Fault]]:
    courses, runs = reads.linked_courses(), reads.linked_runs()
    faults = [fault for course in courses for fault in _of_course(course)]
    return len(courses) + len(runs), [*faults, *(fault for run in runs for fault in _of_run(run))]


def _of_course(course: Course) -> Iterator[Fault]:
    if course.state == Course.State.PUBLISHED and not course.modules.all():
        yield Fault(f"courses.course:{course.pk}", "everyone sees it, but it has no module")


def _of_run(run: Run) -> Iterator[Fault]:
    where = f"courses.run:{run.pk}"
    times = rules.timetable((s.starts_at, s.ends_at) for s in run.sessions.all())
    if (run.starts_at, run.ends_at) != (times.starts_at, times.ends_at):
        yield Fault(where, "its beginning or end is not that of its sessions")
    if run.state in {rules.OPEN, rules.CONFIRMED} and not run.sessions.all():
        yield Fault(where, "it can be booked, but it has no session")
    if run.state not in Run.State.values:
        yield Fault(where, f"unknown state {run.state}")


def retention() -> list[Keep]:
    """Courses and runs name nobody; who teaches is a person of its own."""
    rows = {"Course": "what is offered", "History": "documented past editions", "FitQuestion": "what one asks oneself before a course; answers are kept nowhere",
             "Run": "when, where and for how many",
            "Session": "when people meet", "Move": "what the dates were before they were moved"}  # fmt: skip
    return [Keep(f"courses.{model}", purpose, None) for model, purpose in rows.items()]


def board(now: datetime) -> list[BoardItem]:
    """Rooms and lecturers taken twice, and published courses for which no run is planned or coming."""
    return [
        *clash_items(now),
        *(
            BoardItem(
                gettext("Kein Termin: %(course)s") % {"course": course.title},
                gettext("Der Kurs ist veröffentlicht, aber niemand kann ihn buchen."),
                f"{reverse('courses:office_run_new')}?kurs={course.pk}",
                gettext("Durchgang anlegen"),
                section=Section.OPEN,
            )
            for course in reads.without_coming_run(now)[:COURSES_ON_BOARD]
        ),
    ]


def sitemap() -> list[tuple[str, dict[str, str]]]:
    """A page for each published course; the lists are announced by the house."""
    published = Course.objects.filter(state=Course.State.PUBLISHED).values_list("slug", flat=True)
    return [("web:course", {"slug": slug}) for slug in published]


def findable(user: Any, now: datetime) -> Iterator[Findable]:
    """Each course with its modules and where it meets."""
    for searched in reads.searched_courses(user, now):
        course, places = searched.course, searched.places.values()
        yield Findable(
            "course", course.title, "web:course", (course.slug,), summary=course.summary, row=course.pk,
            more=(course.audience, *searched.modules.values(), *(Text(f"{s.name.de}, {s.address}", f"{s.name.within('en')}, {s.address}") for s in places)),
            also=" ".join([ALSO[course.level], *(words.ALSO[mode] for mode in sorted(searched.modes))]),
        )  # fmt: skip


def office_findable(user: Any, now: datetime) -> Iterator[Findable]:
    """Courses as the office changes them, and every run by its code."""
    for course in reads.courses_seen_by(user):
        yield Findable("course", course.title, "courses:office_course", (course.pk,), summary=course.summary)
    for run in reads.runs_seen_by(user).order_by("-starts_at", "-pk")[:RUNS_FOUND]:
        place = str(run.site.where) if run.site else ""
        parts = ((run.code, days.short(run.starts_at, language), place) for language in LANGUAGES)
        about = Text(*(" · ".join(filter(None, some)) for some in parts))
        yield Findable(
            "run", run.course.title, "courses:office_run", (run.code,), summary=about, also=days.typed(run.starts_at)
        )
