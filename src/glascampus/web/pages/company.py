"""A firm's own pages: its people and their next dates, bookings, papers, needs and what it cost. Only what is joined to the firm:
by the office, or because a colleague who had signed in booked it. A firm's name typed into a booking opens nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, own_page
from glascampus.commons.organisations.reads import organisations_of
from glascampus.engines import tables
from glascampus.stations.bookings import reads as bookings
from glascampus.stations.bookings.access import sees_firm
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.credentials import reads as credentials
from glascampus.stations.needs import reads as needs
from glascampus.web.pages.mine import TONES, need_line

PAGE, FIRST = 25, 6
LONGEST_SEARCH = 80
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@own_page(sees_firm)
def company(request: CampusRequest) -> HttpResponse:
    """What waits for an answer, who goes where next, what it cost; the lists in full have pages of their own."""
    moment, user = now(), request.user
    booked = bookings.firm_bookings_seen_by(user)
    sent = bookings.sent_by(bookings.firm_seats_seen_by(user), moment)
    papers = credentials.firm_papers_seen_by(user)
    return render(request, "web/company.html", {
        "firms": list(organisations_of(user)), "years": bookings.cost_by_year(booked), "offers": _offers(user, moment),
        "people": [one for one in sent if one.next][:FIRST], "all_people": len(sent), "papers": list(papers[:FIRST]),
        "needs": [need_line(statement, linked=False) for statement in needs.firm_statements_seen_by(user)],
    })  # fmt: skip


def _offers(user: Any, moment: datetime) -> Sequence[Seat]:
    """Seats that are kept for the firm until a deadline, the most urgent first."""
    offered = bookings.firm_seats_seen_by(user).filter(state=Seat.State.OFFERED, until__gt=moment)
    return list(offered.order_by("until", "pk"))


@own_page(sees_firm)
def company_bookings(request: CampusRequest) -> HttpResponse:
    """All bookings, newest first; ``?zustand=`` and ``?q=`` combine."""
    state, words = _wanted(request)
    found = bookings.found_bookings(bookings.firm_bookings_seen_by(request.user), state=state, words=words)
    page = Paginator(bookings.with_seats(found), PAGE).get_page(request.GET.get("seite"))
    return render(request, "web/company_bookings.html", {
        "page": page, "state": state, "q": words, "tones": TONES, "rows": [(b, TONES[b.state]) for b in page.object_list],
        "states": [*Booking.State.choices, (Seat.State.OFFERED.value, Seat.State.OFFERED.label)],
    })  # fmt: skip


def _wanted(request: CampusRequest) -> tuple[str, str]:
    state = request.GET.get("zustand", "")
    known = {*Booking.State.values, Seat.State.OFFERED.value}
    return state if state in known else "", request.GET.get("q", "").replace("\0", " ").strip()[:LONGEST_SEARCH]


@own_page(sees_firm)
def company_people(request: CampusRequest) -> HttpResponse:
    """Everybody the firm sends, those with the next date first."""
    sent = bookings.sent_by(bookings.firm_seats_seen_by(request.user), now())
    page = Paginator(sent, PAGE).get_page(request.GET.get("seite"))
    return render(request, "web/company_people.html", {"page": page})


@own_page(sees_firm)
def company_papers(request: CampusRequest) -> HttpResponse:
    """Papers from seats the firm booked, newest first; ``?q=`` finds a name or a course."""
    _state, words = _wanted(request)
    found = credentials.found(credentials.firm_papers_seen_by(request.user), words)
    page = Paginator(found, PAGE).get_page(request.GET.get("seite"))
    return render(request, "web/company_papers.html", {"page": page, "papers": list(page.object_list), "q": words})


@own_page(sees_firm)
def company_csv(request: CampusRequest) -> HttpResponse:
    """What the list shows, one row per person, for a spreadsheet."""
    body = tables.csv(_rows(request), _header(), language=get_language() or "de")
    return _file(body, "text/csv; charset=utf-8", "csv")


@own_page(sees_firm)
def company_xlsx(request: CampusRequest) -> HttpResponse:
    """The same as a workbook."""
    body = tables.xlsx(_rows(request), _header(), title=_("Buchungen"), language=get_language() or "de")
    return _file(body, XLSX, "xlsx")


def _file(body: bytes, kind: str, ending: str) -> HttpResponse:
    name = _("buchungen")
    return HttpResponse(body, kind, headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'})


def _header() -> list[str]:
    return [
        _("Buchung"), _("Kurs"), _("Durchgang"), _("Beginn"), _("Ende"), _("Ort"), _("Person"), _("E-Mail"), _("Platz"), _("Zustand"),
        _("Preis in Euro"), _("gebucht am"), _("gebucht von"), _("Adresse"),
    ]  # fmt: skip


def _rows(request: CampusRequest) -> Iterator[Sequence[object]]:
    state, words = _wanted(request)
    found = bookings.found_bookings(bookings.firm_bookings_seen_by(request.user), state=state, words=words)
    for booking in bookings.with_seats(found):
        run, url = booking.run, request.build_absolute_uri(reverse("bookings:mine", args=[booking.code]))
        for seat in booking.seats.all():
            cents = 0 if seat.state == Seat.State.CANCELLED else booking.unit_price_cents
            yield (
                booking.code, str(run.course.title), run.code, run.starts_at, run.ends_at, run.site.where if run.site else _("live online"),
                seat.person.name, seat.person.email, str(seat.get_state_display()), str(booking.get_state_display()), cents / 100,
                booking.booked_at, booking.booker_name, url,
            )  # fmt: skip
