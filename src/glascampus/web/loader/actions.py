"""Emptying a demo: the only deletion that asks no station, because nothing of it was ever true."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models.fields.related import ForeignKey
from django_scopes import scope

from glascampus.commons.campuses.actions import renew
from glascampus.commons.campuses.models import Campus, Fact
from glascampus.commons.editorial.actions import sweep_files as sweep_pictures
from glascampus.commons.editorial.models import Page, PageVersion, Picture
from glascampus.commons.journal.actions import note
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.legal.models import LegalText
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.outbox.models import Mail
from glascampus.commons.roles.actions import forget
from glascampus.commons.roles.models import Role
from glascampus.commons.roles.reads import DEMO_DOMAIN
from glascampus.commons.sites.models import Room, Site
from glascampus.stations.courses.models import Course, FitQuestion, History
from glascampus.stations.credentials.actions import sweep_files
from glascampus.stations.curriculum.models import Bearer, Competence, Module, ModuleAnswer, Outcome
from glascampus.stations.needs.models import Evidence, Topic

Model = type[models.Model]
EXAMPLE_DOMAIN = "@beispiel.example"  # mailboxes of the crowd (see ``crowd``)
OUTLIVES_THE_DEMO: tuple[Model, ...] = (
    Role, Fact, Organisation, Site, Room, Topic, Evidence, Competence, Module, Outcome, ModuleAnswer, Bearer, Course, History, FitQuestion,
    Page, PageVersion, Picture,
)  # fmt: skip
SENT = {
    "state": Mail.State.SENT, "tries": 1, "body": "", "calendar": "", "held_until": None,
    "sent_at": models.F("made_at") + timedelta(seconds=20),
}  # fmt: skip
INVENTED_ROWS: tuple[type[Any], ...] = (Evidence, Room, Organisation, Page)


@transaction.atomic
def empty(*, campus: Campus, now: datetime) -> int:
    """Remove every row of a demo campus but its users' roles and its legal texts, its journal too; returns how many rows went.

    Raises:
        ValueError: the campus is no demo; nothing was changed.
    """
    _must_be_demo(campus)
    gone = _remove_all_but(campus, (Role, LegalText))
    note(by=SYSTEM, deed="campuses.laid_anew", thing=campus, now=now)
    return gone


@transaction.atomic
def leave_demo(*, campus: Campus, now: datetime) -> int:
    """Make a demo a real campus: partners, sites, topics, curriculum, courses, pages and news stay, everything invented goes.

    Gone are people, bookings, runs, papers, stated needs, mails, the journal, invented evidence, rooms and firms, the demo's texts and users.
    Values inside a module or course that are marked as example keep their mark until the office corrects them. Returns how many rows went.

    Raises:
        ValueError: the campus is no demo; nothing was changed.
    """
    _must_be_demo(campus)
    with scope(campus=campus):
        gone = _remove_all_but(campus, OUTLIVES_THE_DEMO)
        gone += sum(_raw_delete(model.objects.filter(page__example=True)) for model in (PageVersion, Picture))
        gone += sum(_raw_delete(model.objects.filter(example=True)) for model in INVENTED_ROWS)
        for email in set(Role.objects.values_list("user__email", flat=True)):
            if email.endswith((DEMO_DOMAIN, EXAMPLE_DOMAIN)):
                forget(email=email)
    campus.is_demo = False
    campus.save()
    note(by=SYSTEM, deed="campuses.demo_left", thing=campus, now=now)
    return gone


def not_arrived(*, mails: models.QuerySet[Mail], came_back: bool) -> None:
    """Part of loading a demo: mails that the receiver's server sent back, or that ours could not hand over."""
    gone = {"tries": 1, "state": Mail.State.FAILED, "last_error": "SMTPRecipientsRefused 550"}
    if came_back:
        later = models.F("made_at") + timedelta(minutes=4)
        gone = {**SENT, "bounced_at": later, "bounce_code": "5.1.1"}
    mails.update(**gone)


def delivered(*, campus: Campus) -> None:
    """Part of loading a demo: whatever still waits has left, so that no server is ever asked to send it."""
    Mail.objects.filter(campus=campus, state=Mail.State.WAITING).update(**SENT)


def _must_be_demo(campus: Campus) -> None:
    if not campus.is_demo:
        raise ValueError("This is a real campus; only a demo is emptied.")


def _remove_all_but(campus: Campus, stays: Collection[Model]) -> int:
    renew(campus=campus)
    for sweep in (sweep_files, sweep_pictures):
        transaction.on_commit(partial(sweep, older_than_s=-1))  # rows go past their own actions, so files stay behind
    return sum(_raw_delete(rows) for rows in _rows(campus, stays))


def _rows(campus: Campus, stays: Collection[Model]) -> Iterator[models.QuerySet[Any]]:
    """Rows of every table that belongs to a campus; the tables between many and many first."""
    goes = [model for model in apps.get_models() if model not in stays and _is_of_campus(model)]
    for model in goes:
        for field in model._meta.many_to_many:
            through: Any = field.remote_field.through
            yield through._base_manager.filter(**{f"{field.m2m_field_name()}__campus": campus})
    for model in reversed(goes):
        yield model._base_manager.filter(campus=campus)


def _is_of_campus(model: Model) -> bool:
    return any(isinstance(field, ForeignKey) and field.name == "campus" for field in model._meta.concrete_fields)


def _raw_delete(rows: models.QuerySet[Any]) -> int:
    """Without asking each relation: all of them go in one transaction, whose end checks them."""
    gone: int = rows._raw_delete(using=rows.db)  # noqa: SLF001  Django's own fast path
    return gone
