"""The office's pages of courses and runs; the public ones are composed in ``web.pages.courses``."""

from __future__ import annotations

import re
from datetime import datetime
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, confirm, confirm_publishing, confirm_removal, office_page, take
from glascampus.commons.desk.pages.lists import listed
from glascampus.commons.desk.rules import Cell, Column, Filter, Listing
from glascampus.commons.intake.words import PASTE
from glascampus.commons.people.reads import lecturers_seen_by
from glascampus.commons.roll.reads import announced
from glascampus.stations.courses import actions, reads
from glascampus.stations.courses.forms import CourseForm, FitQuestionForm, HistoryForm, RunForm, SessionForm
from glascampus.stations.courses.models import Course, FitQuestion, History, Run, Session
from glascampus.stations.curriculum.models import Level
from glascampus.stations.curriculum.reads import modules_seen_by
from glascampus.stations.needs.rules import slug_of

SMALL_NUMBER = re.compile(r"[0-9]{1,9}")


def _courses(_done: Any = None) -> str:
    return reverse("courses:office_courses")


def _run_page(run: Run) -> str:
    return reverse("courses:office_run", args=[run.code])


def _course_page(course: Course) -> str:
    return reverse("courses:office_course", args=[course.pk])


def _course_of(request: CampusRequest, pk: int) -> Course:
    return get_object_or_404(reads.courses_seen_by(request.user), pk=pk)


def _run_of(request: CampusRequest, code: str) -> Run:
    run = reads.run_by_code(code, request.user)
    if run is None:
        raise Http404
    return run


# Courses


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
            Column("kurs", _("Kurs"), lambda c: Cell(c.title, reverse("courses:office_course", args=[c.pk])), sort=("title_de",)),
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
def office_course(request: CampusRequest, pk: int | None = None) -> HttpResponse:
    """Make or change a course; ``?modul=`` starts it from a module."""
    course = _course_of(request, pk) if pk else Course(campus=request.campus)
    form = CourseForm(request.POST or None, instance=course, initial={} if pk else _from_module(request))

    def do(**values: Any) -> Course:
        if not course.pk:
            course.slug = reads.free_slug(slug_of(course.title_de))
        return actions.keep_course(course=course, by=request.user, now=now(), **values)

    return take(
        request, form=form, do=do, done=_course_page, said=_("Gespeichert."),
        title=_("Kurs ändern") if pk else _("Neuer Kurs"), submit=_("Speichern"), template="courses/office_course.html",
        back=(_courses(), _("Zurück, ohne zu speichern")), course=course,
        history=reads.history_of(course) if pk else [], questions=reads.questions_of(course) if pk else [], runs=reads.runs_of(course, request.user) if pk else [],
    )  # fmt: skip


def _from_module(request: CampusRequest) -> dict[str, Any]:
    """A course of this one module, in its words."""
    asked = request.GET.get("modul", "")
    module = modules_seen_by(request.user).filter(pk=int(asked)).first() if SMALL_NUMBER.fullmatch(asked) else None
    if module is None:
        return {}
    words = {name: getattr(module, name) for name in ("title_de", "title_en", "summary_de", "summary_en", "level")}
    return {**words, "modules": [module.pk]}


@office_page
def office_course_publish(request: CampusRequest, pk: int) -> HttpResponse:
    """Show a course to everyone, or take it back."""
    course = _course_of(request, pk)
    publish = course.state == Course.State.DRAFT
    return confirm_publishing(
        request, course.title, publish=publish, to=_course_page(course),
        do=lambda: actions.publish_course(course=course, by=request.user, now=now(), published=publish),
    )  # fmt: skip


@office_page
def office_course_remove(request: CampusRequest, pk: int) -> HttpResponse:
    """Delete a course that never had a run."""
    course = _course_of(request, pk)
    do = partial(actions.remove_course, course=course, by=request.user, now=now())
    return confirm_removal(request, course.title, do=do, to=_courses())


