"""Lists from a spreadsheet: courses, and the meetings of a run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.basics.reason import Reason
from glascampus.commons.roll.rules import IntakeKind, Look, Row, Taking, intake_column
from glascampus.stations.courses import actions, reads, rules
from glascampus.stations.courses.models import Course, Run, Session
from glascampus.stations.courses.rules import RunRefused, Span, day_typed, time_typed
from glascampus.stations.curriculum.models import Level, Module
from glascampus.stations.needs.rules import slug_of

LIVE = frozenset({"live", "online", "live online"})


def intake_kinds() -> list[IntakeKind]:
    """Courses as drafts; the meetings of a run."""
    return [_courses(), _sessions()]


# Courses


def _courses() -> IntakeKind:
    columns = [
        intake_column("title_de", _("Titel"), "titel|kurs|kurstitel|title|course", 140, required=True),
        intake_column("title_en", _("Titel auf Englisch"), "titel auf englisch|titel englisch|title in english|english title", 140),
        intake_column("summary_de", _("Worum es geht"), "worum es geht|inhalt|beschreibung|summary|description", 1000),
        intake_column("audience_de", _("Für wen"), "für wen|zielgruppe|audience", 300),
        intake_column("level", _("Niveau"), "niveau|stufe|level", 40),
        intake_column("modules", _("Module"), "module|modul|modules", 600),
    ]  # fmt: skip
    return IntakeKind(
        "courses", _("Kurse"), columns, same=lambda row, _taking: row["title_de"].casefold(), look=_look_at_courses,
        make=lambda rows, taking: [_course(row, taking).pk for row in rows], unmake=_remove_course,
        listed="courses:office_courses",
    )  # fmt: skip


def _look_at_courses(rows: Sequence[Row], taking: Taking) -> list[Look]:
    titles, modules = reads.course_titles(), reads.modules_by_name(taking.by)
    return [
        Look(_course_faults(row, modules), row["title_de"].casefold() in titles, _("wird ein Entwurf")) for row in rows
    ]


def _course_faults(row: Row, modules: dict[str, Module]) -> list[tuple[str, Reason]]:
    faults = [
        ("modules", Reason("row_no_module", title=name)) for name in _names(row) if name.casefold() not in modules
    ]
    if row["level"] and _level(row["level"]) is None:
        faults.append(("level", Reason("row_no_level", levels=", ".join(str(label) for label in Level.labels))))
    return faults


def _names(row: Row) -> list[str]:
    """The modules of a row; a semicolon stands between several, since a title may hold a comma."""
    return [name for part in row["modules"].split(";") if (name := part.strip())]


def _level(typed: str) -> str | None:
    """A level by its name in the reader's language, or by its code."""
    known = {str(label).casefold(): value for value, label in Level.choices} | {value: value for value in Level.values}
    return known.get(typed.casefold())


def _course(row: Row, taking: Taking) -> Course:
    modules = reads.modules_by_name(taking.by)
    course = Course(campus=taking.campus, slug=reads.free_slug(slug_of(row["title_de"])))
    values: dict[str, Any] = {name: row[name] for name in ("title_de", "title_en", "summary_de", "audience_de")}
    chosen = [modules[name.casefold()] for name in _names(row)]
    return actions.keep_course(
        course=course, by=taking.by, now=taking.now, modules=list(dict.fromkeys(chosen)), level=_level(row["level"]) or Level.ENTRY, **values
    )  # fmt: skip


def _remove_course(pk: int, by: Any, now: datetime) -> None:
    for course in Course.objects.filter(pk=pk):
        actions.remove_course(course=course, by=by, now=now)


# The meetings of a run


