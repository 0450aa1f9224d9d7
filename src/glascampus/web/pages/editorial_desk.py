"""The office's desk for words and pictures: pages and news as drafts, what is missing, the history, pictures with their consent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, confirm, office_page, take
from glascampus.commons.editorial import actions, reads
from glascampus.commons.editorial.models import Page, PageVersion, Picture
from glascampus.commons.editorial.rules import FIXED, route_of
from glascampus.commons.roll.reads import say
from glascampus.web.forms import NewPictureForm, PageForm, PictureForm, form_of

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


def _one(request: CampusRequest, slug: str) -> tuple[Page, PageVersion, str]:
    found = get_object_or_404(reads.pages_seen_by(request.user), slug=slug)
    newest = reads.newest(found)
    if newest is None:
        raise Http404
    return found, newest, reverse("web:office_page", args=[slug])


@office_page
def page_publish(request: CampusRequest, slug: str) -> HttpResponse:
    """Let everybody read the newest words; what they will miss is said before."""
    found, newest, back = _one(request, slug)
    left_out = [picture for picture in found.pictures.all() if picture.lacks]
    facts = [(_("Gut zu wissen"), say(reason)) for reason in newest.lacks]
    facts += [(_("Ein Bild bleibt weg"), say(picture.lacks[0])) for picture in left_out]
    return confirm(
        request, title=_("„%(title)s“ veröffentlichen?") % {"title": newest.title}, submit=_("Veröffentlichen"), back=(back, _("Zurück")),
        intro=_("Von diesem Moment an lesen es alle."), said=_("Veröffentlicht."), done=lambda _done: back, facts=facts,
        do=lambda: actions.publish(page=found, by=request.user, now=now()),
    )  # fmt: skip


@office_page
def page_take_down(request: CampusRequest, slug: str) -> HttpResponse:
    """Nobody but the office reads it any more."""
    found, newest, back = _one(request, slug)
    return confirm(
        request, title=_("„%(title)s“ zurücknehmen?") % {"title": newest.title}, submit=_("Zurücknehmen"), danger=True, back=(back, _("Zurück")),
        intro=_("Dann liest es niemand mehr außer dem Büro. Text und Verlauf bleiben."), said=_("Zurückgenommen."), done=lambda _done: back,
        do=lambda: actions.take_down(page=found, by=request.user, now=now()),
    )  # fmt: skip


@office_page
def page_remove(request: CampusRequest, slug: str) -> HttpResponse:
    """A draft that nobody has read goes for good."""
    found, newest, back = _one(request, slug)
    return confirm(
        request, title=_("Den Entwurf „%(title)s“ löschen?") % {"title": newest.title}, submit=_("Löschen"), danger=True, back=(back, _("Zurück")),
        intro=_("Das geht nur, solange er nie öffentlich war und kein Bild hat."), said=_("Gelöscht."), done=lambda _done: reverse("web:office_pages"),
        do=lambda: actions.remove_page(page=found, by=request.user, now=now()),
    )  # fmt: skip


@office_page
def page_version(request: CampusRequest, slug: str, number: int) -> HttpResponse:
    """One version as it was; a button brings its words back as a draft."""
    found, newest, back = _one(request, slug)
    version = reads.version_of(found, number)
    if version is None:
        raise Http404
    return take(
        request, form=forms.Form(request.POST if request.method == "POST" else None), template="web/office_version.html",
        title=_("%(title)s, Fassung %(number)s") % {"title": version.title, "number": number},
        submit=_("Als Entwurf übernehmen"), back=(back, _("Zurück")), version=version, is_newest=version == newest, said=_("Als Entwurf gespeichert."),
        do=lambda: actions.restore(version=version, by=request.user, now=now()), done=lambda _done: back,
    )  # fmt: skip


@office_page
def picture_new(request: CampusRequest, slug: str) -> HttpResponse:
    """A photo for a page."""
    found, _newest, back = _one(request, slug)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None,)
    form = NewPictureForm(*sent, too_big=bool(getattr(request, "upload_too_big", False)))
    return take(
        request, form=form, title=_("Bild hinzufügen"), submit=_("Hochladen"), back=(back, _("Zurück")), said=_("Gespeichert."),
        intro=_("Zu sehen ist es erst, wenn Beschreibung, Rechte und Einwilligung da sind. Sie können sie auch später eintragen."),
        do=lambda **values: actions.add_picture(page=found, by=request.user, now=now(), **values), done=lambda _done: back,
    )  # fmt: skip


@office_page
def picture_edit(request: CampusRequest, pk: int) -> HttpResponse:
    """What is on a picture, whose it is, who agreed."""
    picture, back = _picture(request, pk)
    first = {name: getattr(picture, name) for name in PictureForm.base_fields}
    form = PictureForm(request.POST if request.method == "POST" else None, initial=first)
    return take(
        request, form=form, title=_("Bild beschreiben"), template="web/office_picture.html", picture=picture, back=(back, _("Zurück")),
        do=lambda **values: actions.keep_picture(picture=picture, by=request.user, now=now(), **values), done=lambda _done: back,
        said=_("Gespeichert."), submit=_("Speichern"),
    )  # fmt: skip


@office_page
def picture_withdraw(request: CampusRequest, pk: int) -> HttpResponse:
    """Somebody no longer agrees."""
    picture, back = _picture(request, pk)
    return confirm(
        request, title=_("Die Einwilligung ist zurückgezogen?"), submit=_("Bild sofort löschen"), danger=True, back=(back, _("Zurück")),
        facts=[(_("Bild"), picture.alt), (_("Eingewilligt hat"), picture.consent_by)], said=_("Das Bild ist gelöscht."),
        intro=_("Das Bild verschwindet in diesem Moment von allen Seiten, und die Datei wird gelöscht. Das lässt sich nicht zurücknehmen."),
        do=lambda: actions.withdraw_consent(picture=picture, by=request.user, now=now()), done=lambda _done: back,
    )  # fmt: skip


@office_page
def picture_remove(request: CampusRequest, pk: int) -> HttpResponse:
    """A picture goes with everything that is written about it."""
    picture, back = _picture(request, pk)
    return confirm(
        request, title=_("Das Bild löschen?"), submit=_("Löschen"), danger=True, back=(back, _("Zurück")), facts=[(_("Bild"), picture.alt)],
        intro=_("Die Datei und alles, was dazu eingetragen ist, werden gelöscht."), said=_("Gelöscht."), done=lambda _done: back,
        do=lambda: actions.remove_picture(picture=picture, by=request.user, now=now()),
    )  # fmt: skip


def _picture(request: CampusRequest, pk: int) -> tuple[Picture, str]:
    picture = get_object_or_404(reads.pictures_seen_by(request.user).select_related("page"), pk=pk)
    return picture, reverse("web:office_page", args=[picture.page.slug])
