"""Who holds the private link of a booking: what it opens, in whose name it acts, and the words on its buttons."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from glascampus.commons.desk.pages import CampusRequest
from glascampus.stations.bookings import reads
from glascampus.stations.bookings.access import link_holder, may_change_booking
from glascampus.stations.bookings.models import Booking
from glascampus.stations.courses.models import Run


def opened_booking(request: CampusRequest, token: str) -> Booking:
    """The booking behind the link."""
    booking = reads.booking_opened_by(request.user, token)
    if booking is None:
        raise Http404
    return booking


def acting(request: CampusRequest, booking: Booking) -> Any:
    """Who signed in and may do it acts under their own name, everybody else as holder of the link."""
    return request.user if may_change_booking(request.user, booking) else link_holder(booking)


def back(token: str) -> str:
    """The booking's own page, from which all else is done."""
    return reverse("bookings:mine", args=[token])


def order_words(run: Run) -> str:
    """The words on the button that the law asks for (R9), in the language of the page."""
    return _("zahlungspflichtig buchen") if run.price_cents else _("verbindlich anmelden")