@office_page
def office_history(request: CampusRequest, course_pk: int, pk: int | None = None) -> HttpResponse:
    """Make or change a documented past edition."""
    course = _course_of(request, course_pk)
    entry = get_object_or_404(reads.history_of(course), pk=pk) if pk else History(campus=request.campus, course=course)
    back = _course_page(course)
    return take(
        request, form=HistoryForm(request.POST or None, instance=entry), said=_("Gespeichert."), submit=_("Speichern"),
        do=lambda **values: actions.keep_history(entry=entry, by=request.user, now=now(), **values),
        done=lambda _done: back, back=(back, _("Zurück, ohne zu speichern")), title=_("Was schon war: %(course)s") % {"course": course.title},
    )  # fmt: skip


@office_page
def office_history_remove(request: CampusRequest, course_pk: int, pk: int) -> HttpResponse:
    """Delete a documented past edition."""
    course = _course_of(request, course_pk)
    entry = get_object_or_404(reads.history_of(course), pk=pk)
    do = partial(actions.remove_history, entry=entry, by=request.user, now=now())
    return confirm_removal(request, entry.dated, do=do, to=_course_page(course))


@office_page
def office_question(request: CampusRequest, course_pk: int, pk: int | None = None) -> HttpResponse:
    """Make or change a question of "Bin ich hier richtig?"."""
    course = _course_of(request, course_pk)
    question = (
        get_object_or_404(reads.questions_of(course), pk=pk)
        if pk
        else FitQuestion(campus=request.campus, course=course)
    )
    back = _course_page(course)
    return take(
        request, form=FitQuestionForm(request.POST or None, instance=question), said=_("Gespeichert."), submit=_("Speichern"),
        do=lambda **values: actions.keep_question(question=question, by=request.user, now=now(), **values),
        done=lambda _done: back, back=(back, _("Zurück, ohne zu speichern")),
        title=_("Bin ich hier richtig? %(course)s") % {"course": course.title},
    )  # fmt: skip


@office_page
def office_question_remove(request: CampusRequest, course_pk: int, pk: int) -> HttpResponse:
    """Delete a question."""
    course = _course_of(request, course_pk)
    question = get_object_or_404(reads.questions_of(course), pk=pk)
    do = partial(actions.remove_question, question=question, by=request.user, now=now())
    return confirm_removal(request, question, do=do, to=_course_page(course))


# Runs


@office_page
def office_runs(request: CampusRequest) -> HttpResponse:
    """Every run, by its beginning; what later stations can do with several of them stands below."""
    return listed(request, _run_list(request))


def _run_list(request: CampusRequest) -> Listing:
    courses = reads.courses_seen_by(request.user).order_by("title_de", "pk")
    times = [("kommend", _("kommend")), ("vorbei", _("vorbei")), ("offen", _("noch ohne Termin"))]
    return Listing(
        name=_("durchgaenge"), title=_("Durchgänge"), rows=reads.runs_seen_by(request.user), columns=_run_columns(), order="beginn",
        number=lambda n: ngettext("%(n)s Durchgang", "%(n)s Durchgänge", n) % {"n": n},
        part=lambda n, of: ngettext("%(n)s von %(of)s Durchgang", "%(n)s von %(of)s Durchgängen", of) % {"n": n, "of": of},
        filters=[
            Filter("stand", _("Nach Stand"), reads.runs_in_state, Run.State.choices, links=True),
            Filter("wann", _("Wann"), reads.runs_by_time(now()), times),
            Filter("kurs", _("Kurs"), reads.runs_of_course, [(course.slug, course.title) for course in courses]),
        ],
        search=reads.find_runs, search_label=_("Kurs, Kürzel oder Ort"), deeds=list(announced("deeds", "runs")),
        label=lambda run: f"{run.course.title}, {run.code}", example=lambda run: run.example,
        empty=_("Hier ist noch kein Durchgang."), empty_link=(reverse("courses:office_courses"), _("Zu den Kursen")),
        action=(reverse("courses:office_run_new"), _("Neuer Durchgang")),
    )  # fmt: skip


