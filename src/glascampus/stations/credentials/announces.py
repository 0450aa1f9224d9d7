"""What the station adds to the lists of the whole house."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from glascampus.basics.text import Text
from glascampus.commons.roll.rules import BoardItem, Check, Erased, Fault, Findable, Keep, Kept, Personal, Section, Tick
from glascampus.stations.credentials import actions, reads
from glascampus.stations.credentials.models import Attendance, Credential, Result

PAPERS, EVIDENCE, LINKS = "retention.credentials_years", "retention.attendance_years", "retention.attendance_links_days"
SWEEP_EVERY_S, PAPERS_FOUND = 3600, 2000


def checks() -> list[Check]:
    """Each paper leans on a seat with attendance."""
    return [Check("thread", _thread)]


def ticks() -> list[Tick]:
    """Files whose row never came, for instance because the process died, go after an hour."""
    return [Tick("credentials.sweep_files", SWEEP_EVERY_S, lambda _now: actions.sweep_files())]


def stored_files() -> Iterator[tuple[str, str]]:
    """For ``verify`` and backups: each file under media, and the row that knows it."""
    return reads.stored_files()


def retention() -> list[Keep]:
    """A paper is worth something as long as it can be checked; signed lists are evidence as long as attendance is."""
    evidence = gettext_lazy("belegt, wer da war, auch gegenüber Fördergebern")
    return [
        Keep("credentials.AttendanceLink", gettext_lazy("lässt die Lehrkraft die Anwesenheit eintragen"), None, rule=LINKS,
             past=reads.links_past, basis="contract", recipients=("office", "lecturers")),
        Keep("credentials.Attendance", evidence, None, personal=True, rule=EVIDENCE, past=reads.attendance_past,
             basis="contract", recipients=("office", "lecturers", "funder")),
        Keep("credentials.Result", gettext_lazy("belegt Zertifikate"), None, personal=True, rule=EVIDENCE,
             past=reads.results_past, basis="contract", recipients=("office", "lecturers")),
        Keep("credentials.Credential", gettext_lazy("kann prüfen, wem er gezeigt wird"), None, personal=True, rule=PAPERS,
             past=reads.papers_past, end=actions.end_papers, basis="contract", recipients=("office", "public")),
        Keep("credentials.Scan", evidence, None, personal=True, rule=EVIDENCE, basis="duty", past=reads.scans_past,
             end=actions.end_scans),
        Keep("credentials.Pack", gettext_lazy("steht auf dem Handzettel eines Durchgangs"), None),
    ]  # fmt: skip


def personal() -> list[Personal]:
    """Papers, attendance and results are found by the person's address."""
    return [Personal("credentials", _export, _erase)]


def board(now: datetime) -> list[BoardItem]:
    """Runs that are over, the lecturer's link too, and not closed; signed lists that show somebody who was erased."""
    runs = list(reads.unclosed(now)[:20])
    gaps = reads.gaps_of(runs) if runs else {}
    return _erased_on_lists() + [
        BoardItem(
            title=gettext("%(course)s ist vorbei und noch offen") % {"course": run.course.title},
            detail=_gap(gaps.get(run.pk, 0)),
            url=reverse("credentials:office_run", args=[run.code]),
            button=gettext("Anwesenheit ansehen") if gaps.get(run.pk) else gettext("Durchgang abschließen"),
            urgency=30,
            section=Section.THEM if gaps.get(run.pk) else Section.US,
        )
        for run in runs
    ]


def _erased_on_lists() -> list[BoardItem]:
    return [
        BoardItem(
            title=gettext("Auf einer unterschriebenen Liste steht jemand, dessen Daten gelöscht wurden"),
            detail=gettext("%(course)s, %(code)s. Entscheiden Sie: löschen oder behalten.")
            % {"course": scan.run.course.title, "code": scan.run.code},
            url=reverse("credentials:scan_keep", args=[scan.run.code, scan.token]),
            button=gettext("Liste ansehen"),
            urgency=40,
            section=Section.DECIDE,
        )
        for scan in reads.scans_with_erased()[:20]
    ]


def _gap(missing: int) -> str:
    if not missing:
        return gettext("Die Anwesenheit ist vollständig. Nach dem Abschließen gehen die Nachweise hinaus.")
    return ngettext(
        "%(count)s Eintrag zur Anwesenheit fehlt.", "%(count)s Einträge zur Anwesenheit fehlen.", missing
    ) % {"count": missing}


def _thread() -> tuple[int, list[Fault]]:
    seen, faults = reads.thread_faults()
    return seen, [Fault(where, says) for where, says in faults]


def _export(email: str) -> Mapping[str, Sequence[Mapping[str, object]]]:
    papers = Credential.objects.filter(seat__person__email__iexact=email)
    there = Attendance.objects.filter(seat__person__email__iexact=email)
    results = Result.objects.filter(seat__person__email__iexact=email)
    return {
        "credentials.credential": list(
            papers.values("uuid", "kind", "state", "person_name", "content", "issued_at", "ended_at")
        ),
        "credentials.attendance": list(there.values("session__starts_at", "present", "noted_at")),
        "credentials.result": list(results.values("passed", "noted_at")),
    }


def _erase(email: str, now: datetime) -> Erased:
    """Pictures cannot be searched for a name: the office is told which lists show it, and decides."""
    scans = [(scan, reads.kept_until(scan, now)) for scan in reads.scans_naming(email)]
    erased = Erased({"credentials.credential": actions.forget(email=email, now=now)})
    if scans:
        says = f"{len(scans)} signed lists show the name as a picture; the office is asked on its board to delete or keep them"
        erased.kept.append(Kept("credentials.scan.file", says, max(until for _scan, until in scans)))
    return erased


def office_findable(user: Any, now: datetime) -> Iterator[Findable]:
    """The newest papers by the name on them."""
    papers = reads.credentials_seen_by(user).exclude(state=Credential.State.ERASED)
    fields = ("uuid", "person_name", "seat__run__course__title_de", "seat__run__course__title_en")
    for uuid, name, de, en in papers.values_list(*fields)[:PAPERS_FOUND]:
        yield Findable("credential", Text(name), "credentials:office_credential", (str(uuid),), summary=Text(de, en))
