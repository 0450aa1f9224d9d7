"""Who may do what with a booking: the office, and whoever holds its link."""

from __future__ import annotations

from typing import Any

from glascampus.commons.journal.rules import Actor
from glascampus.commons.organisations.access import is_colleague
from glascampus.commons.organisations.models import Organisation
from glascampus.commons.organisations.reads import organisations_of
from glascampus.commons.people.reads import mailbox_of
from glascampus.commons.roles.access import is_office
from glascampus.commons.roles.reads import kinds_of
from glascampus.stations.bookings.models import Booking

MACHINES = frozenset({"api_token"})


def link_holder(booking: Booking) -> Actor:
    """Whoever opened the booking's private link."""
    return Actor("booking_link", booking.pk)


def made_by(by: Any) -> str:
    """How a booking remembers the machine that made it; "" for people."""
    return f"{by.kind}:{by.id}" if isinstance(by, Actor) and by.kind in MACHINES else ""


def may_change_booking(by: Any, booking: Booking) -> bool:
    """Cancel, change names, accept an offer: the office, the holder of the link, who booked, the machine that booked."""
    machine = bool(booking.made_by and made_by(by) == booking.made_by)
    return is_office(by) or by == link_holder(booking) or machine or is_theirs(by, booking)


def is_theirs(by: Any, booking: Booking) -> bool:
    """Whether ``by`` signed in with the mailbox that booked, or acts for the firm the booking is joined to."""
    mail = mailbox_of(by)
    if not mail:
        return False
    if booking.booker_email.lower() == mail:
        return True
    return booking.organisation_id is not None and organisations_of(by).filter(pk=booking.organisation_id).exists()


def may_attach_booking(by: Any, booking: Booking, organisation: Organisation | None) -> bool:
    """The office joins any booking to any organisation; a colleague only one that is nobody's yet to their own."""
    if is_office(by) or organisation is None:
        return is_office(by)
    return booking.organisation_id is None and is_colleague(by, organisation)


def sees_firm(by: Any) -> bool:
    """Who has the role, or was invited to act for an organisation."""
    return "company" in kinds_of(by) or organisations_of(by).exists()


def may_decide_runs(by: Any) -> bool:
    """Say go or no-go."""
    return is_office(by)
