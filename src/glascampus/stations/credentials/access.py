"""The office does everything here; the holder of an open link taps attendance and results of one run."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from glascampus.commons.roles.access import is_office
from glascampus.stations.courses.models import Run, Session
from glascampus.stations.credentials import reads
from glascampus.stations.credentials.models import AttendanceLink
from glascampus.stations.credentials.rules import LinkState

LINK_HOLDER = "attendance_link"


def may_close(by: Any) -> bool:
    """Links, closing and papers are the office's."""
    return is_office(by)


def may_print(by: Any) -> bool:
    """Printed papers and signed lists hold all names: the office's."""
    return is_office(by)


def may_note(by: Any, run: Run, now: datetime, *, session: Session | None = None) -> bool:
    """The office always; the holder of the run's link while it is open, and in a ``session`` only around that session."""
    if is_office(by):
        return True
    if getattr(by, "kind", "") != LINK_HOLDER:
        return False
    link = AttendanceLink.objects.filter(pk=by.id, run=run).select_related("run").first()
    if link is None or reads.state_of(link, now) is not LinkState.OPEN:
        return False
    return session is None or reads.link_hours(now).is_open((session.starts_at, session.ends_at), now)
