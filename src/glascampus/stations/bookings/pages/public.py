"""Booking a run, and the booking's own page behind its private link."""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime
from functools import partial
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache

from glascampus.basics.clock import now, today
from glascampus.basics.reason import Reason
from glascampus.commons.desk.pages import CampusRequest, asked_by_anybody, confirm, take
from glascampus.commons.legal.reads import shown_at_booking
from glascampus.commons.organisations.reads import organisations_of
from glascampus.commons.people.reads import mailbox_of
from glascampus.commons.roles.access import is_office
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.forms import BookForm, NameForm, OnBehalfForm
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.pages.link import acting, opened_booking
from glascampus.stations.bookings.rules import MOST_PEOPLE, Given, provisional_end, tax_reason
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
        submit=_order_words(run), people=people, total_cents=people * run.price_cents, office=office, texts=partial(_texts_now, moment), tax=partial(_tax_now, moment),
    )  # fmt: skip


def _book_form(request: CampusRequest, run: Run, people: int, held_until: date | None) -> BookForm:
    """Who, how many and on which terms; the office is asked other things than everybody else."""
    office = is_office(request.user)
    company = {"kind": Booking.Kind.COMPANY.value} if people else {}
    known = _known_of(request.user, office=office)
    asks = OnBehalfForm if office else BookForm
    return asks(
        request.POST if request.method == "POST" else None, near=office or not request.stranger_at, people=people,
        initial={"form_key": secrets.token_urlsafe(24), "wait": run.free <= 0, **company, **known},
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


def _order_words(run: Run) -> str:
    """The words on the button that the law asks for (R9), in the language of the page."""
    return _("zahlungspflichtig buchen") if run.price_cents else _("verbindlich anmelden")


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
            "office": is_office(request.user), "places": list(places.values()),
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


def _back(token: str) -> str:
    return reverse("bookings:mine", args=[token])


@never_cache
def accept(request: CampusRequest, token: str) -> HttpResponse:
    """Take the offered seats."""
    booking = opened_booking(request, token)
    return confirm(
        request, title=_("Den Platz annehmen?"), submit=_("Platz annehmen"), back=(_back(token), _("Zurück")),
        intro=_("Mit einem Klick sitzt er fest. Es gilt der Preis Ihrer Buchung."),
        do=lambda: actions.accept_offer(booking=booking, by=acting(request, booking), now=now()), done=lambda _done: _back(token),
    )  # fmt: skip


@never_cache
def decline(request: CampusRequest, token: str) -> HttpResponse:
    """Leave the offered seats to the next."""
    booking = opened_booking(request, token)
    return confirm(
        request, title=_("Den Platz weitergeben?"), submit=_("Platz weitergeben"), back=(_back(token), _("Zurück")), danger=True,
        intro=_("Dann bekommt ihn, wer als Nächstes wartet. Für Sie entstehen keine Kosten."),
        do=lambda: actions.decline_offer(booking=booking, by=acting(request, booking), now=now()), done=lambda _done: _back(token),
    )  # fmt: skip


@never_cache
def make_binding(request: CampusRequest, token: str) -> HttpResponse:
    """The funding has come: the provisional seats become firm."""
    booking = opened_booking(request, token)
    return confirm(
        request, title=_("Jetzt fest buchen?"), back=(_back(token), _("Zurück")), intro=_("Dann gilt die Buchung, auch ohne Förderung."),
        submit=_order_words(booking.run), done=lambda _done: _back(token),
        do=lambda: actions.make_binding(booking=booking, by=acting(request, booking), now=now()),
    )  # fmt: skip


@never_cache
def cancel(request: CampusRequest, token: str, seat: int | None = None) -> HttpResponse:
    """Cancel one person or the whole booking."""
    booking = opened_booking(request, token)
    chosen = [s for s in booking.seats.all() if seat in {None, s.pk}]
    if not chosen:
        raise Http404
    return take(
        request, form=Form(request.POST if request.method == "POST" else None), template="bookings/cancel.html",
        title=_cancel_title(chosen, whole=seat is None), submit=_("Stornieren"), back=(_back(token), _("Nein, zurück")), danger=True,
        intro=_("Der Platz geht an die Nächsten auf der Warteliste."), **cost_of(booking, chosen),
        do=lambda: actions.cancel_seats(booking=booking, seats=[s.pk for s in chosen], by=acting(request, booking), now=now()),
        done=lambda _done: _back(token),
    )  # fmt: skip


def _cancel_title(seats: list[Seat], *, whole: bool) -> str:
    if not whole:
        return _("Den Platz von %(name)s stornieren?") % {"name": seats[0].person}
    if sum(seat.state != Seat.State.CANCELLED for seat in seats) == 1:
        return _("Diese Buchung stornieren?")
    return _("Alle Plätze dieser Buchung stornieren?")


def cost_of(booking: Booking, seats: list[Seat]) -> dict[str, Any]:
    """What the page says before the click: the fee that the deed will note, or until when withdrawing is free."""
    moment = now()
    last = reads.withdrawable_to(booking)
    return {
        "due": reads.fee_for(booking, seats, moment), "tax": tax_reason(booking.tax_reason),
        "withdrawable": last if last and today(moment) <= last else None,
    }  # fmt: skip


@never_cache
def names(request: CampusRequest, token: str, seat: int) -> HttpResponse:
    """Correct a name, or send somebody else."""
    booking = opened_booking(request, token)
    chosen = next((s for s in booking.seats.all() if s.pk == seat and s.state != Seat.State.CANCELLED), None)
    if chosen is None:
        raise Http404
    person = chosen.person
    form = NameForm(
        request.POST or None,
        initial={"given_name": person.given_name, "family_name": person.family_name, "email": person.email},
    )
    return take(
        request, form=form, title=_("Name ändern"), submit=_("Speichern"), back=(_back(token), _("Zurück")),
        intro=_("Ein Tippfehler, oder jemand anderes kommt: Beides geht hier."), done=lambda _done: _back(token),
        do=lambda **values: actions.change_names(booking=booking, seat=chosen, given=Given(**values), by=acting(request, booking), now=now()),
    )  # fmt: skip
