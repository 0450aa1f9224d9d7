"""Pages and news: what there is, what is missing, and the words as a draft."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, office_page, take
from glascampus.commons.editorial import actions, reads
from glascampus.commons.editorial.models import Page
from glascampus.commons.editorial.rules import FIXED, route_of
from glascampus.web.forms import PageForm, form_of

PER_PAGE = 50
WORDS = ("title_de", "body_de", "title_en", "body_en", "sources", "dated_on", "starts_at", "ends_at", "place")


@office_page
def pages(request: CampusRequest) -> HttpResponse:
    """Pages that stay, those that nobody has written yet, and news."""
    found = reads.told(reads.pages_seen_by(request.user))
    stay = [reads.told_of(page) for page in found.filter(kind=Page.Kind.PAGE)]
    news = Paginator(found.exclude(kind=Page.Kind.PAGE), PER_PAGE).get_page(request.GET.get("seite"))
    unwritten = [slug for slug in FIXED if slug not in {told.page.slug for told in stay}]
    return render(request, "web/office_pages.html", {
        "stay": stay, "unwritten": [(slug, _called(slug)) for slug in unwritten], "page": news, "news": [reads.told_of(page) for page in news.object_list],
    })  # fmt: skip


@office_page
def page(request: CampusRequest, slug: str) -> HttpResponse:
    """One page: what everybody reads, what waits, what is missing, its pictures and its history."""
    found = reads.pages_seen_by(request.user).filter(slug=slug).first()
    if found is None and slug in FIXED:
        return redirect("web:page_write", slug)
    one = get_object_or_404(reads.told(reads.pages_seen_by(request.user)), slug=slug)
    name, kwargs = route_of(one.kind, one.slug)
    return render(request, "web/office_page.html", {
        "told": reads.told_of(one), "pictures": one.pictures.all(), "versions": reads.versions_of(one), "newest": reads.newest(one),
        "address": reverse(name, kwargs=kwargs), "fixed": slug in FIXED,
    })  # fmt: skip


@office_page
def page_new(request: CampusRequest) -> HttpResponse:
    """Something new; its kind stands in the address and decides what is asked."""
    kind = request.GET.get("art", Page.Kind.NEWS)
    if kind not in Page.Kind.values:
        raise Http404
    titles = {
        "page": _("Neue Seite"),
        "news": _("Neue Nachricht"),
        "press": _("Neuer Pressetext"),
        "event": _("Neue Veranstaltung"),
    }
    form = form_of(kind)(request.POST if request.method == "POST" else None)
    return _write(request, form, {"kind": kind}, title=titles[kind], back=reverse("web:office_pages"))


@office_page
def page_write(request: CampusRequest, slug: str) -> HttpResponse:
    """The next version of the words."""
    known = reads.pages_seen_by(request.user).filter(slug=slug).first()
    if known is None and slug not in FIXED:
        raise Http404
    newest = reads.newest(known) if known else None
    first = {name: getattr(newest, name) for name in WORDS} if newest else {}
    form = form_of(known.kind if known else Page.Kind.PAGE)(
        request.POST if request.method == "POST" else None, initial=first
    )
    back = reverse("web:office_page", args=[slug]) if known else reverse("web:office_pages")
    return _write(request, form, {"slug": slug}, title=str(newest.title) if newest else _called(slug), back=back)


def _called(slug: str) -> str:
    """What a page is called before anybody has written it."""
    return {"jugend": _("Jugend"), "modell": _("Campusmodell")}[slug]


def _write(request: CampusRequest, form: PageForm, what: dict[str, Any], **context: Any) -> HttpResponse:
    """First a look at how it will read, then it is kept as a draft."""
    preview = request.method == "POST" and "speichern" not in request.POST and form.is_valid()
    if preview or "weiter" in request.POST:
        return render(
            request,
            "web/office_write.html",
            {**context, "form": form, "preview": preview and "weiter" not in request.POST},
        )
    return take(
        request, form=form, template="web/office_write.html", preview=False, said=_("Als Entwurf gespeichert."), **context,
        do=lambda **values: actions.keep_page(campus=request.campus, by=request.user, now=now(), **what, **values),
        done=lambda version: reverse("web:office_page", args=[version.page.slug]),
    )  # fmt: skip
