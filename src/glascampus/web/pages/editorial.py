"""Pages that are mostly words: partners, the campus model, youth, the office's own pages, the legal texts, the statement on accessibility."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_lazy

from glascampus.basics.clock import now, today
from glascampus.commons.campuses import reads as campuses
from glascampus.commons.desk.pages import CampusRequest, take
from glascampus.commons.editorial import reads as editorial
from glascampus.commons.editorial.rules import FIXED
from glascampus.commons.legal.actions import give_feedback
from glascampus.commons.legal.reads import rulebook, text_of
from glascampus.commons.organisations.reads import organisations_seen_by
from glascampus.commons.sites.reads import sites
from glascampus.web.forms import FeedbackForm
from glascampus.web.jsonld import organisation


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
            "jsonld": organisation(request),
        },
    )


def model(request: CampusRequest) -> HttpResponse:
    """Where the model came from, and what of it others can take: the office's words above the facts."""
    words = _words("modell")
    return render(request, "web/model.html", {**words, "facts": campuses.facts("model"), "lab": campuses.facts("lab")})


def youth(request: CampusRequest) -> HttpResponse:
    """For pupils, students, parents and teachers."""
    return render(request, "web/page.html", {**_words("jugend"), "slug": "jugend", "title": gettext("Jugend")})


def page(request: CampusRequest, slug: str) -> HttpResponse:
    """A page that the office has made; one with an address of its own is found there only."""
    words = _words(slug)
    if not words["version"] or slug in FIXED:
        raise Http404
    return render(request, "web/page.html", {**words, "slug": slug})


def _words(slug: str) -> dict[str, Any]:
    version = editorial.page_shown(slug)
    return {"version": version, "pictures": list(editorial.pictures_of(version)) if version else []}


TITLES = {
    "imprint": gettext_lazy("Impressum"), "privacy": gettext_lazy("Datenschutz"), "terms": gettext_lazy("Teilnahmebedingungen"),
    "withdrawal": gettext_lazy("Widerrufsbelehrung"),
}  # fmt: skip


MISSING = {
    "imprint": gettext_lazy("Hier muss stehen, wer diesen Campus betreibt und wie man ihn erreicht. Dieser Text fehlt noch."),
    "privacy": gettext_lazy("Hier muss stehen, welche Daten dieser Campus speichert, wozu und wie lange. Dieser Text fehlt noch."),
    "terms": gettext_lazy("Hier soll stehen, was für jede Buchung gilt. Dieser Text fehlt noch."),
    "withdrawal": gettext_lazy("Hier muss stehen, wie Sie einen Vertrag widerrufen. Dieser Text fehlt noch."),
}  # fmt: skip


def legal(request: CampusRequest, page: str) -> HttpResponse:
    """Imprint, privacy, terms, withdrawal: the version that holds today."""
    if page not in TITLES:
        raise Http404
    text = text_of(page, now())
    context = {"title": TITLES[page], "missing": MISSING[page], "page": page, "version": text}
    return render(request, "web/legal.html", context)


def accessibility(request: CampusRequest) -> HttpResponse:
    """The statement (R3): the office's words, the standard and the bodies from the rulebook."""
    rules = rulebook(today())
    return render(
        request,
        "web/accessibility.html",
        {
            "version": text_of("accessibility", now()),
            "standard": rules.text("accessibility.standard"),
            "built_to": rules.text("accessibility.built_to"),
            "law": rules.text("accessibility.law"),
            "body": rules.row("accessibility.enforcement_body"),
            "within": rules.whole("accessibility.answer_within_days"),
        },
    )


def report_barrier(request: CampusRequest) -> HttpResponse:
    """A page of its own, since a form needs a cookie and the statement must not set one."""
    form = FeedbackForm(request.POST if request.method == "POST" else None, near=not request.stranger_at)
    return take(
        request, form=form, title=gettext("Eine Barriere melden"), submit=gettext("Barriere melden"),
        intro=gettext("Etwas geht nicht? Sagen Sie es uns, ohne Konto."), done=lambda _done: reverse("web:feedback_given"),
        back=(reverse("web:accessibility"), gettext("Zurück zur Erklärung")),
        do=lambda **values: give_feedback(
            campus=request.campus, by=request.user, now=now(), language=get_language() or "de", **values
        ),
    )  # fmt: skip


def feedback_given(request: CampusRequest) -> HttpResponse:
    """It has arrived."""
    return render(request, "web/feedback_given.html", {})
