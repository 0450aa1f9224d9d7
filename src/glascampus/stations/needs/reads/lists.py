"""How the office narrows its list of statements."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from glascampus.commons.desk.reads import holding
from glascampus.stations.needs.models import Answer, Statement
from glascampus.stations.needs.reads.statements import statements_seen_by


def office_statements(user: Any) -> QuerySet[Statement]:
    """Statements for the office's list with counts of parts and answers."""
    return (
        statements_seen_by(user)
        .select_related("topic")
        .annotate(part_count=Count("parts", distinct=True), answer_count=Count("answers", distinct=True))
    )


def in_stage(rows: QuerySet[Statement], state: str) -> QuerySet[Statement]:
    """Those of ``office_statements`` that are open, joined or unconfirmed."""
    unjoined = Q(topic=None, part_count=0)
    chosen = {
        "open": Q(confirmed_at__isnull=False) & (unjoined | Q(answer_count=0, part_count=0)),
        "joined": Q(topic__isnull=False),
        "unconfirmed": Q(confirmed_at=None),
    }
    return rows.filter(chosen.get(state, Q()))


def find_statements(rows: QuerySet[Statement], words: str) -> QuerySet[Statement]:
    """Those whose wish, firm, topic or number bears the words."""
    return holding(rows, words, "wish", "organisation_name", "code", "topic__title_de", "topic__title_en")


def answered_or_not(rows: QuerySet[Statement], which: str) -> QuerySet[Statement]:
    """Those with an answer (``ja``), or without one."""
    answered = Exists(Answer.objects.filter(statement=OuterRef("pk")))
    return rows.filter(answered if which == "ja" else ~answered)
