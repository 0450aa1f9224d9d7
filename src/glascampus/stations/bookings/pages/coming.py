"""The button in the mail of a round of calls: coming or not, for each person of a booking."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from glascampus.basics.clock import now
from glascampus.basics.reason import NotAllowed, Refusal
from glascampus.commons.desk.pages import CampusRequest
from glascampus.commons.roll.reads import say
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.pages.link import acting, opened_booking

ANSWERS = {"ja": "sure", "nein": "no"}


@never_cache
def coming(request: CampusRequest, token: str) -> HttpResponse:
    """Who was asked by mail says "Ich komme" or "Ich komme nicht", for each person of the booking."""
    booking = opened_booking(request, token)
    current = reads.current_round(booking.run)
    seats = [seat for seat in booking.seats.all() if seat.state == Seat.State.SEATED]
    error = ""
    if request.method == "POST":
        error = _answered(request, booking, seats)
        if not error:
            return redirect(reverse("bookings:coming", args=[token]))
    said = {
        row.seat.pk: row.outcome for row in reads.call_list(booking.run, current) if row.seat.booking_id == booking.pk
    }
    return render(
        request,
        "bookings/coming.html",
        {"booking": booking, "run": booking.run, "token": token, "round": current, "error": error,
         "seats": [(seat, said.get(seat.pk, "")) for seat in seats], "open": current is not None and bool(seats)},
        status=422 if error else 200,
    )  # fmt: skip


def _answered(request: CampusRequest, booking: Booking, seats: Sequence[Seat]) -> str:
    """What is wrong with the answer, as a sentence; "" once it is noted for everybody it is about."""
    by = acting(request, booking)
    outcome = ANSWERS.get(request.POST.get("answer", ""), "")
    chosen = [seat for seat in seats if request.POST.get("seat", "") in {"", str(seat.pk)}]
    if not chosen or not outcome:
        return _("Bitte wählen Sie eine der Antworten.")
    try:
        for seat in chosen:
            seat.run, seat.booking = booking.run, booking
            actions.note_call(seat=seat, outcome=outcome, by=by, now=now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return say(refusal.reason)
    return ""
