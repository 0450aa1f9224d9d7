"""The office: all bookings, the people of a run, go or no-go."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from glascampus.basics.clock import now
from glascampus.basics.money import Money, written
from glascampus.basics.text import columns_of
from glascampus.commons.desk.pages import confirm, office_page, take
from glascampus.commons.desk.pages.lists import listed
from glascampus.commons.desk.rules import Cell, Column, Filter, Listing
from glascampus.commons.outbox.reads import came_back
from glascampus.engines import tables
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.pages.own_deeds import cost_of, passed_on
from glascampus.stations.bookings.words import BOOKERS
from glascampus.stations.courses.models import Run
from glascampus.stations.courses.reads import runs_seen_by


@office_page
def bookings(request: HttpRequest) -> HttpResponse:
    """All bookings, newest first."""
    return listed(request, _list(request))


def _list(request: HttpRequest) -> Listing:
    return Listing(
        name=_("buchungen"), title=_("Buchungen"), rows=reads.office_bookings(request.user), columns=_columns(), order="-gebucht",
        number=lambda n: ngettext("%(n)s Buchung", "%(n)s Buchungen", n) % {"n": n},
        part=lambda n, of: ngettext("%(n)s von %(of)s Buchung", "%(n)s von %(of)s Buchungen", of) % {"n": n, "of": of},
        filters=[
            Filter("zustand", _("Nach Zustand"), reads.bookings_in_state, Booking.State.choices, links=True),
            Filter("wer", _("Wer bucht"), reads.bookings_by_kind, list(BOOKERS.items())),
        ],
        search=reads.find_bookings, search_label=_("Name, Betrieb, Kurs oder Kürzel"),
        label=lambda b: f"{b.booker_name}, {b.run.course.title}", example=lambda b: b.example,
        empty=_("Hier steht noch keine Buchung."), empty_link=(reverse("courses:office_runs"), _("Durchgänge ansehen")),
        also=[(reverse("bookings:office_bookings_csv"), _("Alle Personen als Tabelle (CSV)"))],
    )  # fmt: skip


def _columns() -> list[Column]:
    return [
        Column("gebucht", _("Gebucht"), lambda b: b.booked_at, sort=("booked_at",), write="day", style="num"),
        Column("kurs", _("Kurs"), lambda b: Cell(b.run.course.title, _to_run(b.run.code)), sort=(columns_of("run__course__title"),)),
        Column("beginn", _("Beginn"), lambda b: b.run.starts_at, sort=("run__starts_at",), write="day", style="num"),
        Column("durchgang", _("Durchgang"), lambda b: b.run.code, sort=("run__code",), shown=False),
        Column("wer", _("Wer bucht"), lambda b: Cell(b.booker_name, reverse("bookings:mine", args=[b.code]), more=b.code), sort=("booker_name",)),
        Column("betrieb", _("Betrieb"), lambda b: b.organisation_name, sort=("organisation_name",)),
        Column("leute", _("Wer teilnimmt"), lambda b: [Cell(seat.person.name) for seat in b.seats.all()], shown=False),
        Column("personen", _("Personen"), _people, sort=("person_count",), style="num"),
        Column("post", _("E-Mail"), lambda b: b.booker_email, sort=("booker_email",), shown=False),
        Column("telefon", _("Telefon"), lambda b: b.booker_phone, shown=False),
        Column("zustand", _("Zustand"), lambda b: b.get_state_display(), sort=("state",)),
        Column("frei", _("Vorgemerkt bis"), lambda b: b.provisional_until, sort=("provisional_until",), write="day", shown=False, style="num"),
        Column("preis", _("Preis"), _price, _price_in_file, ("price_cents",), write="euro", style="amount"),
        Column("nummer", _("Buchung"), lambda b: b.code, shown=False),
    ]  # fmt: skip


def _people(booking: Any) -> int | str:
    """How many come; of a cancelled booking for how many it was, in words, so that no sum counts them."""
    if booking.state != Booking.State.CANCELLED:
        return int(booking.person_count)
    return _("%(what)s storniert") % {"what": len(booking.seats.all())}


def _price(booking: Booking) -> int | str:
    """What it costs; of a cancelled booking what it would have cost, in words again."""
    if booking.state != Booking.State.CANCELLED:
        return booking.price_cents
    price = written(Money(booking.unit_price_cents * len(booking.seats.all())))
    return _("%(what)s storniert") % {"what": price}


def _price_in_file(booking: Booking) -> Decimal | str:
    price = _price(booking)
    return price if isinstance(price, str) else Decimal(price) / 100


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
    """Who gets a mail, each name apart from the others, whichever way it is written."""
    names = [
        format_html("<bdi>{}</bdi> (<bdi>{}</bdi>)", b.booker_name, b.organisation_name)
        if b.organisation_name
        else format_html("<bdi>{}</bdi>", b.booker_name)
        for b in reads.told_of(found)
    ]
    told = format_html_join(", ", "{}", ((name,) for name in names))
    return [(_("Wer Bescheid bekommt"), told or _("niemand, es gibt keine Buchung"))]


def _way_in_words(firm: int, held: int, need: int) -> str:
    """The figures before the decision, and whether the minimum is missed."""
    said = _("%(firm)s fest, %(held)s vorgemerkt, %(need)s nötig.") % {"firm": firm, "held": held, "need": need}
    if firm >= need:
        return said
    short = ngettext("Das ist eine Zusage weniger als nötig.", "Das sind %(n)s Zusagen weniger als nötig.", need - firm)
    return f"{said} {short % {'n': need - firm}}"


@office_page
def confirm_run(request: HttpRequest, code: str) -> HttpResponse:
    """Go: everybody is told."""
    found = _run(request, code)
    way, told = reads.way_of(found), _("Wer gebucht hat, bekommt eine Mail mit Kalendereintrag.")
    return confirm(
        request, title=_("„%(course)s“ findet statt?") % {"course": found.course.title}, submit=_("Ja, es findet statt"),
        intro=f"{_way_in_words(way.binding, way.reserved, found.minimum)} {told}", facts=_told(found),
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
        messages.info(request, _("Dieser Platz ist schon storniert."))
        return redirect(back)
    names = ", ".join(str(s.person) for s in chosen)
    later = _("Die Mails gehen in zehn Minuten hinaus, so lange lässt es sich zurücknehmen.")
    return take(
        request, form=Form(request.POST if request.method == "POST" else None), template="bookings/cancel.html",
        **cost_of(booking, chosen), title=_("Den Platz von %(name)s stornieren?") % {"name": names}, submit=_("Stornieren"), danger=True,
        intro=f"{passed_on(booking, chosen)} {later}".strip(),
        do=lambda: actions.cancel_seats(booking=booking, seats=[s.pk for s in chosen], by=request.user, now=now()),
        done=lambda _done: back, back=(back, _("Nein, zurück")),
    )  # fmt: skip
