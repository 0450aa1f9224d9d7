"""All of it: for verify, for who asks what is known of them, and for what is past."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from glascampus.stations.needs.models import Answer, Statement, Topic


@dataclass(frozen=True, slots=True)
class Linked:
    """A statement with the ends of its links, for ``verify``."""

    pk: int
    campus_id: int
    topic_id: int | None
    topic_campus_id: int | None
    is_confirmed: bool
    people: int
    parts: tuple[int, ...]


def linked_statements() -> list[Linked]:
    """Every statement with its topic's campus and the people of its parts."""
    topics = dict(Topic._base_manager.values_list("pk", "campus_id"))
    rows = list(
        Statement.objects.order_by("pk").values_list(
            "pk", "campus_id", "topic_id", "confirmed_at", "people", "split_from"
        )
    )
    parts: dict[int, list[int]] = defaultdict(list)
    for *_, people, whole in rows:
        if whole:
            parts[whole].append(people)
    return [
        Linked(
            pk,
            campus,
            topic,
            topics.get(topic) if topic else None,
            confirmed is not None,
            people,
            tuple(parts.get(pk, ())),
        )
        for pk, campus, topic, confirmed, people, _ in rows
    ]


def personal_rows(email: str) -> dict[str, list[dict[str, object]]]:
    """Everything this station keeps under a mailbox."""
    mine = Statement.objects.filter(email__iexact=email)
    fields = (
        "code",
        "wish",
        "people",
        "wanted_by",
        "organisation_name",
        "email",
        "language",
        "stated_at",
        "confirmed_at",
    )
    answers = Answer.objects.filter(statement__in=mine).values("statement__code", "text", "at")
    return {"needs.statement": list(mine.values(*fields)), "needs.answer": list(answers)}


def statements_with_words_before(before: datetime) -> QuerySet[Statement]:
    """Statements from before a moment that still hold words of the person."""
    return Statement.objects.filter(stated_at__lt=before, erased_at=None)
