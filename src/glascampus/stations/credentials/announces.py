"""What the station adds to the lists of the whole house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from glascampus.commons.roll.rules import BoardItem, Check, Erased, Fault, Keep, Personal
from glascampus.stations.credentials import actions, reads
from glascampus.stations.credentials.models import Attendance, Credential, Result

TEN_YEARS_DAYS = 3653


def checks() -> list[Check]:
    """Each paper leans on a seat with attendance."""
    return [Check("thread", _thread)]


def retention() -> list[Keep]:
    """A paper is worth something as long as it can be checked."""
    return [
        Keep("credentials.AttendanceLink", "lets the lecturer note attendance", 90),
        Keep("credentials.Attendance", "evidence for papers and for funders", TEN_YEARS_DAYS, personal=True),
        Keep("credentials.Result", "evidence for certificates", TEN_YEARS_DAYS, personal=True),
        Keep("credentials.Credential", "can be checked by whoever is shown it", TEN_YEARS_DAYS, personal=True),
    ]


def personal() -> list[Personal]:
    """Papers, attendance and results are found by the person's address."""
    return [Personal("credentials", _export, _erase)]


def board(now: datetime) -> list[BoardItem]:
    """Runs that are over and not closed."""
    runs = list(reads.unclosed(now)[:20])
    gaps = reads.gaps_of(runs) if runs else {}
    return [
        BoardItem(
            title=gettext("%(course)s ist vorbei und noch offen") % {"course": run.course.title},
            detail=_gap(gaps.get(run.pk, 0)),
            url=reverse("credentials:office_run", args=[run.code]),
            button=gettext("Anwesenheit ansehen") if gaps.get(run.pk) else gettext("Durchgang abschließen"),
            urgency=2,
        )
        for run in runs
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
    return Erased({"credentials.credential": actions.forget(email=email, now=now)})
