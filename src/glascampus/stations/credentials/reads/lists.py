"""The papers of a run to be printed, and the signed lists that came back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import translation
from django_scopes import scopes_disabled

from glascampus.basics.clock import CAMPUS_ZONE, today
from glascampus.commons.campuses.models import Campus
from glascampus.commons.legal.reads import rulebook
from glascampus.commons.roles.access import is_office
from glascampus.engines.documents import PackData, PackSession
from glascampus.stations.bookings.models import Seat
from glascampus.stations.courses.models import Run, Session
from glascampus.stations.courses.reads import modules_of, runs_seen_by, sessions_of
from glascampus.stations.credentials.models import Pack, Scan
from glascampus.stations.credentials.reads.sheets import seated
from glascampus.stations.curriculum.reads import topics_for_modules
from glascampus.stations.needs.reads import rows_of

LIST_ADDRESS = re.compile(r"/buero/listen/([-\w]{1,40})/\?campus=([-\w]{1,60})$", re.ASCII)


def pack_of(run: Run) -> Pack | None:
    """What the office added to the papers of a run."""
    return Pack.objects.filter(run=run).first()


def pack_data(run: Run, campus: Campus, now: datetime) -> PackData:
    """Everything the printed papers say, in the run's language; about ten queries, however many people."""
    language: Literal["de", "en"] = "en" if run.language == "en" else "de"
    own = pack_of(run)
    with translation.override(language):
        taught = modules_of(run.course, None)
        answered = topics_for_modules([one.module.pk for one in taught])
        topics = {topic.pk: topic for pairs in answered.values() for topic, _depth in pairs}
        return PackData(
            language=language,
            campus_name=campus.name.within(language),
            course_title=run.course.title.within(language),
            run_code=run.code,
            place=run.site.where if run.site else "",
            address=run.site.address if run.site else "",
            step_free=run.step_free or bool(run.site and run.site.step_free),
            sessions=tuple(_session(session, run) for session in sessions_of(run)),
            people=tuple(seat.person.name for seat in seated(run) if not seat.person.erased_at),
            list_url=list_url(run, campus),
            course_url=f"{campus.address}{reverse('web:course', args=[run.course.slug])}",
            made_on=today(now),
            why=tuple(
                f"{row.topic.title}: {row.summary}" for row in (rows_of(topics.values(), None) if topics else [])
            ),
            outcomes=tuple(str(outcome) for one in taught for outcome in one.outcomes),
            bring=own.bring if own else "",
            way=own.way if own else "",
            contact=campus.email,
            example=run.example,
        )


def _session(session: Session, run: Run) -> PackSession:
    room = session.room or run.room
    return PackSession(
        starts_at=session.starts_at.astimezone(CAMPUS_ZONE), ends_at=session.ends_at.astimezone(CAMPUS_ZONE),
        room=str(room.name) if room else "", online=session.mode == Session.Mode.LIVE,
    )  # fmt: skip


def list_url(run: Run, campus: Campus) -> str:
    """What the QR code of a list says: the office's page of the run's lists, and whose list it is.

    The key decides, not the host: a campus may move to another address while its lists lie in a folder.
    """
    with translation.override("de"):
        return f"{campus.address}{reverse('credentials:run_lists', args=[run.code])}?campus={campus.key}"


@dataclass(frozen=True, slots=True)
class Codes:
    """What the codes on a scan lead to: runs of this campus, and whether one was of another."""

    runs: Sequence[Run]
    foreign: bool


def runs_of_codes(texts: Sequence[str], campus: Campus) -> Codes:
    """The runs whose lists these are; codes that are none of ours are passed over."""
    pairs = {found.groups() for text in texts if (found := LIST_ADDRESS.search(text))}
    wanted = [code for code, key in pairs if key == campus.key]
    runs = list(Run.objects.filter(code__in=wanted).select_related("course"))
    return Codes(runs, foreign=len(runs) < len(pairs))


# Scans


def scans_of(run: Run) -> QuerySet[Scan]:
    """The signed lists of a run, newest first."""
    return Scan.objects.filter(run=run)


def scans_seen_by(user: Any) -> QuerySet[Scan]:
    """Only the office; they hold names and signatures."""
    return Scan.objects.select_related("run__course") if is_office(user) else Scan.objects.none()


def runs_to_choose(user: Any, now: datetime) -> QuerySet[Run]:
    """Runs that have begun, the newest first: one of them a list may be of."""
    return runs_seen_by(user).filter(starts_at__lte=now).order_by("-starts_at", "pk")[:200]


def file_of(scan: Scan) -> Path:
    """Where the file lies."""
    return Path(settings.MEDIA_ROOT) / scan.file


def stored_files() -> Iterator[tuple[str, str]]:
    """For ``verify``: each file that must lie in the media directory, and the row that knows it; of all campuses."""
    with scopes_disabled():
        yield from ((file, f"credentials.scan:{pk}") for pk, file in Scan.objects.values_list("pk", "file"))


def kept_until(scan: Scan, now: datetime) -> date:
    """The last day a scan is kept: so many whole calendar years after the run (rulebook)."""
    years = rulebook(today(now)).whole("retention.attendance_years")
    return date(today(scan.run.ends_at or scan.made_at).year + years, 12, 31)


def scans_with_erased() -> QuerySet[Scan]:
    """Scans that show the name of somebody who was erased after the office last decided about them."""
    gone = Seat.objects.filter(
        run=OuterRef("run"), person__erased_at__gt=Coalesce(OuterRef("kept_at"), OuterRef("made_at"))
    )
    return Scan.objects.filter(Exists(gone)).select_related("run__course").order_by("made_at", "pk")


def scans_naming(email: str) -> QuerySet[Scan]:
    """Scans of runs in which somebody with this address has or had a seat."""
    theirs = Seat.objects.filter(run=OuterRef("run"), person__email__iexact=email)
    return Scan.objects.filter(Exists(theirs)).select_related("run")


def scans_past(before: datetime) -> QuerySet[Scan]:
    """Scans whose run ended before a moment."""
    ended = Q(run__ends_at__lt=before) | Q(run__ends_at=None, made_at__lt=before)
    return Scan.objects.filter(ended)


def newest_scans() -> QuerySet[Scan]:
    """For the upload page: what came last."""
    return Scan.objects.select_related("run__course").order_by(F("made_at").desc(), "-pk")[:20]
