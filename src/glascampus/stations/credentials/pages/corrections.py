"""The office puts papers right: reason, correction, preview, one button."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from glascampus.basics.clock import now
from glascampus.basics.reason import Refusal
from glascampus.commons.desk.pages import office_page, take
from glascampus.commons.roll.reads import say
from glascampus.stations.courses.models import Run
from glascampus.stations.courses.reads import runs_seen_by
from glascampus.stations.credentials import actions, reads
from glascampus.stations.credentials.forms import CorrectForm, CorrectRunForm, RevokeForm
from glascampus.stations.credentials.models import Credential
from glascampus.stations.credentials.reads import Change, SheetRow


@office_page
def reissue(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Correct name, attendance or result of one paper; the first POST shows what will happen, the second does it."""
    paper = _paper(request, uuid)
    row = next((row for row in reads.sheet(paper.seat.run, now()).rows if row.seat.pk == paper.seat_id), None)
    url = reverse("credentials:office_credential", args=[uuid])
    if row is None or paper.state != Credential.State.VALID:
        messages.error(request, _("Dieser Nachweis gilt nicht mehr. Daran lässt sich nichts ändern."))
        return redirect(url)
    form = CorrectForm(request.POST if request.method == "POST" else None, row=row)
    found = [change] if form.is_bound and form.is_valid() and (change := _one(paper, row, form)) else []
    if form.is_bound and form.is_valid() and not found:
        form.add_error(None, _("So steht es schon auf dem Nachweis. Es gibt nichts neu auszustellen."))
    if found and "go" in request.POST:
        try:
            made = actions.reissue(credential=paper, by=request.user, now=now(), **_given(form))
        except Refusal as refusal:
            form.add_error(None, say(refusal.reason))
        else:
            messages.success(request, _said(made))
            return redirect("credentials:office_credential", made.uuid)
    context = {"title": _("Nachweis berichtigen"), "changes": found, "back": url, "back_text": _("Zurück zum Nachweis")}
    return _preview(request, form, "credentials/reissue.html", context)


def _given(form: Form) -> dict[str, Any]:
    """What the action takes; a result that was left empty is left alone."""
    return dict(form.cleaned_data)


def _said(made: Credential) -> str:
    if made.state == Credential.State.VALID:
        return _("Der neue Nachweis ist ausgestellt und unterwegs. Der alte gilt als ersetzt.")
    return _("Der Nachweis ist zurückgezogen. Dafür reicht die Anwesenheit nicht.")


def _one(paper: Credential, row: SheetRow, form: Form) -> Change | None:
    """What would follow from the form, without writing anything."""
    said = form.cleaned_data
    instead = {(row.seat.pk, mark.session.pk): mark.session.pk in said["present"] for mark in row.marks}
    passed = {row.seat.pk: said["passed"]} if said.get("passed") is not None else {}
    run = paper.seat.run
    after = next(
        one
        for one in reads.sheet(run, now(), instead=instead, passed_instead=passed).rows
        if one.seat.pk == row.seat.pk
    )
    return reads.change_of(paper, reads.named(after, said["given_name"], said["family_name"]))


@office_page
def correct_run(request: HttpRequest, code: str) -> HttpResponse:
    """Correct the attendance of a whole run that was closed, and issue all papers it touches anew."""
    run: Run = get_object_or_404(runs_seen_by(request.user), code=code)
    url = reverse("credentials:office_run", args=[code])
    if run.state != Run.State.DONE:
        messages.error(request, _("Der Durchgang ist noch nicht abgeschlossen. Vorher gibt es keine Nachweise."))
        return redirect(url)
    sheet = reads.sheet(run, now())
    form = CorrectRunForm(request.POST if request.method == "POST" else None, sheet=sheet)
    found: list[Change] = []
    if form.is_bound and form.is_valid():
        found = reads.changes(run, now(), instead=form.instead())
        if not found:
            form.add_error(
                None, _("Alle Nachweise dieses Durchgangs stimmen schon mit dem überein, was eingetragen ist.")
            )
    if found and "go" in request.POST:
        why = form.cleaned_data["why"]
        try:
            done = actions.correct_run(run=run, instead=form.instead(), why=why, by=request.user, now=now())
        except Refusal as refusal:
            form.add_error(None, say(refusal.reason))
        else:
            messages.success(request, _counted(done))
            return redirect(url)
    ticked = set(form["present"].value() or [])
    grid = [
        (row, [(cell := f"{row.seat.pk}-{mark.session.pk}", cell in ticked, mark) for mark in row.marks])
        for row in sheet.rows
    ]
    context = {
        "title": _("Anwesenheit berichtigen: %(course)s") % {"course": run.course.title}, "sheet": sheet, "grid": grid,
        "changes": found, "back": url, "back_text": _("Zurück zur Anwesenheit"),
    }  # fmt: skip
    return _preview(request, form, "credentials/correct_run.html", context)


def _counted(done: actions.Corrected) -> str:
    return _("%(replaced)s neu ausgestellt, %(issued)s erstmals ausgestellt, %(withdrawn)s zurückgezogen.") % {
        "replaced": len(done.replaced), "issued": len(done.issued), "withdrawn": len(done.withdrawn),
    }  # fmt: skip


def _preview(request: HttpRequest, form: Form, template: str, context: dict[str, Any]) -> HttpResponse:
    """The form, or what will happen with its button; errors answer 422."""
    shown = bool(context["changes"]) and not form.errors and "back" not in request.POST
    return render(request, template, {"form": form, "preview": shown, **context}, status=422 if form.errors else 200)


@office_page
def revoke(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a paper back; the public reads one neutral word."""
    paper = _paper(request, uuid)
    url = reverse("credentials:office_credential", args=[uuid])
    return take(
        request,
        form=RevokeForm(request.POST if request.method == "POST" else None),
        title=_("Diesen Nachweis zurückziehen?"),
        intro=_("Wer ihn danach prüft, liest, dass er nicht mehr gilt. Das lässt sich nicht rückgängig machen."),
        submit=_("Nachweis zurückziehen"),
        danger=True,
        do=lambda why: actions.revoke(credential=paper, why=why, by=request.user, now=now()),
        done=lambda _made: url,
        said=_("Der Nachweis ist zurückgezogen."),
        back=(url, _("Zurück zum Nachweis")),
    )


def _paper(request: HttpRequest, uuid: UUID) -> Credential:
    paper: Credential = get_object_or_404(reads.credentials_seen_by(request.user), uuid=uuid)
    return paper
