"""Somebody's own meetings as a calendar file: those one sits in, or those one teaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import gettext as _

from glascampus.commons.campuses.models import Campus
from glascampus.engines.feeds import Event, calendar
from glascampus.stations.courses.models import Run, Session


def own_calendar(
    sessions: Iterable[Session], *, campus: Campus, name: str, now: datetime, booked_as: Mapping[int, str] | None = None
) -> HttpResponse:
    """The file. ``booked_as`` gives the booking's code by run: then an entry bears the mark it has in the booking's mails,
    and a calendar that has it already shows it once; else the mark of the campus's public calendar.
    """
    codes = booked_as or {}
    events = [
        Event(
            uid=f"{codes[session.run_id]}-{session.pk}@{campus.key}" if codes else f"{session.run.code}-{session.pk}@{campus.key}.campus",
            title=str(session.run.course.title), starts_at=session.starts_at, ends_at=session.ends_at, changed_at=now,
            sequence=session.run.sequence, location=where(session), description=str(session.topic),
            is_cancelled=session.run.state == Run.State.CANCELLED,
        )
        for session in sessions
    ]  # fmt: skip
    filename = _("meine-termine.ics")
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    body = calendar(events, name=name, method="PUBLISH")
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


def where(session: Session) -> str:
    """Room, site and address of a meeting on one line."""
    if session.mode == Session.Mode.LIVE or session.run.site is None:
        return _("live online")
    room, site = session.room or session.run.room, session.run.site
    return ", ".join(part for part in (str(room.name) if room else "", str(site.name), site.address) if part)