def _run_columns() -> list[Column]:
    tones = {"confirmed": "ok", "cancelled": "stop", "planned": "plain", "done": "plain"}
    return [
        Column("beginn", _("Beginn"), lambda run: run.starts_at, sort=("starts_at",), write="day", style="num"),
        Column("ende", _("Ende"), lambda run: run.ends_at, sort=("ends_at",), write="day", shown=False, style="num"),
        Column("kurs", _("Kurs"), lambda run: Cell(run.course.title, _run_page(run)), sort=("course__title_de",)),
        Column("kuerzel", _("Kürzel"), lambda run: run.code, sort=("code",)),
        Column("ort", _("Ort"), lambda run: run.site.name if run.site else _("live online"), sort=("site__name_de",)),
        Column("vergeben", _("Vergeben"), lambda run: _("%(taken)s von %(capacity)s") % {"taken": run.taken, "capacity": run.capacity},
               lambda run: run.taken, ("taken",), style="num"),
        Column("plaetze", _("Plätze"), lambda run: run.capacity, sort=("capacity",), shown=False, style="num"),
        Column("noetig", _("Nötig"), lambda run: run.minimum, sort=("minimum",), shown=False, style="num"),
        Column("preis", _("Preis"), lambda run: run.price_cents, sort=("price_cents",), write="euro", shown=False, style="amount"),
        Column("schluss", _("Anmeldung bis"), lambda run: run.closes_at, sort=("closes_at",), write="moment", shown=False, style="num"),
        Column("entscheidung", _("Entscheidung am"), lambda run: run.decide_on, sort=("decide_on",), write="day", shown=False, style="num"),
        Column("stand", _("Stand"), lambda run: Cell(run.get_state_display(), tone=tones.get(run.state, "ok")), sort=("state",)),
    ]  # fmt: skip


@office_page
def office_run_new(request: CampusRequest) -> HttpResponse:
    """A new run with its first meeting; ``?kurs=`` chooses the course."""
    asked = request.GET.get("kurs", "")
    initial = {
        "capacity": 12,
        "minimum": 6,
        "course": asked if asked.isdecimal() else None,
        "begins": "08:00",
        "ends": "15:30",
    }
    run, session = Run(campus=request.campus), Session(campus=request.campus)
    first = SessionForm(request.POST or None, instance=session, initial=initial, prefix="termin")
    form = RunForm(
        request.POST or None,
        instance=run,
        initial=initial,
        lecturers=list(lecturers_seen_by(request.user)),
        first=first,
    )

    def do(**_values: Any) -> Run:
        times = first.values()
        for name, value in times.items():
            setattr(session, name, value)
        return actions.keep_run(run=run, by=request.user, now=now(), session=session, **form.values(times["starts_at"]))

    return take(
        request, form=form, do=do, done=_run_page, said=_("Gespeichert."), title=_("Neuer Durchgang"), submit=_("Anlegen"),
        intro=_("Mit dem ersten Termin. Weitere Termine tragen Sie danach ein; buchbar wird er erst, wenn Sie ihn öffnen."),
        back=(reverse("courses:office_runs"), _("Zurück, ohne zu speichern")),
    )  # fmt: skip


@office_page
def office_run(request: CampusRequest, code: str) -> HttpResponse:
    """One run: its figures, its meetings, and what can be done next."""
    run = _run_of(request, code)
    return _run_view(request, run, Session(campus=request.campus, run=run))


def _run_view(request: CampusRequest, run: Run, session: Session) -> HttpResponse:
    """The page of a run with the form for a new meeting below."""
    form = SessionForm(request.POST or None, instance=session, initial=_like_the_last(run))

    def do(**_values: Any) -> Session:
        return actions.keep_session(session=session, by=request.user, now=now(), **form.values())

    return take(
        request, form=form, do=do, done=lambda _done: _run_page(run), said=_("Gespeichert."), submit=_("Termin hinzufügen"),
        template="courses/office_run.html", run=run, sessions=list(reads.sessions_of(run)), title=run.course.title,
    )  # fmt: skip


