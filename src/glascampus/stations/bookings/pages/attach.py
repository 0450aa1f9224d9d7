"""The office says whose booking it is; a name that somebody typed says nothing."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, office_page, take
from glascampus.commons.organisations.reads import organisations_seen_by
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.forms import AttachForm


@office_page
def attach(request: CampusRequest, code: str) -> HttpResponse:
    """One select: the organisation, with the one that bears the typed name chosen already."""
    booking = get_object_or_404(reads.bookings_seen_by(request.user), code=code)
    organisations = organisations_seen_by(request.user)
    named = organisations.filter(name__iexact=booking.organisation_name).first() if booking.organisation_name else None
    form = AttachForm(
        request.POST or None, choices=organisations, initial={"organisation": booking.organisation_id or named}
    )
    back = reverse("bookings:mine", args=[booking.code])
    typed = _("Getippt wurde: „%(name)s“. Ein getippter Firmenname gibt niemandem Zugang.") % {
        "name": booking.organisation_name
    }
    return take(
        request, form=form, title=_("Zu welchem Betrieb gehört die Buchung?"), submit=_("Zuordnen"), back=(back, _("Zurück")),
        intro=typed if booking.organisation_name else "", said=_("Zugeordnet."), done=lambda _done: back,
        do=lambda organisation: actions.attach_booking(booking=booking, organisation=organisation, by=request.user, now=now()),
    )  # fmt: skip
