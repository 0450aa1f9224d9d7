"""Wishes to be forgotten: the office sees them and does it with one button."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, confirm, office_page
from glascampus.commons.people.reads import erasure_wishes
from glascampus.web.commands.people import erase


@office_page
def erasures(request: CampusRequest) -> HttpResponse:
    """Open requests, the oldest first."""
    return render(request, "web/erasures.html", {"wishes": erasure_wishes(now())})


@office_page
def erase_one(request: CampusRequest, pk: int) -> HttpResponse:
    """Forget one person who asked for it; whoever did not ask cannot be reached here."""
    wish = next((wish for wish in erasure_wishes(now()) if wish.user.pk == pk), None)
    if wish is None:
        raise Http404
    return confirm(
        request, title=_("Alles unter %(mailbox)s löschen?") % {"mailbox": wish.user.email}, submit=_("Endgültig löschen"), danger=True,
        intro=_("Namen, Adressen und Worte gehen verloren, Zahlen bleiben. "
                "Wer noch einen Platz in einem kommenden Durchgang hat, bleibt bis dahin gespeichert. Das lässt sich nicht zurücknehmen."),
        do=lambda: erase(wish.user.email), done=lambda _done: reverse("web:erasures"), said=_("Gelöscht."),
        back=(reverse("web:erasures"), _("Zurück")),
    )  # fmt: skip
