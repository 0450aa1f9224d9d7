"""Stating a need and confirming it; what the office does with it; topics and their evidence."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django_scopes import scopes_disabled

from glascampus.basics.reason import Refusal
from glascampus.basics.tokens import fingerprint
from glascampus.commons.campuses.models import Campus
from glascampus.commons.campuses.reads import link_token
from glascampus.commons.journal.actions import keep, note, remove
from glascampus.commons.journal.rules import Actor
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.outbox.actions import post
from glascampus.commons.roles.access import demand
from glascampus.commons.roles.actions import time_to_undo
from glascampus.stations.needs import reads, rules
from glascampus.stations.needs.access import may_change_needs
from glascampus.stations.needs.models import Answer, Evidence, Statement, Topic


class TooManyMails(Refusal):
    """This mailbox got enough unconfirmed mails today."""

    code = "too_many_mails"


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


class NoSuchDay(Refusal):
    """A date of evidence is a year, a month or a day."""

    code = "no_such_day"


# Stating a need


@transaction.atomic
def state_need(
    *, campus: Campus, wish: str, people: int, by: Any, now: datetime, email: str = "", wanted_by: date | None = None,
    organisation_name: str = "", language: str = "de", on_behalf: bool = False, example: bool = False,
) -> Statement:  # fmt: skip
    """Note a need. It counts once the link mailed to ``email`` was confirmed; the same words within a minute are the same need.

    ``on_behalf``: the office writes down what it was told (by phone, at the door): confirmed at once, e-mail optional.

    Raises:
        TooManyMails: two needs of this mailbox from the last day still wait for confirmation.
        NotAllowed: ``on_behalf`` by somebody else than the office.
    """
    demand(not on_behalf or may_change_needs(by))
    if same := _just_stated(wish, people, email, organisation_name, now):
        return same
    if not on_behalf:
        _spare_mailbox(email, now)
    statement = _new(Statement(campus=campus, confirmed_at=now if on_behalf else None), organisation_name)
    keep(
        thing=statement, by=by, now=now, deed="needs.stated_on_behalf" if on_behalf else "needs.stated",
        values={"wish": wish, "people": people, "wanted_by": wanted_by, "email": email.strip().lower(),
                "language": language, "stated_at": now, "example": example},
    )  # fmt: skip
    _mail(statement, "confirmed" if on_behalf else "confirm", now)
    return statement


def _just_stated(wish: str, people: int, email: str, firm: str, now: datetime) -> Statement | None:
    return Statement.objects.filter(
        wish=wish,
        people=people,
        email__iexact=email.strip(),
        organisation_name=firm.strip(),
        stated_at__gt=now - rules.SAME_WITHIN,
    ).first()


def _spare_mailbox(email: str, now: datetime) -> None:
    """Nobody's mailbox can be flooded from the public form; who confirms may state as many needs as there are."""
    day = now - rules.MAILS_WITHIN
    waiting = Statement.objects.filter(email__iexact=email.strip(), confirmed_at=None, stated_at__gt=day)
    if waiting.count() >= rules.MAILS_A_DAY:
        raise TooManyMails(field="email", most=rules.MAILS_A_DAY)


def _new(statement: Statement, firm: str) -> Statement:
    """Give a new statement its code, the fingerprints of its two links and the key of its firm."""
    statement.code = f"B-{''.join(secrets.choice('23456789ABCDEFGHJKMNPQRSTVWXYZ') for _ in range(10))}"
    statement.link = fingerprint(reads.token_of(statement))
    statement.confirm_link = fingerprint(reads.confirm_token_of(statement))
    statement.organisation_name = " ".join(firm.split())
    statement.firm = firm_key(statement.organisation_name)
    return statement


def firm_key(name: str) -> str:
    """The same for the same firm, whatever case or space; made with the campus's key, so that it cannot be guessed back."""
    return fingerprint(link_token("needs.firm", rules.plain(name))) if name.strip() else ""


def _mail(statement: Statement, template: str, now: datetime, **context: object) -> None:
    if not statement.email:
        return
    tokens = {"token": reads.token_of(statement), "confirm_token": reads.confirm_token_of(statement)}
    post(
        campus=statement.campus, to=statement.email, template=f"needs/mail/{template}.txt", language=statement.language,
        context={"statement": statement, **tokens, **context}, now=now, about=statement,
    )  # fmt: skip


@transaction.atomic
def confirm_statement(*, token: str, now: datetime) -> Statement | None:
    """Let a need count and mail the lasting private link. Again: the same statement, nothing changes. None: no such link."""
    statement = reads.statement_to_confirm(token)
    if statement is None or statement.confirmed_at:
        return statement
    if not Statement.objects.filter(pk=statement.pk, confirmed_at=None).update(confirmed_at=now):
        return statement
    statement.confirmed_at = now
    note(by=Actor("statement_link", statement.pk), deed="needs.confirmed", thing=statement, now=now)
    _mail(statement, "confirmed", now)
    return statement


