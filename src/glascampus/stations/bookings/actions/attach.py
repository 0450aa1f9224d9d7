"""Joining a booking to an organisation, so that those who act for it see it. A typed name joins nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.commons.journal.actions import note
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.organisations.reads import organisations_of
from glascampus.commons.roles.access import demand
from glascampus.stations.bookings.access import may_attach_booking
from glascampus.stations.bookings.models import Booking


@transaction.atomic
def attach_booking(*, booking: Booking, organisation: Organisation | None, by: Any, now: datetime) -> Booking:
    """Join ``booking`` to ``organisation``, or to none; the same again changes nothing.

    Raises:
        NotAllowed: neither the office nor, for a booking that is nobody's yet, a colleague.
    """
    booking = Booking.objects.select_for_update().get(pk=booking.pk)
    if booking.organisation_id == (organisation.pk if organisation else None):
        return booking
    demand(may_attach_booking(by, booking, organisation))
    before, booking.organisation = booking.organisation_id, organisation
    booking.save(update_fields=["organisation"])
    note(by=by, deed="bookings.attached", thing=booking, now=now, before=before, after=booking.organisation_id)
    return booking


def attach_to_own_firm(*, booking: Booking, by: Any, now: datetime) -> Booking:
    """A colleague booked for the firm: the booking is the firm's. Of several firms it is the one whose name was typed."""
    if booking.kind != Booking.Kind.COMPANY or booking.organisation_id:
        return booking
    firms = list(organisations_of(by)[:20])
    typed = booking.organisation_name.casefold().strip()
    named = [firm for firm in firms if len(firms) == 1 or firm.name.casefold() == typed]
    return attach_booking(booking=booking, organisation=named[0], by=by, now=now) if named else booking
