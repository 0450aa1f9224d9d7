"""What cancellations cost: the office's list, letting one go, and the scale."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from glascampus.basics.clock import now, today
from glascampus.commons.desk.pages import CampusRequest, confirm, office_page, take
from glascampus.stations.bookings import actions, reads
from glascampus.stations.bookings.forms import SCALE_STEPS, ScaleForm
from glascampus.stations.courses.models import Run
from glascampus.stations.courses.reads import runs_seen_by

PER_PAGE = 50


@office_page
def fees(request: CampusRequest) -> HttpResponse:
    """What is owed, what was waived, and the scale of the campus."""
    page = Paginator(reads.fees_seen_by(request.user), PER_PAGE).get_page(request.GET.get("seite"))
    return render(request, "bookings/office_fees.html", {"page": page, "scales": reads.scales(None)})


@office_page
def waive(request: CampusRequest, pk: int) -> HttpResponse:
    """Let a fee go."""
    fee = get_object_or_404(reads.fees_seen_by(request.user), pk=pk)
    back = reverse("bookings:office_fees")
    return confirm(
        request, title=_("Diese Stornokosten erlassen?"), submit=_("Erlassen"), back=(back, _("Zurück")), done=lambda _done: back,
        facts=[(_("Buchung"), fee.booking.code), (_("Wer"), fee.booking.booker_name), (_("Kurs"), fee.booking.run.course.title)],
        do=lambda: actions.waive_fee(fee=fee, by=request.user, now=now()), said=_("Erlassen."),
    )  # fmt: skip


@office_page
def scale(request: CampusRequest, code: str | None = None) -> HttpResponse:
    """Set what cancelling costs, for the campus or for one run."""
    run = get_object_or_404(runs_seen_by(request.user), code=code) if code else None
    back = reverse("bookings:office_run", args=[code]) if code else reverse("bookings:office_fees")
    form = ScaleForm(request.POST if request.method == "POST" else None, initial=_today(run))
    title = _("Stornokosten: „%(course)s“") % {"course": run.course.title} if run else _("Stornokosten für alle Kurse")
    return take(
        request, form=form, title=title, submit=_("Speichern"), back=(back, _("Zurück, ohne zu speichern")), done=lambda _done: back,
        intro=_("Nach der letzten Stufe kostet das Stornieren den ganzen Preis. Wer privat bucht und rechtzeitig widerruft, zahlt nie etwas."),
        do=lambda **values: actions.keep_scale(campus=request.campus, run=run, by=request.user, now=now(), **values),
        said=_("Gespeichert."),
    )  # fmt: skip


def _today(run: Run | None) -> dict[str, Any]:
    """The steps that hold today, as a beginning."""
    scale = reads.scales(run).first() or reads.scales(None).first()
    steps = scale.steps if scale else []
    values: dict[str, Any] = {"valid_from": today()}
    for number, (days, percent) in zip(SCALE_STEPS, steps, strict=False):
        values |= {f"days_{number}": days, f"percent_{number}": percent}
    return values
