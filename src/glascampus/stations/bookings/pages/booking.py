"""Booking a run: one page for everybody, and the same for the office on behalf of others."""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control

from glascampus.basics.clock import now, today
from glascampus.basics.reason import Reason
from glascampus.commons.desk.pages import CampusRequest, asked_by_anybody, take
from glascampus.commons.legal.reads import shown_at_booking
from glascampus.commons.organisations.reads import organisations_of
from glascampus.commons.people.reads import mailbox_of
from glascampus.commons.roles.access import is_office
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.forms import BookForm, OnBehalfForm
from glascampus.stations.bookings.models import Booking
from glascampus.stations.bookings.pages.link import order_words
from glascampus.stations.bookings.rules import MOST_PEOPLE, provisional_end, tax_reason
from glascampus.stations.courses.models import Run
from glascampus.stations.courses.reads import runs_seen_by, sessions_of
from glascampus.stations.courses.rules import why_not_bookable

EXAMPLES = (1, 2, 3, 6)
PLENTY = 5  # free seats with which nobody needs to think about the waiting list
NUMBER = re.compile(r"[1-9][0-9]?")


# not no-store: whoever reads the terms and goes back finds the form as it was
@cache_control(private=True, no_cache=True)
def book(request: CampusRequest, code: str) -> HttpResponse:
    """One page: price and terms first, then who, then the button that costs money."""
    run = get_object_or_404(runs_seen_by(request.user), code=code)
    moment, office, people = now(), is_office(request.user), _people_asked(request)
    last = run.starts_at if office and run.starts_at else run.closes_at
    if closed := why_not_bookable(state=run.state, closes_at=last, now=moment):
        status = 409 if request.method == "POST" else 200
        return render(request, "bookings/closed.html", {"run": run, "reason": closed}, status=status)
    held_until = provisional_end(days=run.provisional_days, on=today(moment), closes_on=today(run.closes_at))
    do = partial(_do_book, request, run, moment, held_until)
    return take(
        request, form=_book_form(request, run, people, held_until), do=asked_by_anybody(request, do, field="booker_email"),
        done=lambda booking: reverse("bookings:mine", args=[reads.token_of(booking)]),
        template="bookings/book.html", run=run, sessions=partial(sessions_of, run), waiting=partial(reads.waiting_count, run),
        free_now=partial(reads.free_now, run, moment),  # asked only where the page is shown: a POST that books needs none of it
        prices=[(n, n * run.price_cents) for n in sorted({*EXAMPLES, people or 1})],
        submit=order_words(run), people=people, total_cents=people * run.price_cents, texts=partial(_texts_now, moment), tax=partial(_tax_now, moment),
    )  # fmt: skip


def _book_form(request: CampusRequest, run: Run, people: int, held_until: date | None) -> BookForm:
    """Who, how many and on which terms; the office is asked other things than everybody else."""
    office = is_office(request.user)
    company = {"kind": Booking.Kind.COMPANY.value} if people else {}
    known = _known_of(request.user, office=office)
    asks = OnBehalfForm if office else BookForm
    return asks(
        request.POST if request.method == "POST" else None, near=office or not request.stranger_at, people=people,
        initial={"form_key": secrets.token_urlsafe(24), "wait": run.free <= 0, "split": 0 < run.free < people, **company, **known},
        scarce=run.free < max(PLENTY, people),
        held_until=None if office else held_until,  # the office names the day itself
    )  # fmt: skip


def _do_book(request: CampusRequest, run: Run, moment: datetime, held_until: date | None, **values: Any) -> Booking:
    """Book what the form holds; a booking of somebody who acts for a firm belongs to the firm."""
    values["wait_if_full"] = values.pop("wait")
    if values.pop("provisional", False):
        values["provisional_until"] = held_until
    language = values.pop("language", "") or get_language() or "de"
    texts = shown_at_booking(language, moment)
    values["terms"] = texts.terms if values.pop("terms") else ""
    booking = actions.book(run=run, by=request.user, now=moment, language=language, shown=texts.versions, **values)
    return actions.attach_to_own_firm(booking=booking, by=request.user, now=moment)


def _people_asked(request: CampusRequest) -> int:
    """``?leute=`` of a company's page; whatever is no number of people counts as none."""
    asked = request.GET.get("leute", "")
    number = int(asked) if NUMBER.fullmatch(asked) else 0
    return number if 1 < number <= MOST_PEOPLE else 0


def _known_of(user: Any, *, office: bool) -> dict[str, str]:
    """What need not be typed by who has signed in; the office books for others, so it types."""
    mailbox = "" if office else mailbox_of(user)
    if not mailbox:
        return {}
    firm = organisations_of(user).first()
    for_firm = {"kind": Booking.Kind.COMPANY.value, "organisation_name": firm.name} if firm else {}
    return {"booker_name": user.name, "booker_email": mailbox, **for_firm}


def _texts_now(moment: datetime) -> frozenset[str]:
    return shown_at_booking(get_language() or "de", moment).has


def _tax_now(moment: datetime) -> Reason | None:
    return tax_reason(reads.tax_code_on(today(moment)))
