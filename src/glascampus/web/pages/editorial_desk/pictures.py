"""Pictures of a page: with what they show, whose they are, and who agreed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, confirm, office_page, take
from glascampus.commons.editorial import actions, reads
from glascampus.commons.editorial.models import Picture
from glascampus.web.forms import NewPictureForm, PictureForm
from glascampus.web.pages.editorial_desk.publishing import written


@office_page
def picture_new(request: CampusRequest, slug: str) -> HttpResponse:
    """A photo for a page."""
    found, _newest, back = written(request, slug)
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
