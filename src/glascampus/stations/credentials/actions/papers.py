"""A paper's facts never change: how one is made, ended and mailed. Part of the other deeds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from glascampus.basics.clock import today
from glascampus.basics.reason import Refusal
from glascampus.commons.journal.actions import keep, note
from glascampus.commons.outbox.actions import post
from glascampus.commons.roles.actions import time_to_undo
from glascampus.stations.bookings.models import Seat
from glascampus.stations.courses.models import Run
from glascampus.stations.credentials import reads
from glascampus.stations.credentials.models import Credential
from glascampus.stations.credentials.reads import Sheet, SheetRow
from glascampus.stations.credentials.rules import Ended, Why
from glascampus.stations.curriculum.models import Outcome

ISSUED, REISSUED, WITHDRAWN = (f"credentials/mail/{name}.txt" for name in ("issued", "reissued", "withdrawn"))


class NotIssued(Refusal):
    """No paper follows from the evidence; nothing was changed."""


def row_of(seat: Seat, now: datetime) -> tuple[SheetRow, Sheet]:
    sheet = reads.sheet(seat.run, now)
    for row in sheet.rows:
        if row.seat.pk == seat.pk:
            return row, sheet
    raise NotIssued("not_seated")


def not_earned(row: SheetRow) -> NotIssued:
    refusal = NotIssued(row.why.code)
    refusal.reason = row.why
    return refusal


def valid_paper(credential: Credential) -> Credential:
    locked = Credential.objects.select_for_update(of=("self",))
    row = locked.select_related("seat__person", "seat__booking", "seat__run__course", "campus").get(pk=credential.pk)
    if row.state != Credential.State.VALID:
        raise NotIssued("not_valid")
    return row


def give(row: SheetRow, sheet: Sheet, by: Any, now: datetime) -> Credential:
    return store(row, {**course_facts(sheet.run), **measured(row)}, by, now)


def store(
    row: SheetRow, content: Mapping[str, Any], by: Any, now: datetime, replaces: Credential | None = None
) -> Credential:
    assert row.kind  # no caller comes here without a kind
    paper = Credential(
        campus_id=row.seat.campus_id, seat=row.seat, kind=row.kind, language=row.seat.booking.language[:2],
        person_name=row.name, content=dict(content), issued_at=now, replaces=replaces,
    )  # fmt: skip
    return keep(thing=paper, by=by, now=now, deed="credentials.issued")


def course_facts(run: Run) -> dict[str, Any]:
    """What the paper says of the course, as it stands today; it stays so when the course is edited later."""
    course, campus = run.course, run.campus
    assert run.starts_at and run.ends_at  # noqa: PT018  a closed run had sessions
    outcomes = Outcome.objects.filter(module__in=course.modules.all()).order_by("module__title_de", "position", "pk")
    return {
        "course": {"de": course.title_de, "en": course.title_en},
        "outcomes": [{"de": outcome.text_de, "en": outcome.text_en} for outcome in outcomes],
        "run": run.code,
        "first_on": today(run.starts_at).isoformat(),
        "last_on": today(run.ends_at).isoformat(),
        "issuer": {"de": campus.name_de, "en": campus.name_en},
        "place": campus.town or (run.site.town if run.site else ""),
        "example": run.example,
    }


def measured(row: SheetRow) -> dict[str, Any]:
    """Minutes, and why this kind of paper: code and numbers, no words."""
    return {
        "planned_minutes": row.evidence.planned_minutes,
        "attended_minutes": row.evidence.attended_minutes,
        "assessed": row.evidence.assessed,
        "why": {"code": row.why.code, **row.why.numbers},
    }


def end(credential: Credential, word: Ended, why: Why, by: Any, now: datetime) -> Credential:
    """The public word goes to the paper, the true reason to the journal only."""
    credential.state, credential.ended_at = word.value, now
    credential.save(update_fields=["state", "ended_at"])
    note(by=by, deed=f"credentials.{word.value}", thing=credential, now=now, why=why.value)
    return credential


def mail_papers(papers: Iterable[Credential], by: Any, now: datetime, template: str = ISSUED) -> None:
    """One mail to each person with an address; for all others one to whoever booked, with all their links."""
    boxes: dict[tuple[str, int], list[Credential]] = defaultdict(list)
    for paper in papers:
        person, booking = paper.seat.person, paper.seat.booking
        boxes[person.email or booking.booker_email, booking.pk].append(paper)
    with time_to_undo(by=by, now=now):
        for (box, _booking), theirs in boxes.items():
            if not box:
                continue
            own = bool(theirs[0].seat.person.email)
            post(
                campus=theirs[0].campus, to=box, template=template, language=theirs[0].language,
                context={"papers": theirs, "own": own, "run": theirs[0].seat.run}, now=now, about=theirs[0],
            )  # fmt: skip
