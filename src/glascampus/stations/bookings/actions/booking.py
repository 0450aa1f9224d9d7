"""Booking seats."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError
from django_scopes import get_scope

from glascampus.basics.clock import today
from glascampus.basics.reason import Refusal
from glascampus.basics.tokens import fingerprint
from glascampus.commons.campuses.models import Campus
from glascampus.commons.campuses.reads import link_token
from glascampus.stations.bookings import reads
from glascampus.stations.bookings.access import made_by
from glascampus.stations.bookings.actions.seating import names_of, store
from glascampus.stations.bookings.models import Booking
from glascampus.stations.bookings.rules import MOST_PEOPLE, AlreadyBooked, Given, NoRules, WrongPeople
from glascampus.stations.courses.models import Run


def book(
    *, run: Run, kind: str, booker_name: str, booker_email: str, people: Sequence[Given], by: Any, now: datetime,
    organisation_name: str = "", address: str = "", language: str = "de", wait_if_full: bool = False,
    provisional_until: date | None = None, form_key: str = "", terms: str = "", example: bool = False, split: bool = False,
    shown: Sequence[Mapping[str, object]] = (),
    booker_phone: str = "",
) -> Booking:  # fmt: skip
    """Give ``people`` seats of ``run``, all or none; ``provisional_until`` makes it provisional (funding proviso).

    With ``split`` those sit who fit, and the others wait. The same ``form_key`` again (double click, two tabs) gives the
    booking that it made the first time. The seats are at hand in ``booking.seats.all()``, each with its state.

    Raises:
        BookingClosed: ``now`` is past the closing time, or the run is not offered.
        RunFull: fewer seats are free than people and neither ``wait_if_full`` nor ``split`` is set; nothing was changed.
        AlreadyBooked: one of them already sits, waits or is held in this run.
        WrongPeople: nobody, too many, or several where one books alone.
        NoRules: the rulebook does not know the tax of that day.
    """
    _refuse_wrong_number(kind, people)
    if (tax := reads.tax_code_on(today(now))) is None:
        raise NoRules
    booking = Booking(
        campus=_campus_of(run), run=run, kind=kind, booker_name=booker_name, booker_email=booker_email.lower(), address=address,
        booker_phone=booker_phone,
        organisation_name=organisation_name, unit_price_cents=run.price_cents, price_cents=run.price_cents * len(people),
        tax_reason=tax, terms=terms, shown=list(shown), language=language, form_key=form_key, provisional_until=provisional_until,
        booked_at=now, example=example, code=secrets.token_hex(8), split=split, made_by=made_by(by),
    )  # fmt: skip
    booking.link = fingerprint(link_token("booking", booking.code))
    try:
        stored = store(booking, people, wait_if_full=wait_if_full or split, by=by, now=now)
    except IntegrityError:  # the same form for another run at the same moment: the database has the last word
        if known := _made_by(form_key):
            return known
        raise AlreadyBooked(field="people", names=names_of(people)) from None
    if isinstance(stored, Refusal):
        raise stored
    return stored


def _made_by(form_key: str) -> Booking | None:
    return Booking.objects.filter(form_key=form_key).first() if form_key else None


def _refuse_wrong_number(kind: str, people: Sequence[Given]) -> None:
    if len(people) > MOST_PEOPLE:
        raise WrongPeople("too_many_people", field="people", most=MOST_PEOPLE)
    if not people or (kind != Booking.Kind.COMPANY and len(people) > 1):
        raise WrongPeople("one_person_only", field="people")


def _campus_of(run: Run) -> Campus:
    """The campus in scope is at hand; another one is looked up."""
    campus = get_scope().get("campus")
    return campus if isinstance(campus, Campus) and campus.pk == run.campus_id else run.campus
