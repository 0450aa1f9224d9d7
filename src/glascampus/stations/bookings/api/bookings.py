"""Booking by program: each call sees and changes only what its own token booked."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from ninja import Router

from glascampus.basics.clock import now, today
from glascampus.commons.desk.api.calling import Deed, answered_once, body_as, body_of, with_token
from glascampus.commons.desk.api.problems import Problem, refusals_are
from glascampus.commons.desk.api.reading import as_json, moment, money, readable, told
from glascampus.commons.desk.api.shapes import answers
from glascampus.commons.legal.reads import shown_at_booking
from glascampus.commons.machines.rules import Answer, actor
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.api.shapes import BookingSaid, Order, Participant, Rename
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.rules import (
    AlreadyBooked,
    BookingClosed,
    Given,
    NothingOffered,
    TooLate,
    tax_within,
    who,
)
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
    _check(order, at)
    shown = shown_at_booking(order.language, at)
    run = shown_run(readable(order.run, "no-such-run"))
    if run is None:
        raise Problem(404, "There is no such run.", "no-such-run")

    def do() -> Answer:
        with refusals_are(KINDS, POINTERS):
            booking = actions.book(
                run=run, kind=order.kind, booker_name=order.booker.name, booker_email=order.booker.email,
                organisation_name=order.booker.organisation or "", people=[_given(p) for p in order.participants],
                by=_by(request), now=at, language=order.language, wait_if_full=order.wait_if_full, split=order.split,
                provisional_until=order.provisional_until, terms=shown.terms, shown=shown.versions,
            )  # fmt: skip
        waits = booking.state == Booking.State.WAITING
        return Answer(202 if waits else 201, as_json(_booking(request, booking)))

    return do


@router.get(
    "/bookings/{id}", summary="One booking", openapi_extra=_needs(READ),
    response=answers({200: BookingSaid, 304: None}, *CALL, 404),
)  # fmt: skip
@with_token(READ)
def booking(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002  the contract's name
    """Where everybody of a booking stands."""
    return told(request, _booking(request, _mine(request, id)), private=True)


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
    return _said(_booking(request, _mine(request, id)))


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
    given = _changed(seat, change)
    if given != _of(seat):
        with refusals_are(KINDS):
            actions.change_names(booking=found, seat=seat, given=given, by=_by(request), now=now())
    return _said(_booking(request, _mine(request, id)))


# What was sent


def _check(order: Order, at: datetime) -> None:
    """What shapes cannot tell: how many for whom, nobody twice, no day that is over.

    Raises:
        Problem: 422.
    """
    faults = _twice(order)
    if order.kind != "company" and len(order.participants) > 1:
        faults.append(("/participants", "private and self_employed take one participant"))
    if order.provisional_until and order.provisional_until < today(at):
        faults.append(("/provisional_until", "today or later"))
    if faults:
        raise Problem(422, "Some fields cannot be used.", errors=faults)


def _twice(order: Order) -> list[tuple[str, str]]:
    seen: dict[str, int] = {}
    faults = []
    for number, person in enumerate(order.participants):
        first = seen.setdefault(who(_given(person), order.booker.organisation or ""), number)
        if first != number:
            where = f"/participants/{number}" + ("/email" if person.email else "")
            faults.append((where, f"the same person as participant {first}"))
    return faults


def _given(person: Participant) -> Given:
    return Given(person.given_name, person.family_name, (person.email or "").lower(), person.external_id or "")


def _of(seat: Seat) -> Given:
    person = seat.person
    return Given(person.given_name, person.family_name, person.email, person.external_id)


def _changed(seat: Seat, change: Rename) -> Given:
    """The person with what was sent; null and "" empty."""
    sent = {name: getattr(change, name) or "" for name in change.model_fields_set}
    known = _of(seat)
    return Given(
        sent.get("given_name", known.given_name), sent.get("family_name", known.family_name),
        sent.get("email", known.email).lower(), sent.get("external_id", known.external_id),
    )  # fmt: skip


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
        if _participant_id(booking, seat) == participant:
            return seat
    raise Problem(404, "There is no such participant in this booking.")


def _participant_id(booking: Booking, seat: Seat) -> str:
    """Tells a participant apart in all bookings and gives no number away: a hash over the booking's random code."""
    return hashlib.sha256(f"participant\n{booking.code}\n{seat.pk}".encode()).hexdigest()[:20]


# What is answered


def _said(value: object) -> HttpResponse:
    return HttpResponse(as_json(value), content_type="application/json", headers={"Cache-Control": "no-store"})


def _price(booking: Booking) -> dict[str, Any]:
    """The whole price, the tax within it, and otherwise why there is none."""
    tax, rate = tax_within(booking.price_cents, booking.tax_reason)
    reason = "" if rate else booking.tax_reason
    return {"total": money(booking.price_cents), "tax": money(tax), "tax_rate": rate, "reason": reason}


def _booking(request: HttpRequest, booking: Booking) -> dict[str, Any]:
    seats = list(booking.seats.all())
    taken = sum(seat.state in reads.TAKEN for seat in seats)
    places = reads.positions(booking) if any(seat.state == Seat.State.WAITING for seat in seats) else {}
    return {
        "id": booking.code, "code": booking.code, "run": booking.run.code, "state": booking.state, "seats": taken,
        "participants": [
            {"id": _participant_id(booking, s), "state": s.state, "position": places.get(s.pk), "until": moment(s.until)} for s in seats
        ],
        "price": _price(booking),
        "links": _links(request, booking),
    }  # fmt: skip


def _links(request: HttpRequest, booking: Booking) -> dict[str, str]:
    with translation.override(booking.language):
        manage = reverse("bookings:mine", args=[reads.token_of(booking)])
    return {
        "self": request.build_absolute_uri(f"/api/v1/bookings/{booking.code}"),
        "manage": request.build_absolute_uri(manage),
    }
