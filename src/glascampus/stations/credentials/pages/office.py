"""The office: a run's attendance and link, closing it, and the list of papers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from glascampus.basics.clock import now
from glascampus.basics.reason import Refusal
from glascampus.basics.text import columns_of
from glascampus.commons.desk.pages import office_page, take
from glascampus.commons.desk.pages.lists import listed
from glascampus.commons.desk.rules import Cell, Column, Filter, Listing
from glascampus.commons.roll.reads import say
from glascampus.stations.courses.models import Run
from glascampus.stations.courses.reads import runs_seen_by
from glascampus.stations.credentials import actions, reads
from glascampus.stations.credentials.forms import CloseForm
from glascampus.stations.credentials.models import Credential
from glascampus.stations.credentials.words import DEEDS, why_label


@office_page
def office_run(request: HttpRequest, code: str) -> HttpResponse:
    """Who was there, what follows, and the lecturers' link; its buttons post back here."""
    run = _run(request, code)
    error = ""
    if request.method == "POST":
        try:
            messages.success(request, _do(request, run))
        except Refusal as refusal:
            error = say(refusal.reason)
        else:
            return redirect("credentials:office_run", code=code)
    sheet, link, papers = reads.sheet(run, now()), reads.newest_link(run), reads.papers_of(run)
    context = {
        "run": run, "sheet": sheet, "link": link, "error": error, "over": bool(run.ends_at and run.ends_at < now()),
        "rows": [(row, papers.get(row.seat.pk)) for row in sheet.rows], "done": run.state == Run.State.DONE,
        "link_url": _link_url(run, link), "link_state": reads.state_of(link, now()) if link else "",
        "opens_at": reads.opens_next_at(run, now()) if link else None, "hours": reads.link_hours(now()),
        "to_correct": len(reads.changes(run, now())) if run.state == Run.State.DONE else 0,
    }  # fmt: skip
    return render(request, "credentials/office_run.html", context, status=422 if error else 200)


def _do(request: HttpRequest, run: Run) -> str:
    """One of the page's small deeds; the sentence that says it is done."""
    deed, by = request.POST.get("deed", ""), request.user
    if deed == "make":
        actions.make_attendance_link(run=run, by=by, now=now())
        return _("Der Link ist gemacht.")
    if deed == "revoke":
        actions.revoke_attendance_link(run=run, by=by, now=now())
        return _("Der Link ist zurückgezogen.")
    if deed == "renew":
        actions.make_attendance_link(run=run, by=by, now=now())
        count = actions.mail_link(run=run, by=by, now=now())
        return ngettext(
            "Der alte Link ist zu, der neue ist mit %(count)s Mail unterwegs.",
            "Der alte Link ist zu, der neue ist mit %(count)s Mails unterwegs.",
            count,
        ) % {"count": count}
    if deed == "mail":
        count = actions.mail_link(run=run, by=by, now=now())
        return ngettext("%(count)s Mail ist unterwegs.", "%(count)s Mails sind unterwegs.", count) % {"count": count}
    if deed.startswith("issue-"):
        seat = next((s for s in reads.seated(run) if f"issue-{s.pk}" == deed), None)
        if seat is not None:
            actions.issue(seat=seat, by=by, now=now())
            return _("Der Nachweis ist ausgestellt.")
    raise Refusal


def _link_url(run: Run, link: Any) -> str:
    if link is None:
        return ""
    return f"{run.campus.address}{reverse('credentials:attendance', args=[reads.token_of(link)])}"


