"""The lecturer's link, attendance and results."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.basics.reason import Refusal
from glascampus.basics.tokens import fingerprint
from glascampus.commons.journal.actions import keep, note
from glascampus.commons.outbox.actions import post
from glascampus.commons.roles.access import demand
from glascampus.stations.bookings.models import Seat
from glascampus.stations.courses.models import Run, Session
from glascampus.stations.credentials import access, reads
from glascampus.stations.credentials.models import Attendance, AttendanceLink, Result


class NoLink(Refusal):
    """There is no link to make, to mail or to revoke."""

    code = "no_link"


class NotNoted(Refusal):
    """Attendance or a result could not be noted; nothing was changed."""


@transaction.atomic
def make_attendance_link(*, run: Run, by: Any, now: datetime) -> AttendanceLink:
    """A new link for the lecturers of ``run``; an older one stops working.

    Raises:
        NotAllowed: not the office.
        NoLink: the run has no sessions yet.
    """
    demand(access.may_close(by))
    if run.starts_at is None:
        raise NoLink("no_sessions")
    run = Run.objects.select_for_update().get(pk=run.pk)
    last = AttendanceLink.objects.filter(run=run).order_by("-number").first()
    if last and not last.revoked_at:
        keep(thing=last, by=by, now=now, deed="credentials.link_revoked", values={"revoked_at": now})
    link = AttendanceLink(campus_id=run.campus_id, run=run, number=last.number + 1 if last else 1, made_at=now)
    link.link = fingerprint(reads.token_of(link))
    return keep(thing=link, by=by, now=now, deed="credentials.link_made")


@transaction.atomic
def revoke_attendance_link(*, run: Run, by: Any, now: datetime) -> AttendanceLink:
    """The run's link stops working at once.

    Raises:
        NotAllowed: not the office.
        NoLink: there is none.
    """
    demand(access.may_close(by))
    link = _link_of(run)
    return keep(thing=link, by=by, now=now, deed="credentials.link_revoked", values={"revoked_at": now})


@transaction.atomic
def mail_link(*, run: Run, by: Any, now: datetime) -> int:
    """Mail the link to the run's lecturers; how many got it.

    Raises:
        NotAllowed: not the office.
        NoLink: there is no link, or no lecturer has an e-mail address.
    """
    demand(access.may_close(by))
    link = _link_of(run)
    boxes = [email for email in run.lecturers.values_list("email", flat=True) if email]
    if not boxes:
        raise NoLink("no_lecturer_email")
    for box in boxes:
        post(
            campus=run.campus, to=box, template="credentials/mail/attendance_link.txt", language=run.language, now=now,
            context={"run": run, "token": reads.token_of(link), "hours": reads.link_hours(now)}, about=link,
        )  # fmt: skip
    note(by=by, deed="credentials.link_mailed", thing=link, now=now, mails=len(boxes))
    return len(boxes)


def _link_of(run: Run) -> AttendanceLink:
    link = reads.newest_link(run)
    if link is None:
        raise NoLink
    return link


@transaction.atomic
def tap(*, session: Session, seat: Seat, present: bool, by: Any, now: datetime) -> Attendance:
    """Note that somebody was there or missing; the same again changes nothing and writes no line.

    Raises:
        NotAllowed: neither the office nor the holder of the run's link while it is open for this session.
        NotNoted: the session has not begun, or the person has no seat in its run.
    """
    demand(access.may_note(by, session.run, now, session=session))
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    if seat.run_id != session.run_id or seat.state != Seat.State.SEATED:
        raise NotNoted("not_seated")
    if not reads.link_hours(now).has_opened(session.starts_at, now):
        raise NotNoted("session_not_yet")
    known = Attendance.objects.filter(session=session, seat=seat).first()
    if known and known.present == present:
        return known
    row = known or Attendance(campus_id=seat.campus_id, session=session, seat=seat)
    deed = "credentials.was_present" if present else "credentials.was_absent"
    return keep(thing=row, by=by, now=now, deed=deed, values={"present": present, "noted_at": now})


@transaction.atomic
def note_list(*, session: Session, present: Mapping[int, bool], by: Any, now: datetime) -> int:
    """Note a whole list of one session, as from a signed one: seats by id. Who was noted before stays as noted; returns how many are new.

    Raises:
        NotAllowed: not the office.
        NotNoted: the session has not begun, or somebody has no seat in its run.
    """
    demand(access.may_close(by))
    if not reads.link_hours(now).has_opened(session.starts_at, now):
        raise NotNoted("session_not_yet")
    seats = Seat.objects.select_for_update().filter(pk__in=present, run=session.run_id, state=Seat.State.SEATED)
    if {seat.pk for seat in seats} != set(present):
        raise NotNoted("not_seated")
    known = set(Attendance.objects.filter(session=session).values_list("seat", flat=True))
    new = [
        Attendance(campus_id=session.campus_id, session=session, seat_id=seat, present=there, noted_at=now)
        for seat, there in present.items()
        if seat not in known
    ]
    for row in Attendance.objects.bulk_create(new):
        deed = "credentials.was_present" if row.present else "credentials.was_absent"
        note(by=by, deed=deed, thing=row, now=now)
    return len(new)


@transaction.atomic
def note_result(*, seat: Seat, passed: bool, by: Any, now: datetime) -> Result:
    """Note whether somebody passed the assessment; the same again changes nothing.

    Raises:
        NotAllowed: neither the office nor the holder of the run's open link.
        NotNoted: the course has no assessment, the run has not begun, or the person has no seat.
    """
    demand(access.may_note(by, seat.run, now))
    seat = Seat.objects.select_for_update(of=("self",)).select_related("run__course").get(pk=seat.pk)
    if seat.state != Seat.State.SEATED:
        raise NotNoted("not_seated")
    if not reads.is_assessed(seat.run):
        raise NotNoted("not_assessed")
    if seat.run.starts_at is None or not reads.link_hours(now).has_opened(seat.run.starts_at, now):
        raise NotNoted("session_not_yet")
    known = Result.objects.filter(seat=seat).first()
    if known and known.passed == passed:
        return known
    row = known or Result(campus_id=seat.campus_id, seat=seat)
    deed = "credentials.passed" if passed else "credentials.not_passed"
    return keep(thing=row, by=by, now=now, deed=deed, values={"passed": passed, "noted_at": now})
