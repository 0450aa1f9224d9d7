"""The office's lists of courses and of runs."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from glascampus.basics.clock import now
from glascampus.basics.text import columns_of
from glascampus.commons.desk.pages import CampusRequest, office_page
from glascampus.commons.desk.pages.lists import listed
from glascampus.commons.desk.reads import as_read
from glascampus.commons.desk.rules import Cell, Column, Filter, Listing
from glascampus.commons.intake.words import PASTE
from glascampus.commons.roll.reads import announced
from glascampus.stations.courses import reads
from glascampus.stations.courses.models import Course, Run
from glascampus.stations.courses.pages.runs import run_page
from glascampus.stations.curriculum.models import Level


@office_page
def office_courses(request: CampusRequest) -> HttpResponse:
    """Every course with its modules and how many runs it has."""
    return listed(request, _course_list(request))


def _course_list(request: CampusRequest) -> Listing:
    return Listing(
        name=_("kurse"), title=_("Kurse"), rows=reads.office_courses(request.user), order="kurs",
        number=lambda n: ngettext("%(n)s Kurs", "%(n)s Kurse", n) % {"n": n},
        part=lambda n, of: ngettext("%(n)s von %(of)s Kurs", "%(n)s von %(of)s Kursen", of) % {"n": n, "of": of},
        columns=[
            Column("kurs", _("Kurs"), lambda c: Cell(c.title, reverse("courses:office_course", args=[c.pk])), sort=(columns_of("title"),)),
            Column("module", _("Module"), lambda c: [Cell(m.title) for m in c.modules.all()] or Cell(_("noch keines"), tone="warn")),
            Column("niveau", _("Niveau"), lambda c: c.get_level_display(), sort=("level",), shown=False),
            Column("durchgaenge", _("Durchgänge"), _runs_cell, lambda c: c.run_count, ("run_count",), style="num"),
            Column("stand", _("Stand"), lambda c: Cell(c.get_state_display(), tone="ok" if c.state == "published" else "plain"), sort=("state",)),
            Column("weiter", _("Nächster Schritt"), _next_step),
        ],
        filters=[
            Filter("stand", _("Nach Stand"), reads.courses_in_state, Course.State.choices, links=True),
            Filter("niveau", _("Niveau"), reads.courses_of_level, Level.choices),
        ],
        search=reads.find_courses, search_label=_("Titel oder Inhalt"), deeds=list(announced("deeds", "courses")),
        empty=_("Noch kein Kurs. Ein Kurs entsteht aus einem Modul."), empty_link=(reverse("curriculum:office_modules"), _("Zu den Modulen")),
        action=(reverse("courses:office_course_new"), _("Neuer Kurs")), also=[(reverse("web:catalogue"), _("Wie es alle sehen")), (f"{reverse('intake:take_in')}?art=courses", PASTE)],
    )  # fmt: skip


def _runs_cell(course: Any) -> Cell:
    return Cell(course.run_count, f"{reverse('courses:office_runs')}?kurs={course.slug}" if course.run_count else "")


def _next_step(course: Course) -> Cell:
    if course.state == Course.State.DRAFT:
        return Cell(_("Veröffentlichen"), reverse("courses:office_course_publish", args=[course.pk]), more=course.title)
    return Cell(_("Neuer Durchgang"), f"{reverse('courses:office_run_new')}?kurs={course.pk}", more=course.title)


@office_page
def office_runs(request: CampusRequest) -> HttpResponse:
    """Every run, the next one first; what later stations can do with several of them stands below."""
    return listed(request, _run_list(request))


def _run_list(request: CampusRequest) -> Listing:
    courses = reads.courses_seen_by(request.user).order_by(as_read(columns_of("title")), "pk")
    times = [("kommend", _("kommend")), ("vorbei", _("vorbei")), ("offen", _("noch ohne Termin"))]
    return Listing(
        name=_("durchgaenge"), title=_("Durchgänge"), rows=reads.coming_first(reads.runs_seen_by(request.user), now()), columns=_run_columns(),
        number=lambda n: ngettext("%(n)s Durchgang", "%(n)s Durchgänge", n) % {"n": n},
        part=lambda n, of: ngettext("%(n)s von %(of)s Durchgang", "%(n)s von %(of)s Durchgängen", of) % {"n": n, "of": of},
        filters=[
            Filter("stand", _("Nach Stand"), reads.runs_in_state, Run.State.choices, links=True),
            Filter("wann", _("Wann"), reads.runs_by_time(now()), times),
            Filter("kurs", _("Kurs"), reads.runs_of_course, [(course.slug, course.title) for course in courses]),
        ],
        search=reads.find_runs, search_label=_("Kurs, Kürzel oder Ort"), deeds=list(announced("deeds", "runs")),
        label=lambda run: f"{run.course.title}, {run.code}", example=lambda run: run.example,
        intro=_("Was läuft oder kommt, steht oben; was vorbei ist, darunter."),
        empty=_("Hier ist noch kein Durchgang."), empty_link=(reverse("courses:office_courses"), _("Zu den Kursen")),
        action=(reverse("courses:office_run_new"), _("Neuer Durchgang")),
    )  # fmt: skip


def _run_columns() -> list[Column]:
    tones = {"confirmed": "ok", "cancelled": "stop", "planned": "plain", "done": "plain"}
    return [
        Column("beginn", _("Beginn"), lambda run: run.starts_at, sort=("starts_at",), write="day", style="num"),
        Column("ende", _("Ende"), lambda run: run.ends_at, sort=("ends_at",), write="day", shown=False, style="num"),
        Column("kurs", _("Kurs"), lambda run: Cell(run.course.title, run_page(run)), sort=(columns_of("course__title"),)),
        Column("kuerzel", _("Kürzel"), lambda run: run.code, sort=("code",)),
        Column("ort", _("Ort"), lambda run: run.site.name if run.site else _("live online"), sort=(columns_of("site__name"),)),
        Column("vergeben", _("Vergeben"), lambda run: _("%(taken)s von %(capacity)s") % {"taken": run.taken, "capacity": run.capacity},
               lambda run: run.taken, ("taken",), style="num"),
        Column("plaetze", _("Plätze"), lambda run: run.capacity, sort=("capacity",), shown=False, style="num"),
        Column("noetig", _("Nötig"), lambda run: run.minimum, sort=("minimum",), shown=False, style="num"),
        Column("preis", _("Preis"), lambda run: run.price_cents, sort=("price_cents",), write="euro", shown=False, style="amount"),
        Column("schluss", _("Buchung bis"), lambda run: run.closes_at, sort=("closes_at",), write="moment", shown=False, style="num"),
        Column("entscheidung", _("Entscheidung am"), lambda run: run.decide_on, sort=("decide_on",), write="day", shown=False, style="num"),
        Column("stand", _("Stand"), lambda run: Cell(run.get_state_display(), tone=tones.get(run.state, "ok")), sort=("state",)),
    ]  # fmt: skip