@office_page
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Who gets what and why not, and the button that closes the run."""
    run = _run(request, code)
    sheet = reads.sheet(run, now())
    url = reverse("credentials:office_run", args=[code])
    return take(
        request,
        form=CloseForm(request.POST if request.method == "POST" else None),
        title=_("%(course)s abschließen?") % {"course": run.course.title},
        intro=_(
            "Danach steht die Anwesenheit fest, und alle, die einen Nachweis verdient haben, bekommen ihn per Mail."
        ),
        submit=_("Abschließen und Nachweise ausstellen"),
        do=lambda: actions.close_run(run=run, by=request.user, now=now()),
        done=lambda _made: url,
        said=_("Der Durchgang ist abgeschlossen, die Nachweise sind unterwegs."),
        template="credentials/close.html",
        sheet=sheet,
        back=(url, _("Zurück zur Anwesenheit")),
    )


@office_page
def office_credentials(request: HttpRequest) -> HttpResponse:
    """All papers, newest first; found by name, course or run."""
    return listed(request, _list(request))


def _list(request: HttpRequest) -> Listing:
    states = [choice for choice in Credential.State.choices if choice[0] != Credential.State.ERASED]
    return Listing(
        name=_("nachweise"), title=_("Nachweise"), rows=reads.credentials_seen_by(request.user), columns=_columns(), order="-ausgestellt",
        number=lambda n: ngettext("%(n)s Nachweis", "%(n)s Nachweise", n) % {"n": n},
        part=lambda n, of: ngettext("%(n)s von %(of)s Nachweis", "%(n)s von %(of)s Nachweisen", of) % {"n": n, "of": of},
        filters=[
            Filter("stand", _("Nach Stand"), reads.papers_in_state, states, links=True),
            Filter("art", _("Art"), reads.papers_of_kind, Credential.Kind.choices),
        ],
        search=reads.found, search_label=_("Name, Betrieb, Kurs oder Durchgang"),
        empty=_("Es gibt noch keine Nachweise. Sie entstehen, wenn Sie einen Durchgang abschließen."),
        empty_link=(reverse("courses:office_runs"), _("Durchgänge ansehen")),
        also=[(reverse("credentials:lists"), _("Unterschriebene Liste hochladen"))],
    )  # fmt: skip


def _columns() -> list[Column]:
    return [
        Column("name", _("Name"), lambda p: Cell(p.person_name or _("gelöscht"), _to_paper(p)), sort=("person_name",)),
        Column("betrieb", _("Betrieb"), lambda p: p.seat.booking.organisation_name if p.person_name else "", sort=("seat__booking__organisation_name",), shown=False),
        Column("kurs", _("Kurs"), lambda p: Cell(p.seat.run.course.title, reverse("credentials:office_run", args=[p.seat.run.code])),
               sort=(columns_of("seat__run__course__title"),)),
        Column("durchgang", _("Durchgang"), lambda p: p.seat.run.code, sort=("seat__run__code",), shown=False),
        Column("art", _("Art"), lambda p: p.get_kind_display(), sort=("kind",)),
        Column("ausgestellt", _("Ausgestellt"), lambda p: p.issued_at, sort=("issued_at",), write="day", style="num"),
        Column("ende", _("Galt bis"), lambda p: p.ended_at, sort=("ended_at",), write="day", shown=False, style="num"),
        Column("stand", _("Stand"), lambda p: Cell(p.get_state_display(), tone="ok" if p.state == "valid" else "plain"), sort=("state",)),
        Column("nummer", _("Nummer"), lambda p: str(p.uuid), shown=False),
    ]  # fmt: skip


def _to_paper(paper: Credential) -> str:
    return reverse("credentials:office_credential", args=[paper.uuid])


@office_page
def office_credential(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One paper: what it says, and what can be done with it."""
    paper = _paper(request, uuid)
    context = {
        "paper": paper, "past": [(one, DEEDS.get(one.deed, one.deed), why_label(one.why)) for one in reads.history_of(paper)],
        "after": reads.replaced_by(paper),
    }  # fmt: skip
    return render(request, "credentials/office_credential.html", context)


def _run(request: HttpRequest, code: str) -> Run:
    run: Run = get_object_or_404(runs_seen_by(request.user), code=code)
    return run


def _paper(request: HttpRequest, uuid: UUID) -> Credential:
    paper: Credential = get_object_or_404(reads.credentials_seen_by(request.user), uuid=uuid)
    return paper
