"""The printed papers of a run, and the signed lists that come back as photos or scans."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from glascampus.basics.clock import now
from glascampus.basics.reason import Reason
from glascampus.commons.desk.pages import CampusRequest, confirm, office_page, take
from glascampus.commons.roll.reads import say
from glascampus.engines.documents import DocumentsMissing, paper_pack
from glascampus.stations.courses.models import Run
from glascampus.stations.courses.reads import runs_seen_by
from glascampus.stations.credentials import actions, reads
from glascampus.stations.credentials.forms import PackForm, ScanForm
from glascampus.stations.credentials.models import Scan

SHUT = "sandbox; default-src 'none'"  # a file of somebody else's never runs as a page of ours


@office_page
def papers(request: CampusRequest, code: str) -> HttpResponse:
    """What the leaflet says beside the course's own words, and the button that makes the papers."""
    run = _run(request, code)
    pack = reads.pack_of(run)
    start = {"bring": pack.bring, "way": pack.way} if pack else {}
    here = reverse("credentials:papers", args=[code])
    return take(
        request,
        form=PackForm(request.POST if request.method == "POST" else None, initial=start),
        do=lambda **texts: actions.keep_pack(run=run, by=request.user, now=now(), **texts),
        done=lambda _kept: here,
        said=_("Gespeichert. Die Papiermappe enthält es ab jetzt."),
        template="credentials/papers.html",
        title=_("Papiermappe: %(course)s") % {"course": run.course.title},
        run=run,
        seats=reads.seated(run).count(),
        submit=_("Texte speichern"),
        back=(reverse("credentials:office_run", args=[code]), _("Zurück zur Anwesenheit")),
    )


@office_page
def pack(request: CampusRequest, code: str) -> HttpResponse:
    """Lists, door sign, badges and leaflet in one PDF, made on demand and never stored."""
    run = _run(request, code)
    try:
        body = paper_pack(reads.pack_data(run, request.campus, now()))
    except DocumentsMissing:
        return render(request, "credentials/no_pack.html", {"run": run, "says": say(Reason("no_typst"))}, status=503)
    named = f'inline; filename="papiermappe-{run.code}.pdf"'
    return _private(HttpResponse(body, "application/pdf", headers={"Content-Disposition": named}))


@office_page
def lists(request: CampusRequest) -> HttpResponse:
    """Any signed list: its QR code says which run it is of."""
    return _taking(request, title=_("Unterschriebene Liste hochladen"), scans=reads.newest_scans())


@office_page
def run_lists(request: CampusRequest, code: str) -> HttpResponse:
    """The signed lists of one run; its QR codes lead here."""
    run = _run(request, code)
    title = _("Unterschriebene Listen: %(course)s") % {"course": run.course.title}
    return _taking(request, title=title, scans=reads.scans_of(run).select_related("run__course"), run=run)


def _taking(request: CampusRequest, *, run: Run | None = None, **context: Any) -> HttpResponse:
    runs = [run] if run else list(reads.runs_to_choose(request.user, now()))
    form = ScanForm(
        *((request.POST, request.FILES) if request.method == "POST" else (None,)), runs=runs,
        too_big=bool(getattr(request, "upload_too_big", False)), initial={"run": run.code if run else ""},
    )  # fmt: skip
    back = reverse("credentials:office_run", args=[run.code]) if run else reverse("credentials:office_credentials")
    return take(
        request,
        form=form,
        do=lambda pictures, run: actions.take_scan(
            campus=request.campus, files=pictures, run=run, by=request.user, now=now()
        ),
        done=lambda scan: reverse("credentials:run_lists", args=[scan.run.code]),
        said=_("Die Liste ist gespeichert und liegt bei ihrem Durchgang."),
        template="credentials/lists.html",
        submit=_("Hochladen"),
        run=run,
        back=(back, _("Zurück zur Anwesenheit") if run else _("Alle Nachweise")),
        **context,
    )


@office_page
def scan_file(request: CampusRequest, code: str, token: str) -> Any:
    """The pictures of a signed list, to be saved. The kwarg is called token: nothing on the way keeps the answer."""
    scan = _scan(request, code, token)
    file = reads.file_of(scan)
    if not file.is_file():
        context = {"run": scan.run, "says": say(Reason("scan_gone"))}
        return render(request, "credentials/no_pack.html", context, status=410)
    name = f"liste-{scan.run.code}-{scan.pk}.pdf"
    response = FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SHUT
    return response


@office_page
def scan_remove(request: CampusRequest, code: str, token: str) -> HttpResponse:
    """Delete a signed list."""
    scan = _scan(request, code, token)
    url = reverse("credentials:run_lists", args=[code])
    return confirm(
        request,
        title=_("Diese Liste löschen?"),
        intro=_("Die Bilder sind danach weg. Die eingetragene Anwesenheit bleibt."),
        submit=_("Liste löschen"),
        danger=True,
        do=lambda: actions.remove_scan(scan=scan, by=request.user, now=now()),
        done=lambda _gone: url,
        said=_("Die Liste ist gelöscht."),
        back=(url, _("Zurück zu den Listen")),
    )


@office_page
def scan_keep(request: CampusRequest, code: str, token: str) -> HttpResponse:
    """The office decides that a list stays although somebody on it was erased."""
    scan = _scan(request, code, token)
    url = reverse("credentials:run_lists", args=[code])
    return confirm(
        request,
        title=_("Diese Liste behalten?"),
        intro=_(
            "Auf ihr steht jemand, dessen Daten gelöscht wurden. Behalten Sie sie nur, wenn Sie sie noch brauchen."
        ),
        submit=_("Liste behalten"),
        facts=[(_("Aufbewahrt bis"), reads.kept_until(scan, now()))],
        do=lambda: actions.keep_scan_on(scan=scan, by=request.user, now=now()),
        done=lambda _kept: url,
        said=_("Vermerkt: Die Liste bleibt."),
        back=(url, _("Zurück zu den Listen")),
    )


def _run(request: HttpRequest, code: str) -> Run:
    run: Run = get_object_or_404(runs_seen_by(request.user), code=code)
    return run


def _scan(request: HttpRequest, code: str, token: str) -> Scan:
    known = reads.scans_seen_by(request.user).filter(run__code=code, file=f"{actions.FOLDER}/{token}.pdf").first()
    if known is None:
        raise Http404
    return known


def _private(response: HttpResponse) -> HttpResponse:
    """It holds names: nobody on the way keeps it, no search engine lists it."""
    response["Cache-Control"], response["X-Robots-Tag"] = "no-store", "noindex"
    return response
