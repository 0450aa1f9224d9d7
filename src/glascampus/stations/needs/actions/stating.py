"""Stating a need, and confirming it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django_scopes import scopes_disabled

from glascampus.basics.reason import Refusal
from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.actions import keep, note
from glascampus.commons.journal.rules import Actor
from glascampus.commons.roles.access import demand
from glascampus.stations.needs import reads, rules
from glascampus.stations.needs.access import may_change_needs
from glascampus.stations.needs.actions.made import mail_reporter, new_statement
from glascampus.stations.needs.models import Statement, Topic


class TooManyMails(Refusal):
    """This mailbox got enough unconfirmed mails today."""

    code = "too_many_mails"


@transaction.atomic
def state_need(
    *, campus: Campus, wish: str, people: int, by: Any, now: datetime, email: str = "", wanted_by: date | None = None,
    organisation_name: str = "", language: str = "de", topic: Topic | None = None,
    on_behalf: bool = False, example: bool = False,
) -> Statement:  # fmt: skip
    """Note a need. It counts once the link mailed to ``email`` was confirmed; the same words within a minute are the same need.

    ``topic`` is the one whose page it was stated from: the office is offered it when it joins the need, so that nobody
    can add firms to a topic's published figures from outside.
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
    statement = new_statement(Statement(campus=campus, confirmed_at=now if on_behalf else None), organisation_name)
    keep(
        thing=statement, by=by, now=now, deed="needs.stated_on_behalf" if on_behalf else "needs.stated",
        values={"wish": wish, "people": people, "wanted_by": wanted_by, "email": email.strip().lower(),
                "language": language, "stated_at": now, "proposed_topic": topic, "example": example},
    )  # fmt: skip
    mail_reporter(statement, "confirmed" if on_behalf else "confirm", now)
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
    mail_reporter(statement, "confirmed", now)
    return statement


def forget_unconfirmed(*, now: datetime) -> int:
    """Remove needs nobody confirmed within two weeks, on every campus; returns how many."""
    with scopes_disabled():
        old = Statement.objects.filter(confirmed_at=None, stated_at__lt=now - rules.UNCONFIRMED_STAYS)
        return old.delete()[0]
