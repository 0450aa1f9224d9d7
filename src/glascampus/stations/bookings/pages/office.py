"""The office: all bookings, the people of a run, go or no-go."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glascampus.basics.clock import now
from glascampus.commons.desk.pages import confirm, office_page, take
from glascampus.commons.outbox.reads import came_back
from glascampus.engines import tables
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.pages.public import cost_of
from glascampus.stations.courses.models import Run
from glascampus.stations.courses.reads import runs_seen_by

PER_PAGE = 50


@office_page
def bookings(request: HttpRequest) -> HttpResponse:
    """All bookings, newest first; ``?zustand=`` filters."""
    state = request.GET.get("zustand", "")
    found = reads.bookings_seen_by(request.user)
    if state in Booking.State.values:
        found = found.filter(state=state)
    page = Paginator(reads.with_seats(found), PER_PAGE).get_page(request.GET.get("seite"))
    return render(
        request, "bookings/office_bookings.html", {"page": page, "state": state, "states": Booking.State.choices}
    )


@office_page
def bookings_csv(request: HttpRequest) -> HttpResponse:
    """The same for a spreadsheet, one row per person."""
    rows = [
        (b.code, str(b.run.course.title), b.run.code, str(s.person), s.person.email, b.organisation_name, s.get_state_display(),
         b.get_state_display(), b.unit_price_cents / 100, b.booked_at.date())
        for b in reads.with_seats(reads.bookings_seen_by(request.user))
        for s in b.seats.all()
    ]  # fmt: skip
    header = [
        _("Buchung"),
        _("Kurs"),
        _("Durchgang"),
        _("Person"),
        _("E-Mail"),
        _("Betrieb"),
        _("Platz"),
        _("Zustand"),
        _("Preis in Euro"),
        _("gebucht am"),
    ]
    body = tables.csv(rows, header, language=get_language() or "de")
    return HttpResponse(
        body,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="buchungen.csv"'},
    )


def _run(request: HttpRequest, code: str) -> Run:
    run: Run = get_object_or_404(runs_seen_by(request.user), code=code)
    return run


def _to_run(code: str) -> str:
    return reverse("bookings:office_run", args=[code])


@office_page
def run(request: HttpRequest, code: str) -> HttpResponse:
    """The people of a run, its way to the minimum, and the decision."""
    found = _run(request, code)
    seats = list(reads.all_seats_of(found))
    tokens = {seat.booking_id: reads.token_of(seat.booking) for seat in seats}
    rows = [(seat, tokens[seat.booking_id]) for seat in seats]
    bounced = came_back({address for seat in seats for address in (seat.booking.booker_email, seat.person.email)})
    return render(
        request,
        "bookings/office_run.html",
        {"run": found, "way": reads.way_of(found), "rows": rows, "bounced": bounced, "may_confirm": found.state == Run.State.OPEN,
         "may_cancel": found.state in {Run.State.OPEN, Run.State.CONFIRMED}, "round": reads.current_round(found),
         "undoables": reads.to_undo(now(), found)},
    )  # fmt: skip


def _told(found: Run) -> list[tuple[str, str]]:
    """Who gets a mail."""
    names = [
        f"{b.booker_name} ({b.organisation_name})" if b.organisation_name else b.booker_name
        for b in reads.told_of(found)
    ]
    return [(_("Wer Bescheid bekommt"), ", ".join(names) or _("niemand, es gibt keine Buchung"))]


@office_page
def confirm_run(request: HttpRequest, code: str) -> HttpResponse:
    """Go: everybody is told."""
    found = _run(request, code)
    way = reads.way_of(found)
    return confirm(
        request, title=_("„%(course)s“ findet statt?") % {"course": found.course.title}, submit=_("Ja, es findet statt"),
        intro=_("%(firm)s fest, %(held)s vorgemerkt, %(need)s nötig. Wer gebucht hat, bekommt eine Mail mit Kalendereintrag.")
        % {"firm": way.binding, "held": way.reserved, "need": found.minimum}, facts=_told(found),
        do=lambda: actions.confirm_run(run=found, by=request.user, now=now()), done=lambda _done: _to_run(code),
        said=_("Es findet statt. In zehn Minuten gehen die Mails hinaus."), back=(_to_run(code), _("Zurück")),
    )  # fmt: skip


@office_page
def cancel_run(request: HttpRequest, code: str) -> HttpResponse:
    """No-go: everybody is told, every seat is free of cost."""
    found = _run(request, code)
    return confirm(
        request, title=_("„%(course)s“ absagen?") % {"course": found.course.title}, submit=_("Absagen"), danger=True,
        intro=_("Wer gebucht hat, bekommt eine Mail. Niemand zahlt etwas. Zehn Minuten lang lässt es sich zurücknehmen."), facts=_told(found),
        do=lambda: actions.cancel_run(run=found, by=request.user, now=now()), done=lambda _done: _to_run(code),
        said=_("Der Durchgang ist abgesagt. In zehn Minuten gehen die Mails hinaus."), back=(_to_run(code), _("Zurück")),
    )  # fmt: skip


@office_page
def cancel(request: HttpRequest, key: str, seat: int | None = None) -> HttpResponse:
    """Cancel a person or a booking for somebody who phoned; ten minutes to take it back."""
    booking = get_object_or_404(reads.with_seats(reads.bookings_seen_by(request.user)), code=key)
    chosen = [s for s in booking.seats.all() if seat in {None, s.pk} and s.state != Seat.State.CANCELLED]
    back = _to_run(booking.run.code)
    if not chosen:
        messages.info(request, _("Dieser Platz ist schon abgesagt."))
        return redirect(back)
    names = ", ".join(str(s.person) for s in chosen)
    return take(
        request, form=Form(request.POST if request.method == "POST" else None), template="bookings/cancel.html",
        **cost_of(booking, chosen), title=_("Den Platz von %(name)s stornieren?") % {"name": names}, submit=_("Stornieren"), danger=True,
        intro=_("Der Platz geht an die Nächsten auf der Warteliste. Die Mails gehen in zehn Minuten hinaus, so lange lässt es sich zurücknehmen."),
        do=lambda: actions.cancel_seats(booking=booking, seats=[s.pk for s in chosen], by=request.user, now=now()),
        done=lambda _done: back, back=(back, _("Nein, zurück")),
    )  # fmt: skip
