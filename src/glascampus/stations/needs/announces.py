"""What needs add to the lists of the whole house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from glascampus.basics.text import Text
from glascampus.commons.outbox.rules import Sample
from glascampus.commons.roll.rules import (
    BoardItem,
    Check,
    Erased,
    Fault,
    Findable,
    Keep,
    Passage,
    Personal,
    Section,
    Tick,
)
from glascampus.stations.needs import actions, reads, words
from glascampus.stations.needs.models import Statement
from glascampus.stations.needs.rules import is_overdue

HOUR_S, STATEMENTS_FOUND = 3600, 2000
STATEMENTS = "retention.statements_years"


def checks() -> list[Check]:
    """This station's piece of the thread."""
    return [Check("thread", _thread_faults)]


def _thread_faults() -> tuple[int, list[Fault]]:
    rows = reads.linked_statements()
    return len(rows), [fault for row in rows for fault in _faults_of(row)]


def _faults_of(row: reads.Linked) -> Iterator[Fault]:
    where = f"needs.statement:{row.pk}"
    if row.topic_id and row.topic_campus_id != row.campus_id:
        yield Fault(where, "its topic is missing or belongs to another campus")
    if row.topic_id and not row.is_confirmed:
        yield Fault(where, "it is joined to a topic but was never confirmed")
    if row.parts and row.topic_id:
        yield Fault(where, "it was split and still joined to a topic")
    if row.parts and sum(row.parts) != row.people:
        yield Fault(where, f"its parts hold {sum(row.parts)} people, the whole {row.people}")


def ticks() -> list[Tick]:
    """Needs nobody confirmed go after two weeks."""
    return [Tick("needs.forget_unconfirmed", HOUR_S, lambda now: actions.forget_unconfirmed(now=now))]


def retention() -> list[Keep]:
    """What stays how long."""
    return [
        Keep("needs.Topic", "what the region must learn", None),
        Keep("needs.Evidence", "why a topic is a need", None),
        Keep(
            "needs.Statement",
            gettext_lazy("ein Bedarf und was daraus wurde, für die Meldenden und als Beleg; danach bleiben nur Zahlen"),
            None,
            personal=True,
            basis="interest",
            rule=STATEMENTS,
            past=reads.statements_with_words_before,
            end=actions.end_statements,
        ),
        Keep(
            "needs.Answer",
            gettext_lazy("was zurückgeschrieben wurde"),
            None,
            personal=True,
            basis="interest",
            rule=STATEMENTS,
            goes_with="needs.Statement",
        ),
    ]


def personal() -> list[Personal]:
    """Statements are found by mailbox."""
    return [Personal("needs", reads.personal_rows, _erase)]


def _erase(email: str, now: datetime) -> Erased:
    return Erased(actions.forget(email=email, now=now))


def board(now: datetime) -> list[BoardItem]:
    """Needs that wait for the office, the longest waiting first: to be answered, or first to be put to a topic; three queries."""
    answered = reads.answered_ids()
    return [
        _item(statement, now, late=is_overdue(statement.stated_at, statement.pk in answered, now))
        for statement in reads.counted().select_related("topic").order_by("stated_at")
        if statement.pk not in answered or (statement.topic_id is None and not statement.erased_at)
    ]


def _item(statement: Statement, now: datetime, *, late: bool) -> BoardItem:
    """Who waits and for how long; after thirty days only the answer counts."""
    days, who = (now - statement.stated_at).days, statement.organisation_name or gettext("Jemand")
    title = ngettext("%(who)s wartet seit einem Tag auf Antwort", "%(who)s wartet seit %(days)s Tagen auf Antwort", days) if days else gettext("%(who)s hat heute einen Bedarf gemeldet")  # fmt: skip
    alone = (
        statement.people == 1 and not statement.organisation_name
    )  # somebody who asks for themselves is said already
    people = "" if alone else ngettext("eine Person", "%(n)s Personen", statement.people) % {"n": statement.people}
    wish = words.short(statement.wish, 80) or statement.code
    answer = late or statement.topic_id is not None
    topic = str(statement.topic.title) if statement.topic else gettext("noch keinem Thema zugeordnet")
    return BoardItem(
        title % {"who": who, "days": days}, ", ".join(filter(None, (gettext("„%(wish)s“") % {"wish": wish}, people, topic))),
        reverse("needs:office_answer" if answer else "needs:office_statement", args=[statement.pk]),
        gettext("Antwort schreiben") if answer else gettext("Zuordnen"), urgency=min(days, 90),
        section=Section.DECIDE if late else Section.US,
    )  # fmt: skip


def week(since: datetime, now: datetime) -> list[Passage]:
    """New needs of the week."""
    number, people = reads.stated_between(since, now)
    said = ngettext("Ein neuer Bedarf", "%(n)s neue Bedarfe", number) % {"n": number} if number else gettext("Kein neuer Bedarf")  # fmt: skip
    more = ngettext("für eine Person", "für %(number)s Personen", people) % {"number": people} if number else ""
    return [Passage(gettext("Bedarf in den letzten sieben Tagen"), [f"{said} {more}".strip()])]


def sitemap() -> list[tuple[str, dict[str, str]]]:
    """The list, the form, and a page for each topic."""
    topics = [("web:need", {"slug": slug}) for slug in reads.slugs()]
    return [("web:needs", {}), ("needs:report", {}), *topics]


def findable(user: Any, now: datetime) -> Iterator[Findable]:
    """Each topic."""
    for topic in reads.topics_seen_by(user):
        yield Findable("need", topic.title, "web:need", (topic.slug,), summary=topic.summary)


def office_findable(user: Any, now: datetime) -> Iterator[Findable]:
    """Topics as the office changes them, and what was stated, by whom."""
    for topic in reads.topics_seen_by(user):
        yield Findable("need", topic.title, "needs:office_topic", (topic.pk,), summary=topic.summary)
    for one in reads.statements_seen_by(user).filter(erased_at=None)[:STATEMENTS_FOUND]:
        said = Text(" · ".join(part for part in (one.code, one.organisation_name, one.email) if part))
        title = Text(words.short(one.wish, 80) or one.code)
        yield Findable("statement", title, "needs:office_statement", (one.pk,), summary=said, more=(Text(one.wish),))


def mail_samples() -> list[Sample]:
    """The newest need, to show the office's words on."""
    return [Sample("needs", reads.newest_for_mail)]