def _sessions() -> IntakeKind:
    columns = [
        intake_column("day", _("Datum"), "datum|tag|date|day", 30, required=True),
        intake_column("begins", _("Beginn"), "beginn|von|start|begin|from", 20, required=True),
        intake_column("ends", _("Ende"), "ende|bis|end|to", 20, required=True),
        intake_column("room", _("Raum"), "raum|ort|room|place", 120),
        intake_column("topic_de", _("Thema"), "thema|inhalt|topic", 200),
    ]
    return IntakeKind(
        "sessions", _("Termine"), columns, same=_same_session, look=_look_at_sessions, make=_make_sessions, unmake=_remove_session,
        intro=_("Steht bei Raum „live online“, findet der Termin am Bildschirm statt. Wer schon gebucht hat, erfährt von neuen Terminen nichts."),
        named=lambda run: f"{run.course.title}, {run.code}", about=lambda user, code: reads.run_by_code(code, user), back=lambda run: (reverse("courses:office_run", args=[run.code]), str(_("Zum Durchgang"))),
        refuses=lambda taking: Reason("run_state") if taking.about.state in {rules.CANCELLED, rules.DONE} else None,
    )  # fmt: skip


def _same_session(row: Row, _taking: Taking) -> str:
    return f"{day_typed(row['day']) or row['day']} {time_typed(row['begins']) or row['begins']}"


def _span(row: Row) -> Span | None:
    """From when to when, on the campus's clock; None where a day or a time cannot be read."""
    day, begins, ends = day_typed(row["day"]), time_typed(row["begins"]), time_typed(row["ends"])
    if day is None or begins is None or ends is None:
        return None
    return datetime.combine(day, begins, CAMPUS_ZONE), datetime.combine(day, ends, CAMPUS_ZONE)


def _look_at_sessions(rows: Sequence[Row], taking: Taking) -> list[Look]:
    run: Run = taking.about
    taken = list(run.sessions.values_list("starts_at", "ends_at"))
    room_names, looks = reads.rooms_by_name(), []
    for row in rows:
        faults = [*_unreadable(row), *_room_faults(row, run, room_names)]
        span = _span(row)
        known = span in taken
        if span and not faults and not known:
            faults = _time_faults(span, taken, run)
            taken += [] if faults else [span]
        looks.append(Look(faults, known=known))
    return looks


def _unreadable(row: Row) -> list[tuple[str, Reason]]:
    found = [] if day_typed(row["day"]) else [("day", Reason("row_no_day"))]
    return found + [(name, Reason("row_no_time")) for name in ("begins", "ends") if time_typed(row[name]) is None]


def _room_faults(row: Row, run: Run, known: dict[str, Any]) -> list[tuple[str, Reason]]:
    if not row["room"] or row["room"].casefold() in LIVE:
        return []
    room = known.get(row["room"].casefold())
    if room is None:
        return [("room", Reason("row_no_room"))]
    return [("room", Reason("room_elsewhere"))] if run.site_id and room.site_id != run.site_id else []


def _time_faults(span: Span, taken: list[Span], run: Run) -> list[tuple[str, Reason]]:
    if span[1] <= span[0]:
        return [("ends", Reason("session_without_length"))]
    if rules.overlap([*taken, span]):
        return [("begins", Reason("sessions_overlap"))]
    return [("day", Reason("closes_after_start"))] if span[0] < run.closes_at else []


def _make_sessions(rows: Sequence[Row], taking: Taking) -> list[int]:
    known = reads.rooms_by_name()
    return [_session(row, taking, known).pk for row in rows]


def _session(row: Row, taking: Taking, known: dict[str, Any]) -> Session:
    span = _span(row)
    assert span is not None  # looked at before
    named = row["room"].casefold()
    mode = Session.Mode.LIVE if named in LIVE else Session.Mode.PRESENCE
    return actions.keep_session(
        session=Session(campus=taking.campus, run=taking.about), by=taking.by, now=taking.now, starts_at=span[0], ends_at=span[1],
        mode=mode, room=known.get(named), topic_de=row["topic_de"],
    )  # fmt: skip


def _remove_session(pk: int, by: Any, now: datetime) -> None:
    """A meeting that has begun stays: somebody may have been there."""
    for session in Session.objects.filter(pk=pk):
        if session.starts_at <= now:
            raise RunRefused("session_has_begun")
        actions.remove_session(session=session, by=by, now=now)
