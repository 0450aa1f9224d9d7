"""The costs of one run for some people as a paper to forward."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glascampus.basics.clock import CAMPUS_ZONE, now, today
from glascampus.commons.desk.pages import CampusRequest
from glascampus.commons.roll.reads import say
from glascampus.engines.documents import PackSession, QuoteData
from glascampus.stations.bookings import reads as bookings
from glascampus.stations.bookings.rules import tax_reason, told
from glascampus.stations.courses.models import Run, Session
from glascampus.web.pages.for_company.options import Option
from glascampus.web.pages.shown_runs import place_of
from glascampus.web.templatetags.amounts import euro


def quote_data(request: CampusRequest, chosen: Option, name: str) -> QuoteData:
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
