"""Topics and their evidence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.basics.reason import Refusal
from glascampus.basics.slugs import free_slug
from glascampus.commons.journal.actions import keep, remove
from glascampus.commons.roles.access import demand
from glascampus.stations.needs import rules
from glascampus.stations.needs.access import may_change_needs
from glascampus.stations.needs.models import Evidence, Topic


class NoSuchDay(Refusal):
    """A date of evidence is a year, a month or a day."""

    code = "no_such_day"


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
        with_slug(topic, values)
    return keep(thing=topic, by=by, now=now, deed=deed, values=values)


def with_slug(topic: Topic, values: dict[str, Any]) -> Topic:
    """An address nobody has yet: the title, with a number behind it where it is taken."""
    wanted = values.pop("slug", "") or topic.slug
    if wanted:
        topic.slug = wanted
        return topic
    stem = rules.slug_of(str(values.get("title_de") or topic.title_de))
    taken = rules.RESERVED | set(Topic.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    topic.slug = free_slug(stem, taken)
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
