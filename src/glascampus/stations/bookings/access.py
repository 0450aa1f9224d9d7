"""Who may do what with a booking: the office, and whoever holds its link."""

from __future__ import annotations

from typing import Any

from glascampus.commons.journal.rules import Actor
from glascampus.commons.roles.access import is_office
from glascampus.stations.bookings.models import Booking


def link_holder(booking: Booking) -> Actor:
    """Whoever opened the booking's private link."""
    return Actor("booking_link", booking.pk)


def may_change_booking(by: Any, booking: Booking) -> bool:
    """Cancel, change names, accept an offer."""
    return is_office(by) or by == link_holder(booking)


def may_decide_runs(by: Any) -> bool:
    """Say go or no-go."""
    return is_office(by)
