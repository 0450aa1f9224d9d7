"""Topics with their evidence, and needs as invented firms would have stated them."""

from __future__ import annotations

from datetime import timedelta

from glascampus.commons.journal.rules import GUEST, SYSTEM
from glascampus.stations.needs import reads
from glascampus.stations.needs.actions import add_evidence, answer, confirm_statement, join, keep_topic, state_need
from glascampus.stations.needs.models import Topic
from glascampus.stations.needs.rules import slug_of
from glascampus.web.loader.crowd import PARTICIPANT
from glascampus.web.loader.loading import Loading, at, both, some, source_of
from glascampus.web.loader.reader import Row

JOINED_AFTER, ANSWERED_AFTER = timedelta(days=1), timedelta(days=6)


def load(on: Loading) -> None:
    """The first station."""
    for row in on.rows("needs", "topic"):
        _topic(on, row)
    for row in on.rows("needs", "statement"):
        _statement(on, row)


def _topic(on: Loading, row: Row) -> None:
    with at(row):
        topic = keep_topic(
            topic=Topic(campus=on.campus),
            by=SYSTEM,
            now=on.long_ago,
            slug=row["key"],
            **both(row, "title", "summary"),
            **some(row, "example"),
        )
    on.keep("topic", row["key"], topic)
    for inner in row.rows("evidence"):
        with at(inner):
            add_evidence(
                topic=topic, by=SYSTEM, now=on.long_ago, dated=inner.get("on", ""), source_url=source_of(inner), **both(inner, "says"),
                **some(inner, "kind", "firms", "people", "source_title", "example"),
            )  # fmt: skip


def _statement(on: Loading, row: Row) -> None:
    """Stated and confirmed as many days ago as the file says, then joined and, where it has one, answered."""
    stated = on.ago(row["confirmed_days_ago"])
    with at(row):
        made = state_need(
            campus=on.campus, wish=row["text_de"], people=row["people"], by=GUEST, now=stated - timedelta(hours=1), email=_mailbox(row),
            organisation_name=row.get("organisation", ""), wanted_by=on.today + timedelta(days=row["by_in_days"]),
            example=row.get("example", False),
        )  # fmt: skip
        on.keep("statement", row["key"], made)
        if not row.get("confirmed", True):
            return
        confirm_statement(token=reads.confirm_token_of(made), now=stated)
        made.refresh_from_db()
        if "topic" in row:
            join(statement=made, topic=on.get("topic", row["topic"]), by=SYSTEM, now=min(stated + JOINED_AFTER, on.now))
        if row.get("answer_de"):
            answer(statement=made, text=row["answer_de"], by=SYSTEM, now=min(stated + ANSWERED_AFTER, on.now))


def _mailbox(row: Row) -> str:
    """An invented mailbox of its own; the demo's participant's where the row is theirs."""
    return PARTICIPANT if row.get("guest") else f"{slug_of(row.get('organisation', row['key']))}@beispiel.example"
