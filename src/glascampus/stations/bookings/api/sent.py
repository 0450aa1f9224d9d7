"""What programs send about bookings: checked beyond its shape, and as the actions take it."""

from __future__ import annotations

from datetime import datetime

from glascampus.basics.clock import today
from glascampus.commons.desk.api.problems import Problem
from glascampus.stations.bookings.api.shapes import Order, Participant, Rename
from glascampus.stations.bookings.models import Seat
from glascampus.stations.bookings.rules import Given, who


def check(order: Order, at: datetime) -> None:
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
        first = seen.setdefault(who(given_of(person), order.booker.organisation or ""), number)
        if first != number:
            where = f"/participants/{number}" + ("/email" if person.email else "")
            faults.append((where, f"the same person as participant {first}"))
    return faults


def given_of(person: Participant) -> Given:
    """A participant as the actions take one."""
    return Given(person.given_name, person.family_name, (person.email or "").lower(), person.external_id or "")


def given_in(seat: Seat) -> Given:
    """Who sits there now."""
    person = seat.person
    return Given(person.given_name, person.family_name, person.email, person.external_id)


def changed(seat: Seat, change: Rename) -> Given:
    """The person with what was sent; null and "" empty."""
    sent = {name: getattr(change, name) or "" for name in change.model_fields_set}
    known = given_in(seat)
    return Given(
        sent.get("given_name", known.given_name), sent.get("family_name", known.family_name),
        sent.get("email", known.email).lower(), sent.get("external_id", known.external_id),
    )  # fmt: skip
