"""What bookings tell elsewhere: in the Monday letter, at the sign-in, in samples of mails, to the office's search."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from glascampus.basics.clock import CAMPUS_ZONE
from glascampus.basics.text import Text
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.outbox.rules import Sample
from glascampus.commons.roll.rules import Findable, Passage
from glascampus.stations.bookings import reads, words
from glascampus.stations.courses import reads as courses
from glascampus.stations.courses.models import Run

SEATS_FOUND = 10_000
RUNS_IN_LETTER = 5


def week(since: datetime, now: datetime) -> list[Passage]:
    """New bookings of the week, and how full the coming runs are."""
    number, people = reads.booked_between(since, now)
    said = ngettext("Eine neue Buchung", "%(n)s neue Buchungen", number) % {"n": number} if number else _("Keine neue Buchung")  # fmt: skip
    more = ngettext("für eine Person", "für %(number)s Personen", people) % {"number": people} if number else ""
    found = [Passage(_("Buchungen in den letzten sieben Tagen"), [f"{said} {more}".strip()])]
    runs = courses.upcoming_runs(now, SYSTEM)[:RUNS_IN_LETTER]
    lines = [_run_line(run) for run in runs]
    return [*found, Passage(_("Die nächsten Durchgänge"), lines)] if lines else found


def _run_line(run: Run) -> str:
    """When a run begins and how many of its seats are taken."""
    assert run.starts_at is not None  # coming runs have a beginning
    return _("%(day)s, %(course)s: %(taken)s von %(capacity)s Plätzen vergeben") % {
        "day": words.day_text(run.starts_at.astimezone(CAMPUS_ZONE).date()), "course": run.course.title,
        "taken": run.taken, "capacity": run.capacity,
    }  # fmt: skip


def mailboxes(email: str) -> list[str]:
    """Whoever ordered may sign in by mail and see what was ordered."""
    return ["participant"] if reads.has_booked(email) else []


def mail_samples() -> list[Sample]:
    """The newest booking, to show the office's words on."""
    return [Sample("bookings", reads.newest_for_mail)]


def office_findable(user: Any, now: datetime) -> Iterator[Findable]:
    """The newest seats: who sits there and who booked, each leads to the page of the run; a booking comes once."""
    known = ""
    for seat in reads.searched_seats(user, SEATS_FOUND):
        course, page = Text(seat.title_de, seat.title_en), ("bookings:office_run", (seat.run_code,))
        if seat.code != known and not seat.booking_erased_at:
            who = (seat.booker_name, seat.booker_email) if seat.firm else (seat.booker_email,)
            yield Findable(
                "booking", Text(seat.firm or seat.booker_name), *page, summary=_about(course, *who, seat.code)
            )
        if not seat.erased_at:
            yield Findable("person", Text(seat.name), *page, summary=_about(course, seat.firm, seat.email))
        known = seat.code


def _about(course: Text, *parts: str) -> Text:
    """The course and what is known of somebody, on one line."""
    de, en = (" · ".join(part for part in (course.within(language), *parts) if part) for language in ("de", "en"))
    return Text(de, en)
