"""Whose a booking is: each deed on it asks, whatever the page before it asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from glascampus.basics.reason import NotAllowed, Refusal
from glascampus.commons.journal.rules import GUEST, SYSTEM, Actor
from glascampus.commons.organisations.actions import end_membership, make_colleague
from glascampus.commons.roles.models import User
from glascampus.stations.bookings import actions
from glascampus.stations.bookings.access import link_holder
from glascampus.stations.bookings.models import Booking
from glascampus.stations.bookings.rules import Given
from tests.build import bookings, commons, courses
from tests.build.commons import NOW

DEEDS = {
    "cancel": lambda booking, by: actions.cancel_booking(booking=booking, by=by, now=NOW),
    "cancel a seat": lambda booking, by: actions.cancel_seats(booking=booking, seats=list(booking.seats.all()), by=by, now=NOW),
    "rename": lambda booking, by: actions.change_names(booking=booking, seat=booking.seats.get(), given=Given("Xaver", "Neu"), by=by, now=NOW),
    "make firm": lambda booking, by: actions.make_binding(booking=booking, by=by, now=NOW),
    "accept": lambda booking, by: actions.accept_offer(booking=booking, by=by, now=NOW),
    "decline": lambda booking, by: actions.decline_offer(booking=booking, by=by, now=NOW),
    "agree to new dates": lambda booking, by: actions.answer_move(booking=booking, agreed=True, by=by, now=NOW),
    "say who comes": lambda booking, by: actions.note_call(seat=booking.seats.get(), outcome="sure", by=by, now=NOW),
}  # fmt: skip
OTHERS = [
    "guest",
    "stranger",
    "another participant",
    "lecturer",
    "funder",
    "another firm",
    "no colleague any more",
    "another link",
    "another machine",
]
OWNERS = ["mailbox", "colleague", "link", "office"]


@pytest.fixture
def booked(campus):
    """A booking by Ada Muster, joined to the firm Nord."""
    made = bookings.booking(courses.run(campus), kind="company", organisation_name="Nord")
    Booking.objects.filter(pk=made.pk).update(organisation=commons.organisation(campus, "Nord"))
    made.refresh_from_db()
    return made


def signed_in(mailbox):
    user = User(email=mailbox, made_at=NOW)
    user.save()
    return user


def somebody(who, campus, booked, anna):
    """Who comes, with all the rights of that kind of person."""

    def colleague(firm):
        user = signed_in(f"{firm.pk}@example.org")
        return user, make_colleague(organisation=firm, user=user, by=SYSTEM, now=NOW)

    if who in {"lecturer", "funder"}:
        return commons.user(campus, f"{who}@example.org", who)
    if who == "no colleague any more":
        user, member = colleague(booked.organisation)
        end_membership(membership=member, by=SYSTEM, now=NOW + timedelta(seconds=1))
        return user
    return {
        "guest": lambda: GUEST, "stranger": lambda: signed_in("x@example.org"), "office": lambda: anna,
        "another participant": lambda: signed_in(bookings.booking(booked.run, "Bea Muster").booker_email),
        "another firm": lambda: colleague(commons.organisation(campus, "Ost"))[0],
        "another link": lambda: link_holder(bookings.booking(booked.run, "Bea Muster")),
        "another machine": lambda: Actor("token", 999), "mailbox": lambda: signed_in("ada.muster@example.org"),
        "colleague": lambda: colleague(booked.organisation)[0], "link": lambda: link_holder(booked),
    }[who]()  # fmt: skip


def refused(booked, by):
    """The deeds that are not allowed; each is tried and undone."""
    found = []
    for deed, do in DEEDS.items():
        mark = transaction.savepoint()
        try:
            do(Booking.objects.get(pk=booked.pk), by)
        except NotAllowed:
            found.append(deed)
        except Refusal:  # allowed, but there is nothing to accept or to answer
            pass
        finally:
            transaction.savepoint_rollback(mark)
    return found


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_does_anything_with_a_booking(campus, booked, anna, who):
    assert refused(booked, somebody(who, campus, booked, anna)) == list(DEEDS)


@pytest.mark.parametrize("who", OWNERS)
def test_whose_it_is_may(campus, booked, anna, who):
    assert refused(booked, somebody(who, campus, booked, anna)) == []
