"""The figures along the thread, by one big query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, ngettext
from django_scopes import get_scope

from glascampus.commons.campuses.models import Campus
from glascampus.commons.roles.access import is_office
from glascampus.engines.disclosure import Disclosed, protect_views
from glascampus.stations.bookings.models import Seat
from glascampus.stations.courses.models import Course, Run
from glascampus.stations.credentials import reads as credentials
from glascampus.stations.credentials.models import Attendance, Credential
from glascampus.stations.curriculum.models import Module, ModuleAnswer
from glascampus.stations.impact import rules, words
from glascampus.stations.impact.reads.addresses import url_of
from glascampus.stations.impact.reads.connected import Connected
from glascampus.stations.impact.rules import SPECS, Asked, Unit
from glascampus.stations.needs.models import Topic


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: its value (None: not to be shown, or nothing to divide by), what to print, what it means."""

    code: str
    station: str
    value: int | None
    shown: str
    label: str
    definition: str
    list_url: str | None


@dataclass(frozen=True, slots=True)
class StationFigure:
    """One station of the front page; ``filled`` is false while there is nothing."""

    key: str
    figure: str
    text: str
    filled: bool


def figures(user: Any, now: datetime, connected: Connected | None = None) -> list[Figure]:
    """All figures in the order of the thread; ``connected`` saves asking again what the page has asked already."""
    counted, connected = _counts(now), connected or Connected(now, user)
    firms = _firms(connected.asked, rules.answered(connected.asked, connected.taught), exact=is_office(user))
    return [_figure(spec, counted, firms, office=is_office(user)) for spec in SPECS]


def _firms(asked: Sequence[Asked], got: Sequence[Asked], *, exact: bool) -> dict[str, Disclosed]:
    """How many firms asked, and how many got it.

    Others than the office see them only where no topic stands for one or two firms: the topics' own numbers are
    published, too, so that a total could be taken apart. Small totals are not shown in any case.
    """
    by_topic, got_by_topic = rules.firms_by_topic(asked), rules.firms_by_topic(got)
    whole, part = protect_views(
        [len(firms) for firms in by_topic.values()], [len(got_by_topic.get(topic, ())) for topic in by_topic]
    )
    open_whole = exact or all(cell.kind == "exact" for cell in whole)
    open_part = exact or all(cell.kind == "exact" for cell in part)
    return {
        "firms_asked": _total(by_topic.values(), shown=open_whole),
        "firms_answered": _total(got_by_topic.values(), shown=open_part),
    }


def _total(groups: Iterable[set[str]], *, shown: bool) -> Disclosed:
    return Disclosed(len(set().union(*groups)), "exact") if shown else Disclosed(None, "hidden")


def _figure(
    spec: rules.Spec, counted: Mapping[str, int | None], firms: Mapping[str, Disclosed], *, office: bool
) -> Figure:
    value = firms[spec.code].value if spec.code in firms else counted[spec.code]
    missing = words.hidden() if spec.code in firms else words.unknown()
    return Figure(
        code=spec.code,
        station=spec.station,
        value=value,
        shown=missing if value is None else words.shown(value, spec.unit),
        label=str(words.LABELS[spec.code]),
        definition=str(words.DEFINITIONS[spec.code]),
        list_url=(url_of(spec.list_route) or None) if office else None,
    )


def home_stations(user: Any, now: datetime) -> list[StationFigure]:
    """The six stations of the front page; one query."""
    n = _counts(now)
    gaps, ahead = n["gaps"] or 0, n["runs_ahead"] or 0
    no_gap = gettext("Module. Jedes Thema hat eine Antwort.")
    with_gaps = ngettext(
        "Module. %(gaps)s Thema wartet noch auf eine Antwort.",
        "Module. %(gaps)s Themen warten noch auf eine Antwort.",
        gaps,
    )
    no_date = gettext("Kurse. Zurzeit steht kein Termin fest.")
    with_dates = ngettext("Kurse. %(n)s Termin steht an.", "Kurse. %(n)s Termine stehen an.", ahead)
    told = [
        ("need", "topics", gettext("Themen, die Betriebe und Untersuchungen nennen")),
        ("curriculum", "modules", with_gaps % {"gaps": gaps} if gaps else no_gap),
        ("course", "courses", with_dates % {"n": ahead} if ahead else no_date),
        ("booking", "seats_booked", gettext("Plätze sind gebucht")),
        ("credential", "credentials", gettext("Nachweise, die alle prüfen können")),
        ("impact", "people_attended", gettext("Menschen haben teilgenommen")),
    ]
    return [StationFigure(key, words.shown(n[code] or 0, Unit.COUNT), text, bool(n[code])) for key, code, text in told]


def _counts(now: datetime) -> dict[str, int | None]:
    """Everything that is a plain count, by one query of scalar subqueries over the campus in scope."""
    over = Q(state=Run.State.DONE) | Q(state=Run.State.CONFIRMED, ends_at__lte=now)
    sat = Seat.objects.filter(state=Seat.State.SEATED)
    held = Run.objects.filter(over)
    answers = ModuleAnswer.objects.filter(topic=OuterRef("pk"), module__state=Module.State.PUBLISHED)
    counted = {
        "topics": _count(Topic.objects.all()),
        "modules": _count(Module.objects.filter(state=Module.State.PUBLISHED)),
        "gaps": _count(Topic.objects.exclude(Exists(answers))),
        "courses": _count(Course.objects.filter(state=Course.State.PUBLISHED)),
        "runs_held": _count(held),
        "runs_cancelled": _count(Run.objects.filter(state=Run.State.CANCELLED)),
        "runs_ahead": _count(Run.objects.filter(state__in=[Run.State.OPEN, Run.State.CONFIRMED], starts_at__gt=now)),
        "seats_booked": _count(sat),
        "seats_held": _count(sat.filter(run__in=held)),
        "capacity_held": _count(held, Sum("capacity")),
        "credentials": _count(Credential.objects.filter(state__in=credentials.COUNTED)),
        "people_attended": _count(Attendance.objects.filter(present=True), Count("seat__who", distinct=True)),
    }
    row: Any = Campus.objects.filter(pk=get_scope()["campus"].pk).values(**counted).get()
    n: dict[str, int | None] = dict(row)
    runs, cancelled = n["runs_held"] or 0, n["runs_cancelled"] or 0
    n["share_held"] = rules.share_percent(runs, runs + cancelled)
    n["fill_rate"] = rules.share_percent(n["seats_held"] or 0, n["capacity_held"] or 0)
    return n


def _count(rows: QuerySet[Any], what: Any = None) -> Any:
    """A scalar subquery: how many rows, 0 for none."""
    grouped = rows.order_by().values("campus").annotate(n=what or Count("pk")).values("n")
    return Coalesce(Subquery(grouped), 0)
