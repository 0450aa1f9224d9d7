"""What a topic stands on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from glascampus.commons.roles.access import is_office
from glascampus.engines.disclosure import Disclosed, protect_one
from glascampus.stations.needs import rules, words
from glascampus.stations.needs.models import Evidence, Topic
from glascampus.stations.needs.reads.statements import counted
from glascampus.stations.needs.reads.topics import TopicRow, row_of, topics_seen_by
from glascampus.stations.needs.rules import Found, Said


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One piece of evidence as a page shows it; ``evidence`` is None for what firms stated here."""

    kind: str
    says: str
    firms: str
    dated: str
    source_title: str = ""
    source_url: str = ""
    example: bool = False
    evidence: Evidence | None = None


def evidence_seen_by(user: Any) -> QuerySet[Evidence]:
    """The rows themselves, to be worked on: the office's."""
    return Evidence.objects.select_related("topic") if is_office(user) else Evidence.objects.none()


def evidence_rows(topic: Topic, user: Any) -> list[EvidenceRow]:
    """What a topic stands on, newest first: what was stated here as one row, then each piece of evidence.

    A count of one or two firms is not shown. What was stated stays one row with its span of time: rows for each month
    beside a total would give small months away.
    """
    return _evidence_rows(topic.evidence.all(), _stated(topic), exact=is_office(user))


def topic_with_evidence(slug: str, user: Any) -> tuple[TopicRow, list[EvidenceRow]] | None:
    """A topic's row and what it stands on; two queries: a row per piece of evidence, and what was stated."""
    fields = {f"of_{field.attname}": field.attname for field in Evidence._meta.concrete_fields}
    joined: QuerySet[Any] = (
        topics_seen_by(user)
        .filter(slug=slug)
        .annotate(**{name: F(f"evidence__{field}") for name, field in fields.items()})
    )
    rows = list(joined.order_by("-of_dated", "of_id"))
    if not rows:
        return None
    pieces = [Evidence(**{field: getattr(row, name) for name, field in fields.items()}) for row in rows if row.of_id]
    topic, exact, stated = rows[0], is_office(user), _stated(rows[0])
    said = [Said(firm, people) for _, firm, people in stated]
    found = [Found(piece.kind, piece.firms, piece.people) for piece in pieces]
    return row_of(topic, said, found, exact=exact), _evidence_rows(pieces, stated, exact=exact)


def _stated(topic: Topic) -> list[tuple[datetime, str, int]]:
    return list(counted().filter(topic=topic).order_by("stated_at").values_list("stated_at", "firm", "people"))


def _evidence_rows(
    pieces: Iterable[Evidence], stated: list[tuple[datetime, str, int]], *, exact: bool
) -> list[EvidenceRow]:
    rows = [_evidence_row(piece, exact=exact) for piece in pieces]
    return [_stated_row(stated, exact=exact), *rows] if stated else rows


def _evidence_row(evidence: Evidence, *, exact: bool) -> EvidenceRow:
    count = evidence.firms or 0
    shown = Disclosed(count, "exact") if exact else protect_one(count)
    firms = words.firms_text(shown) if shown.kind == "exact" else ""
    return EvidenceRow(
        str(evidence.get_kind_display()), str(evidence.says), firms, words.dated_text(evidence.dated),
        evidence.source_title, evidence.source_url, evidence.example, evidence,
    )  # fmt: skip


def _stated_row(stated: list[tuple[datetime, str, int]], *, exact: bool) -> EvidenceRow:
    count = rules.firms_of([Said(firm, people) for _, firm, people in stated])
    shown = Disclosed(count, "exact") if exact else protect_one(count)
    firms = words.firms_text(shown) if shown.kind == "exact" else ""
    months = [words.month_text(stated[0][0]), words.month_text(stated[-1][0])]
    return EvidenceRow(str(Evidence.Kind.STATED.label), words.stated_text(), firms, words.span_text(*months))
