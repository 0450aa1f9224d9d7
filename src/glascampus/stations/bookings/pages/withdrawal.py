"""The withdrawal button (§356a BGB): two steps without signing in, a receipt at once; and what the office decides about it."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from glascampus.basics import days
from glascampus.basics.clock import now
from glascampus.commons.desk.pages import CampusRequest, confirm, office_page
from glascampus.stations.bookings import actions, reads, words
from glascampus.stations.bookings.forms import WithdrawForm
from glascampus.stations.bookings.models import Withdrawal
from glascampus.stations.bookings.rules import codes_in

MOST_LISTED = 200


@never_cache
def withdraw(request: CampusRequest) -> HttpResponse:
    """First what is withdrawn, then the second button with everything typed above it, then the receipt."""
    if request.method != "POST":
        found = codes_in(request.GET.get("buchung", ""))
        first = WithdrawForm(initial={"form_key": secrets.token_urlsafe(24), "contract": " ".join(found)})
        return _ask(request, first)
    form = WithdrawForm(request.POST)
    if not form.is_valid() or "zurueck" in request.POST:
        return _ask(request, form, status=422 if form.errors else 200)
    if "bestaetigt" not in request.POST:
        return render(request, "bookings/withdraw_confirm.html", {"form": form, "typed": _typed(form.cleaned_data)})
    made = actions.withdraw(
        campus=request.campus, by=request.user, now=now(), language=get_language() or "de", **form.cleaned_data
    )
    return redirect("bookings:withdrawn", reads.withdrawal_token(made))


def _ask(request: CampusRequest, form: WithdrawForm, status: int = 200) -> HttpResponse:
    return render(request, "bookings/withdraw.html", {"form": form}, status=status)


def _typed(values: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (_("Name"), values["name"]), (_("Vertrag"), values["contract"]), (_("Nur dieser Teil"), values["part"]),
        (_("E-Mail"), values["email"]),
    ]  # fmt: skip


@never_cache
def withdrawn(request: CampusRequest, token: str) -> HttpResponse:
    """The receipt: what was declared, on which day, at what time."""
    found = reads.withdrawal_by_token(token)
    if found is None:
        raise Http404
    return render(request, "bookings/withdrawn.html", {"withdrawal": found, "typed": _of(found)})


def _of(found: Withdrawal) -> list[tuple[str, str]]:
    return _typed({"name": found.name, "contract": found.contract, "part": found.part, "email": found.email})


# The office


@office_page
def withdrawals(request: CampusRequest) -> HttpResponse:
    """All of them, those that wait first."""
    found = reads.withdrawals_seen_by(request.user)[:MOST_LISTED]
    rows = [
        [(one.name, reverse("bookings:office_withdrawal", args=[one.pk])), days.short(one.received_at),
         str(one.booking.run.course.title) if one.booking else "–", one.get_outcome_display()]
        for one in found
    ]  # fmt: skip
    return render(request, "desk/list_page.html", {
        "title": _("Widerrufe"), "rows": rows, "columns": [_("Wer"), _("Eingegangen"), _("Kurs"), _("Stand")],
        "empty": _("Bisher hat niemand einen Vertrag widerrufen."),
    })  # fmt: skip


@office_page
def office_withdrawal(request: CampusRequest, pk: int) -> HttpResponse:
    """What was declared, what it means here, and the buttons."""
    found = _found(request, pk)
    return render(
        request, "bookings/office_withdrawal.html",
        {"withdrawal": found, "typed": _of(found), "why": words.WHY_OPEN.get(found.why, ""),
         "last": reads.withdrawable_to(found.booking) if found.booking else None},
    )  # fmt: skip


def _found(request: CampusRequest, pk: int) -> Withdrawal:
    withdrawal: Withdrawal = get_object_or_404(reads.withdrawals_seen_by(request.user), pk=pk)
    return withdrawal


def _to(pk: int) -> str:
    return reverse("bookings:office_withdrawal", args=[pk])


@office_page
def accept_withdrawal(request: CampusRequest, pk: int) -> HttpResponse:
    """The office accepts; the booking, if one is known, ends at no cost."""
    found = _found(request, pk)
    return confirm(
        request, title=_("Den Widerruf anerkennen?"), submit=_("Anerkennen"), facts=_of(found), back=(_to(pk), _("Zurück")),
        intro=_("Die Buchung endet dann ohne Kosten. Wer widerrufen hat, bekommt eine Mail."),
        do=lambda: actions.decide_withdrawal(withdrawal=found, accepted=True, by=request.user, now=now()), done=lambda _done: _to(pk),
    )  # fmt: skip


@office_page
def decline_withdrawal(request: CampusRequest, pk: int) -> HttpResponse:
    """The office declines; the booking stays."""
    found = _found(request, pk)
    return confirm(
        request, title=_("Den Widerruf nicht anerkennen?"), submit=_("Nicht anerkennen"), danger=True, facts=_of(found),
        intro=_("Die Buchung bleibt bestehen. Wer widerrufen hat, bekommt eine Mail."), back=(_to(pk), _("Zurück")),
        do=lambda: actions.decide_withdrawal(withdrawal=found, accepted=False, by=request.user, now=now()), done=lambda _done: _to(pk),
    )  # fmt: skip


@office_page
def see_withdrawal(request: CampusRequest, pk: int) -> HttpResponse:
    """Taken note of; it leaves the board."""
    found = _found(request, pk)
    return confirm(
        request, title=_("Gesehen?"), submit=_("Ja, gesehen"), facts=_of(found), back=(_to(pk), _("Zurück")),
        intro=_("Die Buchung ist schon kostenfrei aufgehoben. Denken Sie an die Rückzahlung, falls schon gezahlt wurde."),
        do=lambda: actions.see_withdrawal(withdrawal=found, by=request.user, now=now()), done=lambda _done: reverse("web:board"),
    )  # fmt: skip
