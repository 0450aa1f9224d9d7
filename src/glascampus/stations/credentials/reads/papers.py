"""Papers: who may see them, which hold, and which are past."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from glascampus.commons.desk.reads import holding
from glascampus.commons.organisations.reads import organisations_of
from glascampus.commons.people.reads import mailbox_of
from glascampus.commons.roles.access import is_office
from glascampus.stations.courses.models import Course, Run
from glascampus.stations.credentials.models import Attendance, Credential, Result

# an erased name does not unmake the paper, nor does the end of its time
COUNTED = (Credential.State.VALID, Credential.State.EXPIRED, Credential.State.ERASED)


def credentials_seen_by(user: Any) -> QuerySet[Credential]:
    """The office sees all; who has signed in sees their own by e-mail address; others see those whose link they hold."""
    all_of_them = Credential.objects.select_related("seat__run__course", "seat__person", "seat__booking")
    if is_office(user):
        return all_of_them
    if getattr(user, "is_authenticated", False) and user.email:
        return all_of_them.filter(seat__person__email__iexact=user.email).exclude(state=Credential.State.ERASED)
    return all_of_them.none()


def own_papers_seen_by(user: Any) -> QuerySet[Credential]:
    """The papers of whoever has proven the mailbox, newest first; the office's own, too, not everybody's."""
    mail = mailbox_of(user)
    papers = Credential.objects.select_related("seat__run__course", "seat__person")
    mine = papers.filter(seat__person__email__iexact=mail) if mail else papers.none()
    return mine.exclude(state=Credential.State.ERASED)


def firm_papers_seen_by(user: Any) -> QuerySet[Credential]:
    """Papers from seats that a firm booked for which ``user`` acts; what somebody booked alone stays theirs."""
    papers = Credential.objects.select_related("seat__run__course", "seat__person")
    mine = papers.filter(seat__booking__organisation__in=organisations_of(user))
    return mine.exclude(state=Credential.State.ERASED)


def newest_example(course: Course) -> Credential | None:
    """A valid paper of a course that was invented for the demo, a certificate before others; None where there is none."""
    papers = Credential.objects.filter(
        seat__run__course=course, seat__booking__example=True, state=Credential.State.VALID
    )
    return papers.order_by("-kind", "-issued_at", "-pk").first()


def by_uuid(uuid: UUID) -> Credential | None:
    """The paper whose link somebody holds."""
    return Credential.objects.filter(uuid=uuid).select_related("campus").first()


def found(papers: QuerySet[Credential], words: str) -> QuerySet[Credential]:
    """Papers whose person, firm, course or run bears all ``words``."""
    fields = ("person_name", "seat__run__code", "seat__run__course__title_de", "seat__booking__organisation_name")
    return holding(papers, words, *fields)


def papers_in_state(papers: QuerySet[Credential], state: str) -> QuerySet[Credential]:
    """Papers in one state."""
    return papers.filter(state=state)


def papers_of_kind(papers: QuerySet[Credential], kind: str) -> QuerySet[Credential]:
    """Attendance only, or with a passed assessment."""
    return papers.filter(kind=kind)


def papers_of(run: Run) -> dict[int, Credential]:
    """The valid paper of each seat of a run."""
    return {c.seat_id: c for c in Credential.objects.filter(seat__run=run, state=Credential.State.VALID)}


def replaced_by(paper: Credential) -> Credential | None:
    """The paper that took the place of this one; only the office may be shown it."""
    return Credential.objects.filter(replaces=paper).first()


def attendance_past(before: datetime) -> QuerySet[Attendance]:
    """Attendance of sessions before a moment on which no paper leans any more."""
    papers = Credential.objects.filter(seat=OuterRef("seat"))
    return Attendance.objects.filter(~Exists(papers), session__ends_at__lt=before)


def results_past(before: datetime) -> QuerySet[Result]:
    """Results of runs that ended before a moment on which no paper leans any more."""
    papers = Credential.objects.filter(seat=OuterRef("seat"))
    return Result.objects.filter(~Exists(papers), seat__run__ends_at__lt=before)


def papers_past(before: datetime) -> QuerySet[Credential]:
    """Papers of runs that ended before a moment."""
    return Credential.objects.filter(seat__run__ends_at__lt=before)