def _like_the_last(run: Run) -> dict[str, Any]:
    """A new meeting is usually held like the one before."""
    last = reads.sessions_of(run).last()
    if last is None:
        return {"begins": "08:00", "ends": "15:30", "room": run.room_id}
    form = SessionForm(instance=last)
    return {"begins": form.initial["begins"], "ends": form.initial["ends"], "mode": last.mode, "room": last.room_id}


@office_page
def office_run_edit(request: CampusRequest, code: str) -> HttpResponse:
    """Change a run."""
    run = _run_of(request, code)
    form = RunForm(request.POST or None, instance=run, lecturers=list(lecturers_seen_by(request.user)))
    first: datetime | None = run.starts_at
    back = _run_page(run)

    def do(**_values: Any) -> Run:
        return actions.keep_run(run=run, by=request.user, now=now(), **form.values(first))

    return take(
        request, form=form, do=do, done=_run_page, said=_("Gespeichert."), submit=_("Speichern"),
        title=_("Durchgang ändern"), back=(back, _("Zurück, ohne zu speichern")),
    )  # fmt: skip


@office_page
def office_run_open(request: CampusRequest, code: str) -> HttpResponse:
    """Offer a run for booking."""
    run = _run_of(request, code)
    return confirm(
        request, title=_("„%(title)s“ zur Buchung öffnen?") % {"title": run.course.title}, submit=_("Öffnen"),
        intro=_("Danach sehen alle den Durchgang und können buchen."), said=_("Der Durchgang ist buchbar."),
        do=lambda: actions.open_run(run=run, by=request.user, now=now()),
        done=lambda _done: _run_page(run), back=(_run_page(run), _("Zurück")),
    )  # fmt: skip


@office_page
def office_run_plan(request: CampusRequest, code: str) -> HttpResponse:
    """Take a run back that nobody has booked."""
    run = _run_of(request, code)
    return confirm(
        request, title=_("„%(title)s“ zurück in die Planung?") % {"title": run.course.title}, submit=_("Zurücknehmen"),
        intro=_("Danach sieht ihn nur noch das Büro."), said=_("Der Durchgang ist wieder in Planung."),
        do=lambda: actions.plan_run(run=run, by=request.user, now=now()),
        done=lambda _done: _run_page(run), back=(_run_page(run), _("Zurück")),
    )  # fmt: skip


@office_page
def office_run_remove(request: CampusRequest, code: str) -> HttpResponse:
    """Delete a run that nobody ever booked."""
    run = _run_of(request, code)
    do = partial(actions.remove_run, run=run, by=request.user, now=now())
    return confirm_removal(request, run.code, do=do, to=reverse("courses:office_runs"))


@office_page
def office_session(request: CampusRequest, code: str, pk: int) -> HttpResponse:
    """Change one meeting."""
    run = _run_of(request, code)
    session = get_object_or_404(reads.sessions_of(run), pk=pk)
    form = SessionForm(request.POST or None, instance=session)
    return take(
        request, form=form, said=_("Gespeichert."), submit=_("Speichern"), title=_("Termin ändern"),
        intro=_("Wer gebucht hat, erfährt davon nichts. Wählen Sie „Verlegen“, wenn alle Bescheid bekommen sollen.") if run.taken else "",
        do=lambda **_values: actions.keep_session(session=session, by=request.user, now=now(), **form.values()),
        done=lambda _done: _run_page(run), back=(_run_page(run), _("Zurück, ohne zu speichern")),
    )  # fmt: skip


@office_page
def office_session_remove(request: CampusRequest, code: str, pk: int) -> HttpResponse:
    """Delete one meeting."""
    run = _run_of(request, code)
    session = get_object_or_404(reads.sessions_of(run), pk=pk)
    do = partial(actions.remove_session, session=session, by=request.user, now=now())
    return confirm_removal(request, f"{run.code}, {session.starts_at:%d.%m.%Y}", do=do, to=_run_page(run))
