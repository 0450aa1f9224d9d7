"""A course for several people of one company: dates that fit their shifts, what it costs, what may be funded, a paper to forward."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from glascampus.basics.clock import now, today
from glascampus.basics.reason import Reason
from glascampus.commons.desk.pages import CampusRequest
from glascampus.commons.legal.reads import rulebook
from glascampus.engines.documents import DocumentsMissing, quote
from glascampus.engines.shifts import CYCLES, HOURS, SHIFTS, blocks
from glascampus.stations.bookings import reads as bookings
from glascampus.stations.bookings.rules import tax_reason
from glascampus.stations.courses import reads, words
from glascampus.stations.courses.models import Course
from glascampus.web.forms import ForCompany
from glascampus.web.pages.for_company.funded import answers_in_words
from glascampus.web.pages.for_company.options import best_of, options_of
from glascampus.web.pages.for_company.paper import quote_data
from glascampus.web.pictures import weeks_of

UNREADABLE = 422


@require_safe
def for_company(request: CampusRequest, slug: str) -> HttpResponse:
    """Everything on one page; nothing is kept, so the address can be forwarded, too."""
    course, form = _asked(request, slug)
    return _page(request, course, form)


@require_safe
def costs(request: CampusRequest, slug: str) -> HttpResponse:
    """The costs of one run as a paper; ``durchgang`` chooses it, else it is the first that one can book."""
    course, form = _asked(request, slug)
    options = options_of(course, form)
    code = form.asked.get("durchgang", "")
    chosen = next((one for one in options if one.bookable and one.run.code == code), None) if code else best_of(options)
    if chosen is None or (form.is_bound and not form.is_valid()):
        trouble = None if form.errors else Reason("run_not_offered") if options else Reason("run_without_offer")
        return _page(request, course, form, trouble=trouble)
    try:
        body = quote(quote_data(request, chosen, form.asked.get("fuer", "")))
    except DocumentsMissing:
        return render(request, "web/no_costs.html", {"course": course}, status=503)
    named = f'inline; filename="kosten-{chosen.run.code}.pdf"'
    return HttpResponse(body, "application/pdf", headers={"Content-Disposition": named, "Cache-Control": "no-store"})


def _asked(request: CampusRequest, slug: str) -> tuple[Course, ForCompany]:
    course = get_object_or_404(reads.courses_seen_by(request.user), slug=slug)
    return course, ForCompany(request.GET.dict(), day=today())


def _page(request: CampusRequest, course: Course, form: ForCompany, trouble: Reason | None = None) -> HttpResponse:
    options = options_of(course, form)
    best, moment = best_of(options), now()
    unreadable = trouble is not None or bool(form.errors)
    return render(request, "web/for_company.html", {
        "course": course, "form": form, "options": options, "best": best, "trouble": trouble, "people": form.people,
        "roster": form.roster, "cycles": _cycles(form), "hours": [(words.SENTENCES[f"shift_{one}"], *HOURS[one]) for one in SHIFTS],
        "rest": rulebook(today(moment)).row("working_time.min_rest_hours") if form.roster else None,
        "tax": tax_reason(bookings.tax_code_on(today(moment))), "answers": answers_in_words(course, best.dated if best else None),
    }, status=UNREADABLE if unreadable else 200)  # fmt: skip


def _cycles(form: ForCompany) -> list[dict[str, Any]]:
    """Each cycle with its picture and the same in words."""
    return [
        {"radio": radio, "label": label, "blocks": weeks_of(CYCLES[key]) if key else [], "says": _read_aloud(key)}
        for radio, key, label in form.cycles
    ]  # fmt: skip


def _read_aloud(key: str) -> str:
    return ", ".join(f"{number} {words.ON_SHIFT[shift]}" for number, shift in blocks(CYCLES[key])) if key else ""
