"""The lecturer's link."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from glascampus.basics.clock import today
from glascampus.basics.tokens import fingerprint
from glascampus.commons.campuses.reads import link_token
from glascampus.commons.legal.reads import rulebook
from glascampus.stations.courses.models import Run
from glascampus.stations.credentials.models import AttendanceLink
from glascampus.stations.credentials.rules import LinkHours, LinkState, Span, link_state, opens_next


def token_of(link: AttendanceLink) -> str:
    """The link's token; made again for each mail and page, only its fingerprint is stored."""
    return link_token("attendance", f"{link.run_id}/{link.number}")


def link_by_token(token: str) -> AttendanceLink | None:
    """The link a token opens, revoked ones too: they get a friendly sentence."""
    return AttendanceLink.objects.filter(link=fingerprint(token)).select_related("run__course", "run__site").first()


def newest_link(run: Run) -> AttendanceLink | None:
    """The run's last link, unless it was revoked."""
    link = AttendanceLink.objects.filter(run=run).order_by("-number").first()
    return link if link and not link.revoked_at else None


def newest_links(run_ids: Iterable[int]) -> dict[int, AttendanceLink]:
    """The last link of each run, without those that were revoked; one query."""
    links = AttendanceLink.objects.filter(run__in=list(run_ids)).select_related("run").order_by("number")
    newest = {link.run_id: link for link in links}
    return {run: link for run, link in newest.items() if not link.revoked_at}


def link_hours(now: datetime) -> LinkHours:
    """How long before and after a session the link is open (rulebook)."""
    book = rulebook(today(now))
    before = book.whole("credentials.attendance_link_opens_hours_before")
    return LinkHours(
        timedelta(hours=before), timedelta(hours=book.whole("credentials.attendance_link_ends_hours_after"))
    )


def spans_of(run: Run) -> list[Span]:
    """From when to when each session lasts, in order."""
    return list(run.sessions.values_list("starts_at", "ends_at"))


def state_of(link: AttendanceLink, now: datetime) -> LinkState:
    """Whether the link opens now."""
    return link_state(
        spans_of(link.run),
        hours=link_hours(now),
        revoked=link.revoked_at is not None,
        run_done=link.run.state in {Run.State.DONE, Run.State.CANCELLED},
        now=now,
    )


def opens_next_at(run: Run, now: datetime) -> datetime | None:
    """When the run's link opens next, None when it will not."""
    return opens_next(spans_of(run), hours=link_hours(now), now=now)


def links_past(before: datetime) -> QuerySet[AttendanceLink]:
    """Links of runs that ended before a moment."""
    return AttendanceLink.objects.filter(run__ends_at__lt=before)
