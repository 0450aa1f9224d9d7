"""Two campuses that hold the same things, so that every address can be asked for one's own, somebody else's and another campus' object."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django_scopes import scope

from glascampus.commons.campuses.models import Campus, Fact
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.sites.actions import keep_room
from glascampus.commons.sites.models import Room
from glascampus.stations.bookings import reads as bookings_of
from glascampus.stations.courses.actions import keep_history, keep_question
from glascampus.stations.courses.models import FitQuestion, History
from glascampus.stations.credentials import actions as papers
from glascampus.stations.credentials import reads as papers_of
from glascampus.stations.needs import reads as needs_of
from tests.access import paperwork
from tests.build import bookings, commons, courses, credentials, curriculum, needs
from tests.build.commons import NOW

ROLES = ("guest", "stranger", "participant", "lecturer", "company", "funder", "office")
Things = dict[str, Any]


def mailbox(campus: Campus, role: str) -> str:
    """The address of whoever plays a role."""
    return f"{role}@{campus.key}.example"


def players(campus: Campus) -> dict[str, Any]:
    """A user per role; the guest is nobody, the stranger has no role here."""
    from glascampus.commons.roles.models import User

    stranger = User(email=mailbox(campus, "stranger"), made_at=NOW)
    stranger.save()
    found = {role: commons.user(campus, mailbox(campus, role), role) for role in ROLES[2:]}
    return {"guest": None, "stranger": stranger, **found}


def things(campus: Campus) -> Things:
    """One of everything an address can name, by the name the table uses."""
    with scope(campus=campus):
        users = players(campus)
        own = paperwork.firms(campus, users["company"]) | paperwork.seats_of_players(campus)
        return {**_told(campus), **_taught(campus), **_booked(campus), **_held(campus), **own, "users": users}


def _told(campus: Campus) -> Things:
    topic = needs.topic(campus, f"Glasfehler {campus.key}")
    evidence = needs.evidence(topic)
    statement = needs.confirmed(campus, topic, email=f"hr@{campus.key}.example")
    waits = needs.stated(campus, wish="Öfen anheizen", email=f"hr2@{campus.key}.example")
    fact = Fact.objects.create(campus=campus, kind="milestone", dated="2026", text_de="Es begann.")
    return {
        "topic": topic.pk, "topic.slug": topic.slug, "evidence": evidence.pk, "statement": statement.pk,
        "statement.token": needs_of.token_of(statement), "confirm.token": needs_of.confirm_token_of(waits), "fact": fact.pk,
    }  # fmt: skip


def _taught(campus: Campus) -> Things:
    site = commons.site(campus, f"haus-{campus.key}")
    room = keep_room(room=Room(campus=campus, site=site), by=SYSTEM, now=NOW, slug="saal", name_de="Saal", seats=20)
    module = curriculum.module(campus)
    course = courses.course(campus, modules=[module])
    history = keep_history(
        entry=History(campus=campus, course=course), by=SYSTEM, now=NOW, dated="März 2020", text_de="Zwei Tage."
    )
    question = keep_question(
        question=FitQuestion(campus=campus, course=course),
        by=SYSTEM,
        now=NOW,
        ask_de="Neu hier?",
        otherwise_de="Fragen Sie uns.",
    )
    return {
        "question": question.pk, "site": site.pk, "room": room.pk, "module": module.pk, "module.slug": module.slug, "course": course.pk,
        "course.slug": course.slug, "history": history.pk, "competence": curriculum.competence(campus, f"k-{campus.key}").pk,
        "organisation": commons.organisation(campus, f"Werk {campus.key}").pk, "person": commons.person(campus).pk,
    }  # fmt: skip


def _booked(campus: Campus) -> Things:
    run = courses.run(campus, site=None, mode="live", capacity=3)
    session = run.sessions.get()
    booking = bookings.booking(run, f"Ada {campus.key}")
    run.refresh_from_db()
    link = papers.make_attendance_link(run=run, by=SYSTEM, now=NOW)
    return {
        "run": run.code, "session": session.pk, "booking": booking.pk, "booking.token": bookings_of.token_of(booking),
        "seat": booking.seats.get().pk, "attendance.token": papers_of.token_of(link), "booking.code": booking.code,
        **paperwork.kept(campus, run, booking),
    }  # fmt: skip


def _held(campus: Campus) -> Things:
    paper = credentials.credential(campus, "Cem", f"von {campus.key}", starts_at=NOW - timedelta(days=7))
    return {"paper": paper.uuid, "held": paper.seat.run.code}
