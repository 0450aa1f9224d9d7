"""What the office does with a statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from glascampus.basics.reason import Refusal
from glascampus.commons.journal.actions import keep, note, remove
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.roles.access import demand
from glascampus.commons.roles.actions import time_to_undo
from glascampus.stations.needs import rules
from glascampus.stations.needs.access import may_change_needs
from glascampus.stations.needs.actions.made import firm_key, mail_reporter, new_statement
from glascampus.stations.needs.actions.topics import with_slug
from glascampus.stations.needs.models import Answer, Statement, Topic


class SplitMustFit(Refusal):
    """The parts do not make up the whole."""

    code = "split_must_fit"


class PartKeepsPeople(Refusal):
    """The number of people belongs to a split."""

    code = "part_keeps_people"


class AlreadySplit(Refusal):
    """The parts count, not the whole."""

    code = "already_split"


class NotConfirmed(Refusal):
    """The reporter has not confirmed it by mail."""

    code = "not_confirmed"


def _ready(statement: Statement, by: Any) -> None:
    demand(may_change_needs(by))
    if not statement.confirmed_at:
        raise NotConfirmed
    if statement.parts.exists():
        raise AlreadySplit


@transaction.atomic
def join(*, statement: Statement, topic: Topic | None, by: Any, now: datetime) -> Statement:
    """Join a statement to a topic; None takes it out again.

    Raises:
        NotAllowed, NotConfirmed, AlreadySplit
    """
    _ready(statement, by)
    deed = "needs.joined" if topic else "needs.parted"
    return keep(thing=statement, by=by, now=now, deed=deed, values={"topic": topic})


@transaction.atomic
def topic_from(*, statement: Statement, by: Any, now: datetime, **values: Any) -> Topic:
    """Make a topic and join the statement to it: one deed.

    Raises:
        NotAllowed, NotConfirmed, AlreadySplit
    """
    _ready(statement, by)
    topic = with_slug(Topic(campus=statement.campus, made_at=now), values)
    keep(thing=topic, by=by, now=now, deed="needs.topic_made_from_statement", values=values)
    statement.topic = topic
    statement.save()
    return topic


@transaction.atomic
def split(*, statement: Statement, parts: Sequence[tuple[str, int]], by: Any, now: datetime) -> list[Statement]:
    """Make several statements of one. Parts keep reporter, date and confirmation; nobody is lost or invented.

    Raises:
        SplitMustFit: fewer than two parts, or their people do not add up.
        NotAllowed, NotConfirmed, AlreadySplit
    """
    _ready(statement, by)
    if not rules.split_fits(statement.people, [people for _, people in parts]):
        raise SplitMustFit(people=statement.people)
    made = [_part(statement, wish, people) for wish, people in parts]
    statement.topic = None
    statement.save()
    note(by=by, deed="needs.split", thing=statement, now=now, parts=[part.pk for part in made])
    return made


def _part(whole: Statement, wish: str, people: int) -> Statement:
    part = new_statement(Statement(campus=whole.campus, split_from=whole), whole.organisation_name)
    for name in ("organisation", "firm", "email", "language", "stated_at", "confirmed_at", "wanted_by", "example"):
        setattr(part, name, getattr(whole, name))
    part.wish, part.people = wish, people
    part.full_clean()
    part.save()
    return part


@transaction.atomic
def correct(
    *, statement: Statement, by: Any, now: datetime, wish: str, people: int, wanted_by: date | None,
    organisation_name: str, organisation: Organisation | None = None,
) -> Statement:  # fmt: skip
    """Correct what was written down.

    Raises:
        PartKeepsPeople: a part, or a whole that was split, keeps its number of people.
        NotAllowed: not the office.
    """
    demand(may_change_needs(by))
    bound = statement.split_from_id or statement.parts.exists()
    if bound and people != Statement.objects.values_list("people", flat=True).get(pk=statement.pk):
        raise PartKeepsPeople(field="people")
    name = " ".join(organisation_name.split())
    firm = firm_key(organisation.name if organisation else name)
    values = {
        "wish": wish,
        "people": people,
        "wanted_by": wanted_by,
        "organisation_name": name,
        "organisation": organisation,
    }
    if not statement.erased_at:
        values["firm"] = firm
    return keep(thing=statement, by=by, now=now, deed="needs.corrected", values=values)


@transaction.atomic
def answer(*, statement: Statement, text: str, by: Any, now: datetime) -> Answer:
    """Write back to the reporter; the mail carries the private link. The same words within a minute are the same answer.

    Raises:
        NotAllowed, NotConfirmed
    """
    demand(may_change_needs(by))
    if not statement.confirmed_at:
        raise NotConfirmed
    just = Answer.objects.filter(statement=statement, text=text, at__gt=now - rules.SAME_WITHIN).first()
    if just is not None:
        return just
    made = keep(
        thing=Answer(campus=statement.campus, statement=statement, text=text, at=now),
        by=by,
        now=now,
        deed="needs.answered",
    )
    with time_to_undo(by=by, now=now):
        mail_reporter(statement, "answer", now, text=text)
    return made


@transaction.atomic
def remove_statement(*, statement: Statement, by: Any, now: datetime) -> None:
    """Remove a statement that was a joke or spam; one that was split is kept by its parts.

    Raises:
        NotAllowed, StillUsed
    """
    demand(may_change_needs(by))
    if statement.split_from_id:
        raise PartKeepsPeople
    remove(thing=statement, by=by, now=now, deed="needs.statement_removed")