def forget_unconfirmed(*, now: datetime) -> int:
    """Remove needs nobody confirmed within two weeks, on every campus; returns how many."""
    with scopes_disabled():
        old = Statement.objects.filter(confirmed_at=None, stated_at__lt=now - rules.UNCONFIRMED_STAYS)
        return old.delete()[0]


# The office's work on a statement


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
    topic = _with_slug(Topic(campus=statement.campus, made_at=now), values)
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
    part = _new(Statement(campus=whole.campus, split_from=whole), whole.organisation_name)
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
        _mail(statement, "answer", now, text=text)
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


def forget(*, email: str, now: datetime) -> dict[str, int]:
    """Part of ``people erase``, which writes the line: statements stay as numbers without a word of the person.

    Unconfirmed ones never counted and go. A firm stays one firm, under a new random key.
    """
    mine = Statement.objects.filter(email__iexact=email)
    gone = mine.filter(confirmed_at=None).delete()[0]
    answers = Answer.objects.filter(statement__in=mine).update(text="")
    keys = {firm: fingerprint(secrets.token_hex(20)) for firm in mine.exclude(firm="").values_list("firm", flat=True)}
    for old, new in keys.items():
        mine.filter(firm=old).update(firm=new)
    changed = mine.update(wish="", organisation_name="", organisation=None, email="", erased_at=now)
    return {"needs.statement": gone + changed, "needs.answer": answers}


def end_statements(rows: QuerySet[Statement], now: datetime) -> int:
    """Part of the daily end of what is past, which writes the line: the words go, the numbers stay as proof of demand."""
    pks = list(rows.values_list("pk", flat=True))
    ended = Statement.objects.filter(pk__in=pks)
    Answer.objects.filter(statement__in=pks).update(text="")
    for key in ended.exclude(firm="").values_list("firm", flat=True).distinct():
        ended.filter(firm=key).update(firm=fingerprint(secrets.token_hex(20)))
    return ended.update(wish="", organisation_name="", organisation=None, email="", erased_at=now)


# Topics and evidence


@transaction.atomic
def keep_topic(*, topic: Topic, by: Any, now: datetime, **values: Any) -> Topic:
    """Store a new or changed topic. A new one gets an address from its title; a known one keeps its address.

    Raises:
        NotAllowed: not the office.
    """
    demand(may_change_needs(by))
    deed = "needs.topic_changed" if topic.pk else "needs.topic_made"
    if not topic.pk:
        topic.made_at = now
        _with_slug(topic, values)
    return keep(thing=topic, by=by, now=now, deed=deed, values=values)


def _with_slug(topic: Topic, values: dict[str, Any]) -> Topic:
    """An address nobody has yet: the title, with a number behind it where it is taken."""
    wanted = values.pop("slug", "") or topic.slug
    if wanted:
        topic.slug = wanted
        return topic
    stem = rules.slug_of(str(values.get("title_de") or topic.title_de))
    taken = rules.RESERVED | set(Topic.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    topic.slug = next(
        slug for n in range(1, len(taken) + 2) if (slug := stem if n == 1 else f"{stem}-{n}") not in taken
    )
    return topic


@transaction.atomic
def remove_topic(*, topic: Topic, by: Any, now: datetime) -> None:
    """Delete a topic with its evidence; one that statements or modules lean on stays.

    Raises:
        NotAllowed, StillUsed
    """
    demand(may_change_needs(by))
    remove(thing=topic, by=by, now=now, deed="needs.topic_removed")


@transaction.atomic
def keep_evidence(*, evidence: Evidence, by: Any, now: datetime, **values: Any) -> Evidence:
    """Store new or changed evidence.

    Raises:
        NoSuchDay: ``dated`` is no year, month or day.
        NotAllowed: not the office.
    """
    demand(may_change_needs(by))
    dated = values.get("dated", evidence.dated)
    if dated and rules.day_of(dated) is None:
        raise NoSuchDay(field="dated")
    deed = "needs.evidence_changed" if evidence.pk else "needs.evidence_added"
    return keep(thing=evidence, by=by, now=now, deed=deed, values=values)


def add_evidence(*, topic: Topic, by: Any, now: datetime, **values: Any) -> Evidence:
    """New evidence for a topic: ``kind``, ``says_de``, ``says_en``, ``firms``, ``people``, ``dated``, ``source_title``, ``source_url``."""
    return keep_evidence(evidence=Evidence(campus=topic.campus, topic=topic), by=by, now=now, **values)


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: Any, now: datetime) -> None:
    """Delete one piece of evidence.

    Raises:
        NotAllowed: not the office.
    """
    demand(may_change_needs(by))
    remove(thing=evidence, by=by, now=now, deed="needs.evidence_removed")
