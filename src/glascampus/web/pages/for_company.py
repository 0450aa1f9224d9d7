"""A course for several people of one company: dates that fit their shifts, what it costs, what may be funded, a paper to forward."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from glascampus.basics.clock import CAMPUS_ZONE, now, today
from glascampus.basics.reason import Reason
from glascampus.commons.desk.pages import CampusRequest
from glascampus.commons.legal.reads import rulebook
from glascampus.commons.roll.reads import say
from glascampus.engines.documents import DocumentsMissing, PackSession, QuoteData, quote
from glascampus.engines.funding import Answer, Asked, funding
from glascampus.engines.shifts import CYCLES, HOURS, SHIFTS, Fit, Judged, Limits, blocks, fit
from glascampus.stations.bookings import reads as bookings
from glascampus.stations.bookings.rules import tax_reason, told
from glascampus.stations.courses import reads, rules, words
from glascampus.stations.courses.models import Course, Run, Session
from glascampus.stations.courses.reads import Dated
from glascampus.web.forms import ForCompany
from glascampus.web.pages.shown_runs import place_of
from glascampus.web.pictures import weeks_of
from glascampus.web.templatetags.amounts import euro

UNREADABLE = 422


@dataclass(frozen=True, slots=True)
class Option:
    """One run, looked at for some people."""

    dated: Dated
    people: int
    seats: Reason
    fit: Fit | None = None
    bookable: bool = True

    @property
    def run(self) -> Run:
        """The run itself."""
        return self.dated.run

    @property
    def total_cents(self) -> int:
        """For all of them."""
        return self.people * self.run.price_cents

    @property
    def enough(self) -> bool:
        """Are there seats for all of them?"""
        return self.run.free >= self.people

    @property
    def book_url(self) -> str:
        """Where they are booked, the number already there."""
        return f"{reverse('bookings:book', args=[self.run.code])}?{urlencode({'leute': self.people})}"

    @property
    def tone(self) -> str:
        """Of the tag with the seats."""
        return rules.tone_of(self.seats) if self.enough else "warn"

    @property
    def meetings(self) -> list[tuple[Session, Judged | None]]:
        """Each meeting, and what the shifts mean for it."""
        sessions = list(self.dated.sessions.values())
        return list(zip(sessions, self.fit.meetings if self.fit else [None] * len(sessions), strict=True))

    @property
    def order(self) -> tuple[int, bool, datetime]:
        """Its place among the others."""
        assert self.run.starts_at is not None
        return rules.order_for_company(
            missed=len(self.fit.missed) if self.fit else 0, enough=self.enough, starts_at=self.run.starts_at
        )


@require_safe
def for_company(request: CampusRequest, slug: str) -> HttpResponse:
    """Everything on one page; nothing is kept, so the address can be forwarded, too."""
    course, form = _asked(request, slug)
    return _page(request, course, form)


@require_safe
def costs(request: CampusRequest, slug: str) -> HttpResponse:
    """The costs of one run as a paper; ``durchgang`` chooses it, else it is the first that one can book."""
    course, form = _asked(request, slug)
    options = _options(course, form)
    code = form.asked.get("durchgang", "")
    chosen = next((one for one in options if one.bookable and one.run.code == code), None) if code else _best(options)
    if chosen is None or (form.is_bound and not form.is_valid()):
        trouble = None if form.errors else Reason("run_not_offered") if options else Reason("run_without_offer")
        return _page(request, course, form, trouble=trouble)
    try:
        body = quote(_quote_data(request, chosen, form.asked.get("fuer", "")))
    except DocumentsMissing:
        return render(request, "web/no_costs.html", {"course": course}, status=503)
    named = f'inline; filename="kosten-{chosen.run.code}.pdf"'
    return HttpResponse(body, "application/pdf", headers={"Content-Disposition": named, "Cache-Control": "no-store"})


def _asked(request: CampusRequest, slug: str) -> tuple[Course, ForCompany]:
    course = get_object_or_404(reads.courses_seen_by(request.user), slug=slug)
    return course, ForCompany(request.GET.dict(), day=today())


def _page(request: CampusRequest, course: Course, form: ForCompany, trouble: Reason | None = None) -> HttpResponse:
    options = _options(course, form)
    best, moment = _best(options), now()
    unreadable = trouble is not None or bool(form.errors)
    return render(request, "web/for_company.html", {
        "course": course, "form": form, "options": options, "best": best, "trouble": trouble, "people": form.people,
        "roster": form.roster, "cycles": _cycles(form), "hours": [(words.SENTENCES[f"shift_{one}"], *HOURS[one]) for one in SHIFTS],
        "rest": rulebook(today(moment)).row("working_time.min_rest_hours") if form.roster else None,
        "tax": tax_reason(bookings.tax_code_on(today(moment))), "answers": _answers(course, best),
    }, status=UNREADABLE if unreadable else 200)  # fmt: skip


def _cycles(form: ForCompany) -> list[dict[str, Any]]:
    """Each cycle with its picture and the same in words."""
    return [
        {"radio": radio, "label": label, "blocks": weeks_of(CYCLES[key]) if key else [], "says": _read_aloud(key)}
        for radio, key, label in form.cycles
    ]  # fmt: skip


def _read_aloud(key: str) -> str:
    return ", ".join(f"{number} {words.ON_SHIFT[shift]}" for number, shift in blocks(CYCLES[key])) if key else ""


def _options(course: Course, form: ForCompany) -> list[Option]:
    """The coming runs, those that fit best first."""
    moment = now()
    runs = reads.dated_runs(reads.upcoming_runs_of([course.pk], moment))
    return sorted((_option(dated, form, moment) for dated in runs), key=lambda one: one.order)


def _best(options: list[Option]) -> Option | None:
    """The one to book: with seats for everybody, if there is such a one."""
    bookable = [one for one in options if one.bookable]
    return next((one for one in bookable if one.enough), bookable[0] if bookable else None)


def _option(dated: Dated, form: ForCompany, moment: datetime) -> Option:
    run, spans = dated.run, [(s.starts_at, s.ends_at) for s in dated.sessions.values()]
    closed = rules.why_not_bookable(state=run.state, closes_at=run.closes_at, now=moment)
    seats = rules.seats(state=run.state, free=run.free, closes_at=run.closes_at, now=moment)
    fits = fit(form.roster, spans, _limits(moment)) if form.roster else None
    return Option(dated, form.people, seats, fits, bookable=closed is None)


def _limits(moment: datetime) -> Limits:
    book = rulebook(today(moment))
    return Limits(book.whole("working_time.min_rest_hours"), book.whole("working_time.max_daily_hours"))


def _answers(course: Course, best: Option | None) -> list[tuple[str, str, Answer]]:
    """What the rulebook says of the day on which the best run begins."""
    if best is None:
        return []
    return [
        (str(words.INSTRUMENTS[a.instrument]), str(words.VERDICTS[a.verdict]), a)
        for a in answers_for(course, best.dated)
    ]


def answers_for(course: Course, dated: Dated) -> list[Answer]:
    """Funding of one run of a course."""
    asked = Asked(dated.minutes, dated.days, dated.run.price_cents, course.mandatory)
    return funding(asked, rulebook(today(dated.run.starts_at)))


def _quote_data(request: CampusRequest, chosen: Option, name: str) -> QuoteData:
    """Everything in the language of the page from which it is asked."""
    run, moment, campus = chosen.run, now(), request.campus
    tax = tax_reason(bookings.tax_code_on(today(moment))) if run.price_cents else None
    confirmed = run.state == Run.State.CONFIRMED
    return QuoteData(
        language="en" if (get_language() or "de").startswith("en") else "de", campus_name=str(campus.name), course_title=str(run.course.title),
        place=place_of(run), sessions=tuple(_session(one) for one in chosen.dated.sessions.values()), people=chosen.people,
        price=euro(run.price_cents), total=euro(chosen.total_cents), tax=say(tax) if tax else "",
        start=_("ja") if confirmed else _("ab %(minimum)s Zusagen") % {"minimum": run.minimum}, closes_on=today(run.closes_at),
        cancelling=tuple(_told(run, moment)), book_url=f"{campus.address}{chosen.book_url}", made_on=today(moment), for_whom=name,
        contact=campus.email, example=run.example,
    )  # fmt: skip


def _told(run: Run, moment: datetime) -> Iterable[str]:
    return (say(reason) for reason in told(bookings.steps_of(run, today(moment))))


def _session(session: Session) -> PackSession:
    starts, ends = (at.astimezone(CAMPUS_ZONE) for at in (session.starts_at, session.ends_at))
    return PackSession(starts_at=starts, ends_at=ends, online=session.mode == Session.Mode.LIVE)
