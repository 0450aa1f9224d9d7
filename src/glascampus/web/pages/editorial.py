"""Pages that are mostly words: partners, the campus model, the legal three."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from glascampus.commons.campuses import reads as campuses
from glascampus.commons.desk.pages import CampusRequest
from glascampus.commons.organisations.reads import organisations_seen_by
from glascampus.commons.sites.reads import sites


def partners(request: CampusRequest) -> HttpResponse:
    """Who carries the campus, and what has been so far."""
    found = organisations_seen_by(request.user)
    return render(
        request,
        "web/partners.html",
        {
            "partners": [o for o in found if o.is_public],
            "sites": sites(),
            "milestones": campuses.facts("milestone"),
            "funding": campuses.facts("funding"),
        },
    )


def model(request: CampusRequest) -> HttpResponse:
    """Where the model came from, and what of it others can take."""
    return render(request, "web/model.html", {"facts": campuses.facts("model"), "lab": campuses.facts("lab")})


def legal(request: CampusRequest, page: str) -> HttpResponse:
    """Imprint, privacy, accessibility: the office's own texts."""
    titles = {"imprint": _("Impressum"), "privacy": _("Datenschutz"), "accessibility": _("Barrierefreiheit"),
              "terms": _("Teilnahmebedingungen")}  # fmt: skip
    if page not in titles:
        raise Http404
    return render(request, "web/legal.html", {"title": titles[page], "text": getattr(request.campus, page)})
