"""Topics and how strong they are, as a reader may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, IntegerField, QuerySet, Value

from glascampus.commons.roles.access import is_office
from glascampus.engines.disclosure import Disclosed, protect_one
from glascampus.stations.needs import rules, words
from glascampus.stations.needs.models import Evidence, Topic
from glascampus.stations.needs.reads.statements import counted
from glascampus.stations.needs.rules import Found, Said, Strength

LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic with its strength as this reader may see it: exact for the office, without small numbers for others.

    ``would_send`` are the people firms named here; None where too few firms did for it to be shown.
    """

    topic: Topic
    strength: Strength
    firms_shown: Disclosed
    at_least: bool
    would_send: int | None

    @property
    def summary(self) -> str:
        """Says "6 Betriebe, 4 Gespräche" in the reader's language."""
        return words.evidence_text(self.strength, self.firms_shown, at_least=self.at_least)


def topics_seen_by(user: Any) -> QuerySet[Topic]:
    """Every topic is public."""
    return Topic.objects.all()


def topic_asked(user: Any, slug: str) -> Topic | None:
    """The topic at an address that somebody typed; whatever is none is no topic."""
    return topics_seen_by(user).filter(slug=slug.replace("\0", "")[:LONGEST_SLUG]).first()


def topic_rows(user: Any) -> list[TopicRow]:
    """All topics, strongest first. Others than the office see an order made of published numbers only."""
    return _rows(topics_seen_by(user), exact=is_office(user))


def topic_strengths(topic_ids: Collection[int], user: Any = None) -> dict[int, TopicRow]:
    """The rows of some topics by id; without ``user`` as the public sees them."""
    topics = topics_seen_by(user).filter(pk__in=topic_ids)
    return {row.topic.pk: row for row in _rows(topics, exact=user is not None and is_office(user))}


def rows_of(topics: Iterable[Topic], user: Any) -> list[TopicRow]:
    """The rows of topics that are at hand already, strongest first."""
    return _rows(topics, exact=is_office(user))


def rows_and_asked(user: Any) -> tuple[list[TopicRow], list[tuple[str, int | None, datetime]]]:
    """All topics as ``topic_rows``, and (firm, topic, moment) of every confirmed statement: two queries for both."""
    said, found, asked = _said_and_found()
    return _sorted_rows(topics_seen_by(user), said, found, exact=is_office(user)), asked


def find_topics(rows: Iterable[TopicRow], typed: str) -> list[TopicRow]:
    """Those of some rows whose title bears all the words, in either language."""
    parts = typed.casefold().split()
    titles = [(f"{row.topic.title_de} {row.topic.title_en}".casefold(), row) for row in rows]
    return [row for title, row in titles if all(part in title for part in parts)]


def slugs() -> list[str]:
    """Addresses of all topics."""
    return list(Topic.objects.values_list("slug", flat=True))


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers for home and impact, as the public may see them. ``firms`` counts mentions, topic by topic."""

    topics: int
    statements: Disclosed
    firms: Disclosed
    at_least: bool

    @property
    def firms_text(self) -> str:
        """Says "mindestens 6 Betriebe"."""
        return words.firms_text(self.firms, at_least=self.at_least)


def figures(public_rows: Collection[TopicRow] | None = None) -> Figures:
    """How many topics, confirmed statements and firms there are, with no number that could give a small one away.

    ``public_rows`` are all topics as the public sees them, where they are at hand already.
    """
    rows = _rows(Topic.objects.all(), exact=False) if public_rows is None else public_rows
    known = sum(row.strength.firms for row in rows)
    small = any(row.at_least or row.firms_shown.kind != "exact" for row in rows)
    statements = Disclosed(None, "hidden") if small else protect_one(counted().count())
    firms = Disclosed(known, "exact") if known or not small else Disclosed(None, "hidden")
    return Figures(len(rows), statements, firms, at_least=bool(small and known))


def _rows(topics: Iterable[Topic], *, exact: bool) -> list[TopicRow]:
    said, found, _ = _said_and_found()
    return _sorted_rows(topics, said, found, exact=exact)


def _sorted_rows(
    topics: Iterable[Topic], said: dict[int, list[Said]], found: dict[int, list[Found]], *, exact: bool
) -> list[TopicRow]:
    rows = [row_of(topic, said[topic.pk], found[topic.pk], exact=exact) for topic in topics]
    return sorted(rows, key=lambda row: (*(-n for n in row.strength.key), str(row.topic.title)))


def row_of(topic: Topic, said: list[Said], found: list[Found], *, exact: bool) -> TopicRow:
    if exact:
        strength = rules.strength_of(said, found)
        sent = sum(one.people for one in said if one.firm)
        return TopicRow(topic, strength, Disclosed(strength.firms, "exact"), at_least=False, would_send=sent)
    public = rules.public_strength(said, found)
    by_firms = rules.public_people([one for one in said if one.firm])
    hidden = not by_firms and any(one.firm for one in said)
    return TopicRow(topic, public.strength, public.firms, public.at_least, None if hidden else by_firms)


def _said_and_found() -> tuple[dict[int, list[Said]], dict[int, list[Found]], list[tuple[str, int | None, datetime]]]:
    """What was stated here and what was found elsewhere, by topic; one query, since many pages need both.

    The third part is (firm, topic, moment) of every confirmed statement, also of those without a topic.
    """
    nothing, never = Value(None, output_field=IntegerField()), Value(None, output_field=DateTimeField())
    stated = counted().order_by().values_list("topic_id", Value(""), "firm", nothing, "people", "stated_at")
    elsewhere = Evidence.objects.order_by().values_list("topic_id", "kind", Value(""), "firms", "people", never)
    said: dict[int, list[Said]] = defaultdict(list)
    found: dict[int, list[Found]] = defaultdict(list)
    asked: list[tuple[str, int | None, datetime]] = []
    for topic, kind, firm, firms, people, at in stated.union(elsewhere, all=True):
        if kind:
            found[topic].append(Found(kind, firms, people))
            continue
        asked.append((firm, topic, at))
        if topic is not None:
            said[topic].append(Said(firm, people))
    return said, found, asked
