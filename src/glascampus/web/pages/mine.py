"""A person's own page: what is next, bookings, papers, needs, and what is kept. Everything by the mailbox they signed in with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, confirm, own_page
from glascampus.commons.people.actions import ask_for_erasure
from glascampus.commons.people.reads import mailbox_of
from glascampus.commons.roll.reads import kept_on
from glascampus.stations.bookings import reads as bookings
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.courses import reads as courses
from glascampus.stations.courses.models import Session
from glascampus.stations.credentials import reads as credentials
from glascampus.stations.needs import reads as needs
from glascampus.stations.needs import words as need_words
from glascampus.stations.needs.models import Statement
from glascampus.web.own_dates import own_calendar, where

PAGE, SHOWN = 20, 5
MAP = "https://www.openstreetmap.org/search"
TONES = {"binding": "ok", "provisional": "warn", "waiting": "glow", "cancelled": "plain"}


def anybody(user: Any) -> bool:
    """Everybody who has signed in has an own page, whatever else they are: colleagues and lecturers learn, too."""
    return True


@dataclass(frozen=True, slots=True)
class Meeting:
    """A date to come: when, where, and how to get there ("" where it is online)."""

    session: Session
    where: str
    map_url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A booking in the list; ``url`` is empty for who only sits in it, since the booking is somebody else's."""

    own: bookings.Own
    tone: str
    state: str
    url: str
    accept_url: str
    turns: Sequence[bookings.Happened]


@dataclass(frozen=True, slots=True)
class Need:
    """A stated need and where it stands; ``url`` is empty until its mail is confirmed."""

    statement: Statement
    stage: str
    tone: str
    answers: int
    url: str


@own_page(anybody)
def mine(request: CampusRequest) -> HttpResponse:
    """The next date large, then all that is one's own; the number of questions to the database is fixed."""
    moment, user = now(), request.user
    coming, papers = list(_coming(user, moment)), list(credentials.own_papers_seen_by(user))
    page = Paginator(bookings.coming_first(bookings.own_bookings_seen_by(user), moment), PAGE).get_page(
        request.GET.get("seite")
    )
    after = [meeting(session) for session in coming[1:]]
    return render(request, "web/mine.html", {
        "next": meeting(coming[0]) if coming else None, "coming": after[:SHOWN], "later": after[SHOWN:], "page": page,
        "lines": _lines(bookings.with_own_seats(page.object_list, user), moment),
        "papers": papers[:SHOWN], "older_papers": papers[SHOWN:], "mailbox": mailbox_of(user),
        "needs": [need_line(statement) for statement in needs.own_statements_seen_by(user)],
    })  # fmt: skip


def _coming(user: Any, moment: datetime) -> Any:
    """Meetings to come of the runs in which somebody sits."""
    seats = bookings.own_seats_seen_by(user).filter(run__state__in=courses.COMING_STATES)
    return courses.met_in(seats.values("run")).filter(ends_at__gt=moment)


def meeting(session: Session) -> Meeting:
    """A date with its place; the map opens only when it is asked for."""
    site = session.run.site
    to_go = site is not None and session.mode != Session.Mode.LIVE and bool(site.street)
    return Meeting(session, where(session), f"{MAP}?{urlencode({'query': site.address})}" if to_go and site else "")


def _lines(found: Sequence[bookings.Own], moment: datetime) -> list[Line]:
    turns = bookings.own_turns([own.booking for own in found])
    return [_line(own, turns[own.booking.pk], moment) for own in found]


def _line(own: bookings.Own, turns: Sequence[bookings.Happened], moment: datetime) -> Line:
    booking = own.booking
    offered = own.offered_until is not None and own.offered_until > moment
    url = reverse("bookings:mine", args=[booking.code]) if own.opens else ""
    accept = reverse("bookings:accept", args=[booking.code]) if own.opens and offered else ""
    tone = "glow" if offered else "plain" if _is_over(own, moment) else TONES[booking.state]
    return Line(own, tone, _state(own, moment, offered=offered), url, accept, turns)


def _is_over(own: bookings.Own, moment: datetime) -> bool:
    ends = own.booking.run.ends_at
    return ends is not None and ends <= moment


def _state(own: bookings.Own, moment: datetime, *, offered: bool) -> str:
    """Where somebody stands, in two words: the seat says more than the booking."""
    states = {seat.state for seat in own.seats}
    if offered:
        return str(Seat.State.OFFERED.label)
    if states == {Seat.State.CANCELLED}:
        return str(Booking.State.CANCELLED.label)
    if _is_over(own, moment) and own.booking.state in {Booking.State.BINDING, Booking.State.PROVISIONAL}:
        return _("vorbei")
    return str(own.booking.get_state_display())


def need_line(statement: Any, *, linked: bool = True) -> Need:
    """One stated need as a list shows it; its private page only for whoever stated it (``linked``)."""
    stage = needs.stage_of(statement)
    url = reverse("web:statement", args=[needs.token_of(statement)]) if linked and statement.confirmed_at else ""
    return Need(statement, str(need_words.STAGES[stage]), need_words.TONES[stage], statement.answer_count, url)


@own_page(anybody)
def mine_ics(request: CampusRequest) -> HttpResponse:
    """Every meeting to come in which somebody sits, for any calendar."""
    moment = now()
    codes = dict(bookings.own_seats_seen_by(request.user).values_list("run", "booking__code"))
    name = _("%(campus)s: meine Kurse") % {"campus": request.campus.name}
    return own_calendar(_coming(request.user, moment), campus=request.campus, name=name, now=moment, booked_as=codes)


@own_page(anybody)
def mine_json(request: CampusRequest) -> HttpResponse:
    """Everything the campus keeps under this mailbox, table by table."""
    body = {
        "mailbox": mailbox_of(request.user),
        "campus": request.campus.key,
        "as_of": now(),
        "kept": kept_on(mailbox_of(request.user)),
    }
    filename = _("meine-daten.json")
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False, "indent": 2}, headers=headers)


@own_page(anybody)
def mine_erase(request: CampusRequest) -> HttpResponse:
    """Ask the office to forget one; it answers by mail, since what must stay is said and not guessed."""
    return confirm(
        request, title=_("Alles über mich löschen?"), submit=_("Löschung beantragen"), danger=True,
        intro=_("Das Büro löscht, was unter %(mailbox)s steht, und schreibt Ihnen, was aus welchem Grund bleiben muss. "
                "Gebuchte Plätze, die noch kommen, stornieren Sie bitte vorher.") % {"mailbox": mailbox_of(request.user)},
        do=lambda: ask_for_erasure(campus=request.campus, by=request.user, now=now()), done=lambda _done: reverse("web:mine"),
        said=_("Ihr Antrag ist im Büro. Eine Bestätigung ist auf dem Weg zu Ihnen."), back=(reverse("web:mine"), _("Nein, zurück")),
    )  # fmt: skip
