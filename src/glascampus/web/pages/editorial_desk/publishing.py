"""What becomes of written words: public, taken back, deleted, or an older version again."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, confirm, office_page, take
from glascampus.commons.editorial import actions, reads
from glascampus.commons.editorial.models import Page, PageVersion
from glascampus.commons.roll.reads import say


@office_page
def page_publish(request: CampusRequest, slug: str) -> HttpResponse:
    """Let everybody read the newest words; what they will miss is said before."""
    found, newest, back = written(request, slug)
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
    found, newest, back = written(request, slug)
    return confirm(
        request, title=_("„%(title)s“ zurücknehmen?") % {"title": newest.title}, submit=_("Zurücknehmen"), danger=True, back=(back, _("Zurück")),
        intro=_("Dann liest es niemand mehr außer dem Büro. Text und Verlauf bleiben."), said=_("Zurückgenommen."), done=lambda _done: back,
        do=lambda: actions.take_down(page=found, by=request.user, now=now()),
    )  # fmt: skip


@office_page
def page_remove(request: CampusRequest, slug: str) -> HttpResponse:
    """A draft that nobody has read goes for good."""
    found, newest, back = written(request, slug)
    return confirm(
        request, title=_("Den Entwurf „%(title)s“ löschen?") % {"title": newest.title}, submit=_("Löschen"), danger=True, back=(back, _("Zurück")),
        intro=_("Das geht nur, solange er nie öffentlich war und kein Bild hat."), said=_("Gelöscht."), done=lambda _done: reverse("web:office_pages"),
        do=lambda: actions.remove_page(page=found, by=request.user, now=now()),
    )  # fmt: skip


@office_page
def page_version(request: CampusRequest, slug: str, number: int) -> HttpResponse:
    """One version as it was; a button brings its words back as a draft."""
    found, newest, back = written(request, slug)
    version = reads.version_of(found, number)
    if version is None:
        raise Http404
    return take(
        request, form=forms.Form(request.POST if request.method == "POST" else None), template="web/office_version.html",
        title=_("%(title)s, Fassung %(number)s") % {"title": version.title, "number": number},
        submit=_("Als Entwurf übernehmen"), back=(back, _("Zurück")), version=version, is_newest=version == newest, said=_("Als Entwurf gespeichert."),
        do=lambda: actions.restore(version=version, by=request.user, now=now()), done=lambda _done: back,
    )  # fmt: skip


def written(request: CampusRequest, slug: str) -> tuple[Page, PageVersion, str]:
    """A page that has words, the newest of them, and the way back to it."""
    found = get_object_or_404(reads.pages_seen_by(request.user), slug=slug)
    newest = reads.newest(found)
    if newest is None:
        raise Http404
    return found, newest, reverse("web:office_page", args=[slug])
