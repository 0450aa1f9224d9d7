"""Who holds the private link of a booking: what it opens, and in whose name it acts."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from glascampus.commons.desk.pages import CampusRequest
from glascampus.stations.bookings import reads
from glascampus.stations.bookings.access import link_holder, may_change_booking
from glascampus.stations.bookings.models import Booking


def opened_booking(request: CampusRequest, token: str) -> Booking:
    """The booking behind the link."""
    booking = reads.booking_opened_by(request.user, token)
    if booking is None:
        raise Http404
    return booking


def acting(request: CampusRequest, booking: Booking) -> Any:
    """Who signed in and may do it acts under their own name, everybody else as holder of the link."""
    return request.user if may_change_booking(request.user, booking) else link_holder(booking)
