"""What programs hear about a booking; no names."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from glascampus.commons.desk.api.reading import moment, money
from glascampus.stations.bookings import reads
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.rules import tax_within


def booking_said(request: HttpRequest, booking: Booking) -> dict[str, Any]:
    """Where everybody of a booking stands, what it costs, and where it is."""
    seats = list(booking.seats.all())
    taken = sum(seat.state in reads.TAKEN for seat in seats)
    places = reads.positions(booking) if any(seat.state == Seat.State.WAITING for seat in seats) else {}
    return {
        "id": booking.code, "code": booking.code, "run": booking.run.code, "state": booking.state, "seats": taken,
        "participants": [
            {"id": id_of(booking, s), "state": s.state, "position": places.get(s.pk), "until": moment(s.until)} for s in seats
        ],
        "price": _price(booking),
        "links": _links(request, booking),
    }  # fmt: skip


def id_of(booking: Booking, seat: Seat) -> str:
    """Tells a participant apart in all bookings and gives no number away: a hash over the booking's random code."""
    return hashlib.sha256(f"participant\n{booking.code}\n{seat.pk}".encode()).hexdigest()[:20]


def _price(booking: Booking) -> dict[str, Any]:
    """The whole price, the tax within it, and otherwise why there is none."""
    tax, rate = tax_within(booking.price_cents, booking.tax_reason)
    reason = "" if rate else booking.tax_reason
    return {"total": money(booking.price_cents), "tax": money(tax), "tax_rate": rate, "reason": reason}


def _links(request: HttpRequest, booking: Booking) -> dict[str, str]:
    with translation.override(booking.language):
        manage = reverse("bookings:mine", args=[reads.token_of(booking)])
    return {
        "self": request.build_absolute_uri(f"/api/v1/bookings/{booking.code}"),
        "manage": request.build_absolute_uri(manage),
    }
