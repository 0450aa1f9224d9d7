"""The thread's figures by quarter, as a funder may read them: counts only, small ones hidden, no person and no firm named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from glascampus.engines.disclosure import Disclosed, protect, protect_views
from glascampus.stations.courses.models import Course, Run
from glascampus.stations.credentials import reads as credentials
from glascampus.stations.credentials.models import Attendance, Credential
from glascampus.stations.curriculum.models import Module
from glascampus.stations.impact import rules, words
from glascampus.stations.impact.reads import Connected
from glascampus.stations.impact.rules import EXACT, MEASURES, Counts, Key, quarter_of


@dataclass(frozen=True, slots=True)
class Row:
    """One measure over the quarters asked for; ``total`` is what may be said of them together."""

    code: str
    station: str
    label: str
    definition: str
    cells: tuple[str, ...]
    total: str
    names: tuple[str, ...]

    @property
    def dated(self) -> list[tuple[str, str]]:
        """Each cell with the name of its quarter, which a phone shows beside it."""
        return list(zip(self.names, self.cells, strict=True))


@dataclass(frozen=True, slots=True)
class Table:
    """The quarters asked for, every quarter there is to choose from, and a row per measure."""

    quarters: tuple[Key, ...]
    choice: tuple[Key, ...]
    rows: tuple[Row, ...]

    @property
    def names(self) -> list[str]:
        """Each quarter as a heading."""
        return [words.quarter(key) for key in self.quarters]


def table(now: datetime, first: Key | None = None, last: Key | None = None) -> Table:
    """Figures from quarter ``first`` to ``last`` (default: the last four); seven queries.

    What is hidden is decided once, over all quarters there are: whichever span is asked for, its cells are the same, so
    that subtracting one span from another reveals no more than the whole table shows. A span's total is printed only
    where each of its cells is; else as "at least". Limits: yesterday's table beside today's.
    """
    counts = _counts(now)
    choice = rules.quarters_from(counts, now)
    chosen = rules.chosen(choice, first, last)
    shown = _protected({code: [counts[code][key] for key in choice] for code in MEASURES})
    begin = choice.index(chosen[0])
    names = tuple(words.quarter(key) for key in chosen)
    rows = [_row(code, shown[code][begin : begin + len(chosen)], names) for code in MEASURES]
    return Table(chosen, choice, tuple(rows))


def _protected(counts: Mapping[str, Sequence[int]]) -> dict[str, Sequence[Disclosed]]:
    """Every cell as it may be read. Who failed an assessment follows from papers less certificates, so both are looked at
    together; hours stand only where the people behind them may be counted.
    """
    shown: dict[str, Sequence[Disclosed]] = {
        code: [Disclosed(n, "exact") for n in row] if code in EXACT else tuple(protect(row))
        for code, row in counts.items()
    }
    papers, certificates = protect_views(counts["papers"], counts["certificates"])
    shown["papers"], shown["certificates"] = tuple(papers), tuple(certificates)
    shown["hours_attended"] = [
        Disclosed(n, "exact") if people.kind == "exact" else Disclosed(None, "hidden")
        for n, people in zip(counts["hours_attended"], shown["people_attended"], strict=True)
    ]
    return shown


def _row(code: str, cells: Sequence[Disclosed], names: tuple[str, ...]) -> Row:
    known = sum(cell.value or 0 for cell in cells)
    total = words.shown(known, rules.Unit.COUNT)
    complete = all(cell.kind == "exact" for cell in cells)
    return Row(
        code, MEASURES[code], str(words.MEASURES[code]), str(words.MEASURED[code]), tuple(words.cell(cell) for cell in cells),
        total if complete else words.at_least(total) if known else words.hidden(), names,
    )  # fmt: skip


def _counts(now: datetime) -> Counts:
    """Every measure by quarter, unprotected: not for any page."""
    counts = rules.empty_counts()
    connected = Connected(now)
    firms = {(quarter_of(one.at), one.firm) for one in connected.asked if one.firm}
    for one in connected.asked:
        counts["needs_stated"][quarter_of(one.at)] += 1
    for key, _firm in firms:
        counts["firms_stated"][key] += 1
    for at in Module.objects.filter(state=Module.State.PUBLISHED).values_list("made_at", flat=True):
        counts["modules_made"][quarter_of(at)] += 1
    for at in Course.objects.filter(state=Course.State.PUBLISHED).values_list("made_at", flat=True):
        counts["courses_made"][quarter_of(at)] += 1
    _count_runs(counts, connected, now)
    for kind, at in Credential.objects.filter(state__in=credentials.COUNTED).values_list("kind", "issued_at"):
        counts["papers"][quarter_of(at)] += 1
        counts["certificates"][quarter_of(at)] += kind == Credential.Kind.CERTIFICATE
    return counts


def _count_runs(counts: Counts, connected: Connected, now: datetime) -> None:
    """Runs that have begun, by the quarter in which they did, with seats, people and their hours."""
    for run in connected.counted_runs:
        if run.starts_at is None or run.starts_at > now or run.state == Run.State.PLANNED:
            continue
        key = quarter_of(run.starts_at)
        if run.state == Run.State.CANCELLED:
            counts["runs_cancelled"][key] += 1
            continue
        counts["runs_held"][key] += run.state == Run.State.DONE or bool(run.ends_at and run.ends_at <= now)
        counts["seats_booked"][key] += run.booked
        counts["people_attended"][key] += run.came
    for key, minutes in _minutes().items():
        counts["hours_attended"][key] += minutes // 60


def _minutes() -> dict[Key, int]:
    """Minutes that people spent in meetings, by the quarter in which the run began."""
    found: dict[Key, int] = {}
    there = Attendance.objects.filter(present=True, session__run__starts_at__isnull=False).order_by()
    rows = there.values_list("session__run__starts_at", "session__starts_at", "session__ends_at")
    for run_at, starts, ends, people in rows.annotate(n=Count("pk")):
        key = quarter_of(run_at)
        found[key] = found.get(key, 0) + people * int((ends - starts).total_seconds() // 60)
    return found
