"""The booking's own page behind its private link, and its dates for a calendar."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest
from glascampus.commons.roles.access import is_office
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.models import Seat
from glascampus.stations.bookings.pages.link import opened_booking
from glascampus.stations.bookings.rules import tax_reason


@never_cache
def mine(request: CampusRequest, token: str) -> HttpResponse:
    """What was booked, where everybody stands, and what can be done."""
    booking = opened_booking(request, token)
    waits = any(seat.state in {Seat.State.WAITING, Seat.State.OFFERED} for seat in booking.seats.all())
    places = reads.positions(booking) if waits else {}
    seats = [(seat, places.get(seat.pk)) for seat in booking.seats.all()]
    moment = now()
    return render(
        request,
        "bookings/mine.html",
        {
            "booking": booking, "run": booking.run, "seats": seats, "tax": tax_reason(booking.tax_reason), "token": token, "sessions": reads.sessions_of(booking),
            "offered": [s for s, _position in seats if s.state == Seat.State.OFFERED and s.until and s.until > moment],
            "may_change": is_office(request.user) or not booking.run.starts_at or moment < booking.run.starts_at,
            "places": list(places.values()),
            "story": reads.line_story(booking) if waits else [],
            "moved": reads.move_asked(booking) if booking.run.originally_starts_at else None, "round": reads.current_round(booking.run),
            "undoables": reads.to_undo(moment, booking.run) if is_office(request.user) else [],
            "active": [s for s, _position in seats if s.state != Seat.State.CANCELLED],
        },
    )  # fmt: skip


def calendar(request: CampusRequest, token: str) -> HttpResponse:
    """The dates as a file for any calendar."""
    booking = opened_booking(request, token)
    body = actions.calendar_of(booking, reads.sessions_of(booking), now=now())
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="termin.ics"'},
    )
