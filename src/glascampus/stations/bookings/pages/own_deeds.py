"""What the holder of a private link can do: answer an offer, book firmly, cancel, correct a name."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from glascampus.basics.clock import now, today
from glascampus.commons.desk.pages import CampusRequest, confirm, take
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.forms import NameForm
from glascampus.stations.bookings.models import Booking, Seat
from glascampus.stations.bookings.pages.link import acting, back, opened_booking, order_words
from glascampus.stations.bookings.rules import Given, tax_reason


@never_cache
def accept(request: CampusRequest, token: str) -> HttpResponse:
    """Take the offered seats."""
    booking = opened_booking(request, token)
    return confirm(
        request, title=_("Den Platz annehmen?"), submit=_("Platz annehmen"), back=(back(token), _("Zurück")),
        intro=_("Mit einem Klick ist er fest gebucht. Es bleibt beim Preis Ihrer Buchung."),
        do=lambda: actions.accept_offer(booking=booking, by=acting(request, booking), now=now()), done=lambda _done: back(token),
    )  # fmt: skip


@never_cache
def decline(request: CampusRequest, token: str) -> HttpResponse:
    """Leave the offered seats to the next."""
    booking = opened_booking(request, token)
    return confirm(
        request, title=_("Den Platz weitergeben?"), submit=_("Platz weitergeben"), back=(back(token), _("Zurück")), danger=True,
        intro=_("Dann bekommt ihn, wer als Nächstes wartet. Für Sie entstehen keine Kosten."),
        do=lambda: actions.decline_offer(booking=booking, by=acting(request, booking), now=now()), done=lambda _done: back(token),
    )  # fmt: skip


@never_cache
def make_binding(request: CampusRequest, token: str) -> HttpResponse:
    """The funding has come: the provisional seats become firm."""
    booking = opened_booking(request, token)
    return confirm(
        request, title=_("Jetzt fest buchen?"), back=(back(token), _("Zurück")), intro=_("Dann gilt die Buchung, auch ohne Förderung."),
        submit=order_words(booking.run), done=lambda _done: back(token),
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
        title=_cancel_title(chosen, whole=seat is None), submit=_("Stornieren"), back=(back(token), _("Nein, zurück")), danger=True,
        intro=passed_on(booking, chosen), **cost_of(booking, chosen),
        do=lambda: actions.cancel_seats(booking=booking, seats=[s.pk for s in chosen], by=acting(request, booking), now=now()),
        done=lambda _done: back(token),
    )  # fmt: skip


def _cancel_title(seats: list[Seat], *, whole: bool) -> str:
    if not whole:
        return _("Den Platz von %(name)s stornieren?") % {"name": seats[0].person}
    if sum(seat.state != Seat.State.CANCELLED for seat in seats) == 1:
        return _("Diese Buchung stornieren?")
    return _("Alle Plätze dieser Buchung stornieren?")


def passed_on(booking: Booking, seats: list[Seat]) -> str:
    """Who gets what is cancelled; "" where nobody waits for it."""
    number = reads.moves_up(seats, booking.run, now())
    if not number:
        return ""
    return ngettext(
        "Der Platz geht an die Nächsten auf der Warteliste.",
        "Die Plätze gehen an die Nächsten auf der Warteliste.",
        number,
    )


def cost_of(booking: Booking, seats: list[Seat]) -> dict[str, Any]:
    """What the page says before the click: of which run, the fee that the deed will note, or until when withdrawing is free."""
    moment = now()
    last = reads.withdrawable_to(booking)
    return {
        "run": booking.run, "due": reads.fee_for(booking, seats, moment), "tax": tax_reason(booking.tax_reason),
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
        request, form=form, title=_("Name ändern"), submit=_("Speichern"), back=(back(token), _("Zurück")),
        intro=_("Ein Tippfehler, oder jemand anderes kommt: Beides geht hier."), done=lambda _done: back(token),
        do=lambda **values: actions.change_names(booking=booking, seat=chosen, given=Given(**values), by=acting(request, booking), now=now()),
    )  # fmt: skip
