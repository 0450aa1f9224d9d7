"""While its mails still wait, one tap takes a deed of the office back, another sends them at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, office_page
from glascampus.commons.roll.reads import say
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.rules import UndoTooLate


@require_POST
@office_page
def undo(request: CampusRequest, pk: int) -> HttpResponse:
    """Take it back, or say why that is not possible any more."""
    return _tapped(request, pk, actions.undo, _("Zurückgenommen. Niemand hat eine Mail bekommen."))


@require_POST
@office_page
def send_now(request: CampusRequest, pk: int) -> HttpResponse:
    """Do not wait the ten minutes: the mails leave, and the deed stays."""
    return _tapped(request, pk, actions.send_now, _("Die Mails sind auf dem Weg."))


def _tapped(request: CampusRequest, pk: int, do: Callable[..., Any], said: str) -> HttpResponse:
    deed = reads.undoable_by_pk(pk)
    if deed is None:
        raise Http404
    try:
        do(undoable=deed, by=request.user, now=now())
    except UndoTooLate as refusal:
        messages.error(request, say(refusal.reason))
    else:
        messages.success(request, said)
    return redirect(reverse("bookings:office_run", args=[deed.run.code]))
