"""Statements: who may see them, which count, and how far they have come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from glascampus.commons.organisations.reads import organisations_of
from glascampus.commons.people.reads import mailbox_of
from glascampus.commons.roles.access import is_office
from glascampus.stations.needs import rules
from glascampus.stations.needs.models import Answer, Statement
from glascampus.stations.needs.rules import Stage


def statements_seen_by(user: Any) -> QuerySet[Statement]:
    """The office sees all, everyone else none; who holds a private link comes by ``statement_by_token``."""
    return Statement.objects.all() if is_office(user) else Statement.objects.none()


def own_statements_seen_by(user: Any) -> QuerySet[Any]:
    """What somebody stated from the mailbox they have proven, newest first, with counts of parts and answers."""
    mail = mailbox_of(user)
    return _whole_statements(Q(email__iexact=mail) if mail else Q(pk__in=[]))


def firm_statements_seen_by(user: Any) -> QuerySet[Any]:
    """What was stated for an organisation for which ``user`` acts; a typed name opens nothing."""
    return _whole_statements(Q(organisation__in=organisations_of(user)))


def _whole_statements(which: Q) -> QuerySet[Any]:
    whole = Statement.objects.filter(which, split_from=None).select_related("topic")
    return whole.annotate(part_count=Count("parts", distinct=True), answer_count=Count("answers", distinct=True))


def counted() -> QuerySet[Statement]:
    """Statements that count: confirmed, and not split into parts that count instead."""
    return Statement.objects.filter(confirmed_at__isnull=False).exclude(
        Exists(Statement.objects.filter(split_from=OuterRef("pk")))
    )


def stated_between(since: datetime, now: datetime) -> tuple[int, int]:
    """How many needs were stated and confirmed within a time, and for how many people."""
    found = counted().filter(stated_at__gte=since, stated_at__lt=now).aggregate(n=Count("pk"), people=Sum("people"))
    return found["n"], found["people"] or 0


def stage_of(statement: Statement) -> Stage:
    """How far a statement has come; asks for its parts unless they were counted already."""
    parts = getattr(statement, "part_count", None)
    split = statement.parts.exists() if parts is None else bool(parts)
    return rules.stage_of(confirmed=bool(statement.confirmed_at), joined=bool(statement.topic_id), split=split)


def parts_of(statement: Statement) -> list[Statement]:
    """What a statement was split into."""
    return list(statement.parts.select_related("topic").order_by("pk"))


def answers_of(statement: Statement) -> list[Answer]:
    """What the office wrote back, oldest first; a part also shows what was answered to the whole."""
    whole = [pk for pk in (statement.pk, statement.split_from_id) if pk]
    return list(Answer.objects.filter(statement__in=whole))


def answered_ids() -> set[int]:
    """Statements that got an answer, themselves or as the whole they were split from."""
    direct = set(Answer.objects.values_list("statement_id", flat=True))
    return direct | set(Statement.objects.filter(split_from__in=direct).values_list("pk", flat=True))
