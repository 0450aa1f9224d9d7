"""Topics, evidence, and needs as people state them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.rules import GUEST, SYSTEM
from glascampus.stations.needs import actions, reads
from glascampus.stations.needs.models import Evidence, Statement, Topic
from tests.build.commons import NOW


def topic(campus: Campus, title_de: str = "Glasfehler erkennen", **values: Any) -> Topic:
    """A topic without evidence."""
    return actions.keep_topic(topic=Topic(campus=campus), by=SYSTEM, now=NOW, title_de=title_de, **values)


def evidence(topic: Topic, **values: Any) -> Evidence:
    """An interview, unless said otherwise."""
    values = {"kind": "interview", "says_de": "Neue Leute erkennen Blasen nicht.", "dated": "2026-05", **values}
    return actions.add_evidence(topic=topic, by=SYSTEM, now=NOW, **values)


def stated(
    campus: Campus, wish: str = "Blasen von Steinchen unterscheiden", *, now: datetime = NOW, **values: Any
) -> Statement:
    """A need that waits for its confirmation."""
    values = {"people": 6, "email": "hr@example.org", "organisation_name": "Beispielbetrieb Nord GmbH", **values}
    return actions.state_need(campus=campus, wish=wish, by=GUEST, now=now, **values)


def confirmed(campus: Campus, topic: Topic | None = None, **values: Any) -> Statement:
    """A confirmed need, joined to ``topic`` if there is one."""
    statement = stated(campus, **values)
    actions.confirm_statement(token=reads.confirm_token_of(statement), now=values.get("now", NOW))
    statement.refresh_from_db()
    return actions.join(statement=statement, topic=topic, by=SYSTEM, now=NOW) if topic else statement


def firms(campus: Campus, topic: Topic, count: int) -> list[Statement]:
    """So many firms state the same."""
    return [
        confirmed(
            campus, topic, wish=f"{topic}?", organisation_name=f"Betrieb {n}", email=f"hr{n}@example.org", people=2
        )
        for n in range(count)
    ]
