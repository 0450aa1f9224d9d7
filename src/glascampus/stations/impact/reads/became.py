"""What became of each need."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext, ngettext

from glascampus.basics.clock import today
from glascampus.stations.courses.models import Course, Run
from glascampus.stations.curriculum.models import Module
from glascampus.stations.impact.reads.addresses import url_of
from glascampus.stations.impact.reads.connected import Connected
from glascampus.stations.needs import reads as needs
from glascampus.stations.needs.models import Topic


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a need's way: what happened, when, and where to read on."""

    text: str
    on: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class SaidDone:
    """What became of a topic. ``said_on`` is empty where too few firms said it for the day to be shown."""

    topic: Topic
    said_by: str
    said_on: date | None
    modules: tuple[Module, ...]
    courses: tuple[Course, ...]
    runs: tuple[Run, ...]
    attended: int
    issued: int

    @property
    def held(self) -> int:
        """Runs in which somebody was there."""
        return len(self.runs)

    @property
    def answered_on(self) -> date | None:
        """The day of the first run after it was said; a run from before anybody said so is no answer."""
        days = [today(run.starts_at) for run in self.runs if run.starts_at]
        return next((day for day in days if not self.said_on or day >= self.said_on), None)

    @property
    def steps(self) -> list[Step]:
        """The way so far, in order; what has not happened is left out."""
        found = [Step(gettext("gesagt: %(who)s") % {"who": self.said_by}, self.said_on)]
        if self.modules:
            found.append(_made(gettext("Modul: %(title)s"), self.modules, "web:module"))
        if self.courses:
            found.append(_made(gettext("Kurs: %(title)s"), self.courses, "web:course"))
        if self.runs and self.runs[0].starts_at:
            held = gettext("stattgefunden") if self.answered_on else gettext("schon vorher stattgefunden")
            found.append(Step(held, self.answered_on))
            found.append(Step(ngettext("%(n)s Teilnahme", "%(n)s Teilnahmen", self.attended) % {"n": self.attended}))
        if self.issued:
            found.append(Step(ngettext("%(n)s Nachweis", "%(n)s Nachweise", self.issued) % {"n": self.issued}))
        return found


def _made(says: str, things: Collection[Module | Course], route: str) -> Step:
    """The step to the first of the modules or courses that were made; its title stands in what it says."""
    first = min(things, key=lambda thing: thing.made_at)
    return Step(says % {"title": first.title}, today(first.made_at), url_of(route, first.slug))


def all_said_done(user: Any, now: datetime, connected: Connected | None = None) -> list[SaidDone]:
    """What became of each need, the farthest first, then the strongest; a fixed number of queries."""
    connected = connected or Connected(now, user)
    rows = _said_done(connected.topic_rows, connected)
    reached = {one.topic.pk: (one.held > 0, bool(one.courses), bool(one.modules)) for one in rows}
    return sorted(rows, key=lambda one: reached[one.topic.pk], reverse=True)


def said_done(topic: Topic, user: Any, now: datetime) -> SaidDone:
    """What became of one need."""
    return _said_done(needs.topic_strengths([topic.pk], user).values(), Connected(now))[0]


def _said_done(rows: Iterable[needs.TopicRow], connected: Connected) -> list[SaidDone]:
    first: dict[int, datetime] = {}
    for one in connected.asked:
        if one.topic is not None:
            first[one.topic] = min(first.get(one.topic, one.at), one.at)
    return [_one(row, first.get(row.topic.pk), connected) for row in rows]


def _one(row: needs.TopicRow, first: datetime | None, connected: Connected) -> SaidDone:
    topic = row.topic
    runs = connected.runs_of(topic.pk)
    plain = row.firms_shown.kind == "exact" and not row.at_least and row.firms_shown.value
    return SaidDone(
        topic=topic,
        said_by=row.summary,
        said_on=today(first) if first and plain else None,
        modules=tuple(connected.modules.get(topic.pk, ())),
        courses=tuple(connected.courses_of(topic.pk)),
        runs=tuple(runs),
        attended=_people_in([run.pk for run in runs], connected.attended),
        issued=sum(connected.issued.get(run.pk, 0) for run in runs),
    )


def _people_in(runs: Collection[int], attended: Mapping[int, int]) -> int:
    """Attendances by run added up: whoever came to two runs counts in both."""
    return sum(attended.get(run, 0) for run in runs)
