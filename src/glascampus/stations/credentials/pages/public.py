"""Anyone who holds a paper can check it: by QR code, by link, or by typing its number."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from glascampus.basics.clock import CAMPUS_ZONE, today
from glascampus.basics.text import Text
from glascampus.engines.documents import CertificateData, DocumentsMissing, certificate
from glascampus.stations.credentials import reads
from glascampus.stations.credentials.forms import CodeForm
from glascampus.stations.credentials.models import Credential
from glascampus.stations.credentials.rules import Ended
from glascampus.stations.credentials.words import PUBLIC

PASSED = Text(de="Interne Prüfung, bestanden", en="Internal assessment, passed")
TONES = {"valid": "ok", "replaced": "warn", "expired": "warn", "revoked": "stop", "mistake": "stop"}
HOLDS = _("Dieser Nachweis gilt.")
ERASED = _("Hier gab es einen Nachweis. Er wurde gelöscht.")


def enter(request: HttpRequest) -> HttpResponse:
    """Type the number of a paper."""
    form = CodeForm(request.GET if "nummer" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("credentials:check", form.cleaned_data["nummer"].uuid)
    response = render(request, "credentials/enter.html", {"form": form}, status=422 if form.errors else 200)
    response["X-Robots-Tag"] = "noindex"
    return response


def check(request: HttpRequest, token: UUID) -> HttpResponse:
    """Does this paper hold, and what does it say? The kwarg is called token: the page is never stored nor indexed."""
    paper = reads.by_uuid(token)
    if paper is None:
        return render(request, "credentials/check_unknown.html", status=404)
    return _answer(request, paper, status=200)


def as_json(request: HttpRequest, token: UUID) -> JsonResponse:
    """The same for programs: what the page says, and nothing that it does not say."""
    paper = _paper(token)
    url = f"{paper.campus.address}{reverse('credentials:check', args=[paper.uuid])}"
    if paper.is_erased:
        return JsonResponse({"id": url, "state": "erased"})
    said = paper.content
    told = {
        "id": url, "number": str(paper.uuid), "state": paper.state, "kind": paper.kind, "course": said["course"],
        "issuer": said["issuer"], "issued_at": _local(paper.issued_at), "ended_at": _local(paper.ended_at),
        "example": bool(said.get("example")),
    }  # fmt: skip
    if paper.state == Credential.State.VALID:
        kept = ("first_on", "last_on", "planned_minutes", "attended_minutes", "outcomes", "place")
        told |= {"name": paper.person_name, "language": paper.language, **{key: said[key] for key in kept}}
        told |= {
            "assessment": "passed" if paper.kind == Credential.Kind.CERTIFICATE else None,
            "pdf": f"{url[:-1]}.pdf",
        }
    return JsonResponse(told)


def _local(at: datetime | None) -> str | None:
    return at.astimezone(CAMPUS_ZONE).isoformat(timespec="seconds") if at else None


def pdf(request: HttpRequest, token: UUID) -> HttpResponse:
    """The paper as tagged PDF, made on demand; one that does not hold any more is gone."""
    paper = _paper(token)
    if paper.state != Credential.State.VALID:
        return _answer(request, paper, status=410)
    try:
        body = certificate(_printed(paper))
    except DocumentsMissing:
        return render(request, "credentials/no_pdf.html", {"paper": paper}, status=503)
    name = f"nachweis-{str(paper.uuid)[:8]}.pdf"
    return HttpResponse(body, "application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'})


def _paper(uuid: UUID) -> Credential:
    paper = reads.by_uuid(uuid)
    if paper is None:
        raise Http404
    return paper


def _answer(request: HttpRequest, paper: Credential, *, status: int) -> HttpResponse:
    """Of a paper that holds, everything; of one that does not, one neutral word; of an erased one, that there was one."""
    if paper.is_erased:
        return render(request, "credentials/check_erased.html", {"answer": ERASED}, status=status)
    said, holds = paper.content, paper.state == Credential.State.VALID
    context = {
        "paper": paper, "answer": HOLDS if holds else PUBLIC[Ended(paper.state)], "tone": TONES[paper.state],
        "holds": holds, "course": Text(**said["course"]), "issuer": Text(**said["issuer"]),
        "outcomes": [Text(**outcome) for outcome in said["outcomes"]] if holds else [],
        "first_on": date.fromisoformat(said["first_on"]), "last_on": date.fromisoformat(said["last_on"]),
        "passed": PASSED if paper.kind == Credential.Kind.CERTIFICATE else "",
    }  # fmt: skip
    return render(request, "credentials/check.html", context, status=status)


def _printed(paper: Credential) -> CertificateData:
    """The paper in its own language, whoever opens it."""
    language: Literal["de", "en"] = "en" if paper.language == "en" else "de"
    said, is_certificate = paper.content, paper.kind == Credential.Kind.CERTIFICATE
    with translation.override(language):
        check_url = f"{paper.campus.address}{reverse('credentials:check', args=[paper.uuid])}"
    issuer = Text(**said["issuer"]).within(language)
    return CertificateData(
        kind="certificate" if is_certificate else "participation",
        language=language,
        campus_name=issuer,
        person_name=paper.person_name,
        course_title=Text(**said["course"]).within(language),
        first_on=date.fromisoformat(said["first_on"]),
        last_on=date.fromisoformat(said["last_on"]),
        attended_minutes=said["attended_minutes"],
        planned_minutes=said["planned_minutes"],
        outcomes=tuple(Text(**outcome).within(language) for outcome in said["outcomes"]),
        issuer=issuer,
        place=said["place"],
        issued_on=today(paper.issued_at),
        code=str(paper.uuid),
        check_url=check_url,
        assessment=PASSED.within(language) if is_certificate else "",
    )
