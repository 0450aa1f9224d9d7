"""Booking by program: each call sees and changes only what its own token booked."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from glascampus.basics.clock import now
from glascampus.commons.desk.api.calling import Deed, answered_once, body_as, body_of, with_token
from glascampus.commons.desk.api.problems import Problem, refusals_are
from glascampus.commons.desk.api.reading import as_json, readable, told
from glascampus.commons.desk.api.shapes import answers
from glascampus.commons.legal.reads import shown_at_booking
from glascampus.commons.machines.rules import Answer, actor
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.api.said import booking_said, id_of
from glascampus.stations.bookings.api.sent import changed, check, given_in, given_of
from glascampus.stations.bookings.api.shapes import BookingSaid, Order, Rename
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.rules import AlreadyBooked, BookingClosed, NothingOffered, TooLate
from glascampus.stations.courses.reads import shown_run
from glascampus.stations.courses.rules import RunFull

router = Router(tags=["bookings"])
KINDS = {
    RunFull: (409, "full"), AlreadyBooked: (409, "already-booked"),
    BookingClosed: (409, "closed"), TooLate: (409, "closed"), NothingOffered: (409, "closed"),
}  # fmt: skip
POINTERS = {"people": "/participants", "wait_if_full": "/wait_if_full"}
READ, WRITE = "bookings:read", "bookings:write"
CALL = (401, 403, 429)
KEY_HEADER = {
    "name": "Idempotency-Key", "in": "header", "required": True,
    "description": "The same key with the same body gives the same answer for 72 hours, and books only once.",
    "schema": {"type": "string", "minLength": 8, "maxLength": 128, "pattern": "^[!-~]{8,128}$"},
}  # fmt: skip


def _needs(scope: str, shape: type[Any] | None = None, **more: Any) -> dict[str, Any]:
    """How the description tells of the token, and of the body that is read by hand after the checks before it."""
    body = (
        {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{shape.__name__}"}}},
        }
        if shape
        else None
    )
    return {"security": [{"token": []}], "x-scope": scope, **({"requestBody": body} if body else {}), **more}


@router.post(
    "/bookings", summary="Book seats", openapi_extra=_needs(WRITE, Order, parameters=[KEY_HEADER]),
    response=answers({201: BookingSaid, 202: BookingSaid}, 400, *CALL, 404, 409, 413, 415, 422),
)  # fmt: skip
@with_token(WRITE, takes_body=True)
@answered_once
def book(request: HttpRequest) -> Deed:
    """201 when somebody sits, 202 when all wait. Done once for each key."""
    at, order = now(), body_as(Order, body_of(request))
    check(order, at)
    shown = shown_at_booking(order.language, at)
    run = shown_run(readable(order.run, "no-such-run"))
    if run is None:
        raise Problem(404, "There is no such run.", "no-such-run")

    def do() -> Answer:
        with refusals_are(KINDS, POINTERS):
            booking = actions.book(
                run=run, kind=order.kind, booker_name=order.booker.name, booker_email=order.booker.email,
                organisation_name=order.booker.organisation or "", people=[given_of(p) for p in order.participants],
                by=_by(request), now=at, language=order.language, wait_if_full=order.wait_if_full, split=order.split,
                provisional_until=order.provisional_until, terms=shown.terms, shown=shown.versions,
            )  # fmt: skip
        waits = booking.state == Booking.State.WAITING
        return Answer(202 if waits else 201, as_json(booking_said(request, booking)))

    return do


@router.get(
    "/bookings/{id}", summary="One booking", openapi_extra=_needs(READ),
    response=answers({200: BookingSaid, 304: None}, *CALL, 404),
)  # fmt: skip
@with_token(READ)
def booking(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002  the contract's name
    """Where everybody of a booking stands."""
    return told(request, booking_said(request, _mine(request, id)), private=True)


@router.api_operation(
    ["DELETE"],
    "/bookings/{id}", summary="Cancel a booking", openapi_extra=_needs(WRITE),
    response=answers({200: BookingSaid}, *CALL, 404, 409),
)  # fmt: skip
@with_token(WRITE)
def cancel(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Cancel everybody; freed seats are offered to those who wait. Again: the same answer, nothing changes."""
    found = _mine(request, id)
    if found.state != Booking.State.CANCELLED:
        with refusals_are(KINDS):
            actions.cancel_booking(booking=found, by=_by(request), now=now())
    return _said(booking_said(request, _mine(request, id)))


@router.patch(
    "/bookings/{id}/participants/{participant_id}", summary="Correct or replace a participant",
    openapi_extra=_needs(WRITE, Rename), response=answers({200: BookingSaid}, 400, *CALL, 404, 409, 413, 415, 422),
)  # fmt: skip
@with_token(WRITE, takes_body=True)
def rename(request: HttpRequest, id: str, participant_id: str) -> HttpResponse:  # noqa: A002
    """What is left away stays as it is; null empties a mailbox or an external id."""
    change = body_as(Rename, body_of(request))
    found = _mine(request, id)
    seat = _seat(found, participant_id)
    given = changed(seat, change)
    if given != given_in(seat):
        with refusals_are(KINDS):
            actions.change_names(booking=found, seat=seat, given=given, by=_by(request), now=now())
    return _said(booking_said(request, _mine(request, id)))


# Whose it is


def _by(request: HttpRequest) -> Any:
    return actor(request.token.pk)  # type: ignore[attr-defined]  # set by with_token


def _mine(request: HttpRequest, code: str) -> Booking:
    """The booking, fresh from the database, if this token made it.

    Raises:
        Problem: 404.
    """
    found = reads.bookings_made_with(request.token.pk).filter(code=readable(code)).first()  # type: ignore[attr-defined]
    if found is None:
        raise Problem(404, "There is no such booking, or it was not made with this token.")
    return found


def _seat(booking: Booking, participant: str) -> Seat:
    for seat in booking.seats.all():
        if id_of(booking, seat) == participant:
            return seat
    raise Problem(404, "There is no such participant in this booking.")


def _said(value: object) -> HttpResponse:
    return HttpResponse(as_json(value), content_type="application/json", headers={"Cache-Control": "no-store"})
