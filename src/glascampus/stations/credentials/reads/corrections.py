"""What would have to be issued anew, and what a paper has been through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from glascampus.commons.journal.models import Line
from glascampus.stations.courses.models import Run
from glascampus.stations.credentials.models import Credential
from glascampus.stations.credentials.reads.papers import papers_of
from glascampus.stations.credentials.reads.sheets import SheetRow, sheet
from glascampus.stations.credentials.rules import Kind, kind_of, why


@dataclass(frozen=True, slots=True)
class Change:
    """A seat whose paper no longer says what is noted; ``paper`` None: there was never one, ``row.kind`` None: not earned."""

    row: SheetRow
    paper: Credential | None

    @property
    def deed(self) -> str:
        """``issue``, ``replace`` or ``withdraw``."""
        if self.paper is None:
            return "issue"
        return "replace" if self.row.kind else "withdraw"


def changes(
    run: Run, now: datetime, *, instead: Mapping[tuple[int, int], bool] | None = None,
    passed_instead: Mapping[int, bool] | None = None,
) -> list[Change]:  # fmt: skip
    """What would follow if the attendance of ``run`` were ``instead``; eight queries.

    Who once had a paper that was taken back gets no other one here: that is a decision about one person.
    """
    whole = sheet(run, now, instead=instead, passed_instead=passed_instead)
    valid = papers_of(run)
    had = set(Credential.objects.filter(seat__run=run).values_list("seat_id", flat=True))
    found = []
    for row in whole.rows:
        if (paper := valid.get(row.seat.pk)) is not None:
            found.append(change_of(paper, row))
        elif row.kind and row.seat.pk not in had:
            found.append(Change(row, None))
    return [change for change in found if change is not None]


def change_of(paper: Credential, row: SheetRow) -> Change | None:
    """Whether a paper says something else than ``row``; the share it needs is the one of the day it was issued."""
    need = int(paper.content.get("why", {}).get("need", 0))
    kind = kind_of(row.evidence, minimum_percent=need)
    row = replace(row, kind=kind if isinstance(kind, Kind) else None, why=why(row.evidence, minimum_percent=need))
    said = (paper.person_name, paper.kind, paper.content["attended_minutes"], paper.content["planned_minutes"])
    noted = (row.name, row.kind, row.evidence.attended_minutes, row.evidence.planned_minutes)
    return None if said == noted else Change(row, paper)


def named(row: SheetRow, given_name: str, family_name: str) -> SheetRow:
    """The row as if the person were called so."""
    return replace(row, name=f"{given_name} {family_name}".strip())


@dataclass(frozen=True, slots=True)
class Past:
    """One line of a paper's history, for the office: when, what, and the true reason."""

    at: datetime
    deed: str
    why: str
    paper: Credential


def history_of(paper: Credential) -> list[Past]:
    """Everything that happened to this paper and to all others of the same seat, oldest first; two queries."""
    papers = {one.pk: one for one in Credential.objects.filter(seat=paper.seat_id)}
    lines = Line.objects.filter(thing_kind="credentials.credential", thing_id__in=papers).order_by("pk")
    return [Past(line.at, line.deed, str(line.facts.get("why", "")), papers[line.thing_id or 0]) for line in lines]
