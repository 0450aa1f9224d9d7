"""What bookings add to the lists of the house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from glascampus.basics.clock import CAMPUS_ZONE, today
from glascampus.basics.text import Text
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.outbox.rules import Sample
from glascampus.commons.roll.reads import say
from glascampus.commons.roll.rules import (
    BoardItem,
    Check,
    Erased,
    Fault,
    Findable,
    Keep,
    Passage,
    Personal,
    Section,
    Tick,
)
from glascampus.stations.bookings import actions, reads, words
from glascampus.stations.bookings.announces.lists import deeds, intake_kinds
from glascampus.stations.bookings.models import (
    Booking,
    Call,
    CallRound,
    Fee,
    MoveAnswer,
    Reminder,
    Seat,
    Undoable,
    Withdrawal,
)
from glascampus.stations.bookings.rules import HOLD_ENDS_SOON, Way, board_section
from glascampus.stations.courses import reads as courses
from glascampus.stations.courses.models import Run

__all__ = [
    "board", "checks", "deeds", "intake_kinds", "mail_samples", "mailboxes", "office_findable", "personal", "retention", "ticks", "week",
]  # fmt: skip
BOOKS = "retention.bookings_years"
DECIDE_WITHIN = timedelta(days=14)
SEATS_FOUND = 10_000
RUNS_IN_LETTER = 5


def checks() -> list[Check]:
    """Seats add up, nothing is oversold, money follows seats, seats belong to their booking."""
    return [Check("seats", _seats), Check("oversale", _oversale), Check("money", _money), Check("thread", _thread)]


def _seats() -> tuple[int, list[Fault]]:
    wrong = reads.recount()
    return Run.objects.count(), [
        Fault(f"courses.run:{r.code}", f"{r.taken} seats are taken, its seats add up to {n}") for r, n in wrong
    ]


def _oversale() -> tuple[int, list[Fault]]:
    runs = list(Run.objects.all())
    return len(runs), [
        Fault(f"courses.run:{r.code}", f"{r.taken} of {r.capacity} seats are taken")
        for r in runs
        if not 0 <= r.taken <= r.capacity
    ]


def _money() -> tuple[int, list[Fault]]:
    found, seen = [], 0
    for booking in Booking.objects.prefetch_related("seats"):
        seen += 1
        active = sum(seat.state != Seat.State.CANCELLED for seat in booking.seats.all())
        if booking.price_cents != booking.unit_price_cents * active:
            found.append(
                Fault(
                    f"bookings.booking:{booking.pk}",
                    f"costs {booking.price_cents} cents for {active} persons at {booking.unit_price_cents}",
                )
            )
    return seen, found


def _thread() -> tuple[int, list[Fault]]:
    strayed = [Fault(f"bookings.seat:{s.pk}", "is in another run than its booking") for s in reads.strayed_seats()]
    orphans = [Fault(f"bookings.booking:{b.pk}", "has no seat") for b in Booking.objects.filter(seats=None)]
    lost = Booking.objects.filter(~Q(run__in=Run.objects.all()))
    torn = [
        Fault(f"bookings.booking:{pk}", f"says {state}, its seats say {seats}")
        for pk, state, seats in reads.torn_bookings()
    ]
    return Seat.objects.count(), [
        *strayed,
        *orphans,
        *torn,
        *(Fault(f"bookings.booking:{b.pk}", "its run is missing") for b in lost),
    ]


def ticks() -> list[Tick]:
    """Offers and provisional bookings end by themselves."""
    return [
        Tick("bookings.end_offers", 5, lambda now: _everywhere(actions.end_offers, now)),
        Tick("bookings.offer_free", 15, lambda now: _everywhere(actions.offer_free, now)),
        Tick("bookings.match_withdrawals", 5, lambda now: _everywhere(actions.match_withdrawals, now)),
        Tick("bookings.end_provisional", 60, lambda now: _everywhere(actions.end_provisional, now)),
        Tick("bookings.remind", 60, lambda now: _everywhere(actions.remind, now)),
    ]


def _everywhere(do: object, now: datetime) -> int:
    from django_scopes import scope

    from glascampus.commons.campuses.models import Campus

    done = 0
    for campus in Campus.objects.all():
        with scope(campus=campus):
            done += do(now=now)  # type: ignore[operator]  # an action of this app
    return done


def retention() -> list[Keep]:
    """Bookings stay as long as the books."""
    return [
        Keep(
            "bookings.Booking", gettext_lazy("wer was zu welchem Preis bestellt hat"), None, personal=True, basis="contract",
            recipients=("office", "booker"), rule=BOOKS, past=reads.past_bookings, end=actions.end_bookings,
        ),
        Keep(
            "bookings.Seat", gettext_lazy("wer in welchem Kurs sitzt"), None, personal=True, basis="contract", rule=BOOKS,
            recipients=("office", "booker", "lecturers"), goes_with="bookings.Booking",
        ),
        Keep(
            "bookings.Fee", gettext_lazy("was eine Absage kostet"), None, personal=True, basis="contract", rule=BOOKS,
            recipients=("office", "booker"), goes_with="bookings.Booking",
        ),
        Keep("bookings.FeeScale", gettext_lazy("die Staffel der Stornokosten, ohne Personen"), None),
        Keep(
            "bookings.Withdrawal", gettext_lazy("Widerrufe beweisen und erledigen"), None, personal=True, basis="duty",
            rule="retention.withdrawals_years", past=lambda before: Withdrawal.objects.filter(received_at__lt=before),
        ),
        Keep(
            "bookings.CallRound", gettext_lazy("vor der Entscheidung noch einmal alle fragen"), 180, basis="contract",
            past=lambda before: CallRound.objects.filter(run__ends_at__lt=before),
        ),
        Keep(
            "bookings.Call", gettext_lazy("was jemand beim Nachfragen gesagt hat"), 180, personal=True, basis="contract",
            goes_with="bookings.CallRound",
        ),
        Keep(
            "bookings.MoveAnswer", gettext_lazy("wer neuen Terminen zugestimmt hat"), None, personal=True, basis="contract", rule=BOOKS,
            goes_with="bookings.Booking",
        ),
        Keep(
            "bookings.Undoable", gettext_lazy("was das Büro zehn Minuten lang zurücknehmen kann"), 30, basis="interest",
            past=lambda before: Undoable.objects.filter(until__lt=before),
        ),
        Keep(
            "bookings.Reminder", gettext_lazy("jede Erinnerung nur einmal schicken"), 180, personal=True, basis="contract",
            past=lambda before: Reminder.objects.filter(made_at__lt=before),
        ),
        Keep(
            "bookings.LineEvent", gettext_lazy("warum ein frei gewordener Platz an wen ging"), None, basis="contract", rule=BOOKS,
            goes_with="bookings.Booking",
        ),
    ]  # fmt: skip


def personal() -> list[Personal]:
    """Found by the booker's or the person's address."""
    return [Personal("bookings", _export, _erase)]


def _export(email: str) -> dict[str, list[dict[str, object]]]:
    booked = Booking.objects.filter(booker_email__iexact=email)
    seats = Seat.objects.filter(person__email__iexact=email)
    return {
        "bookings.booking": [
            dict(row)
            for row in booked.values(
                "code",
                "run__code",
                "booker_name",
                "booker_email",
                "booker_phone",
                "organisation_name",
                "address",
                "state",
                "price_cents",
                "booked_at",
            )
        ],
        "bookings.seat": [
            dict(row) for row in seats.values("run__code", "state", "person__given_name", "person__family_name")
        ],
        "bookings.call": [
            dict(row) for row in Call.objects.filter(seat__in=seats).values("seat__run__code", "outcome", "note", "at")
        ],
        "bookings.withdrawal": [
            dict(row)
            for row in Withdrawal.objects.filter(email__iexact=email).values(
                "code", "name", "contract", "part", "email", "received_at", "outcome"
            )
        ],
        "bookings.fee": [
            dict(row)
            for row in Fee.objects.filter(booking__in=booked).values(
                "booking__code", "cents", "charged_at", "waived_at"
            )
        ],
        "bookings.move_answer": [
            dict(row) for row in MoveAnswer.objects.filter(booking__in=booked).values("booking__code", "answer", "at")
        ],
    }


def _erase(email: str, now: datetime) -> Erased:
    return actions.forget(email=email, now=now)


def board(now: datetime) -> list[BoardItem]:
    """What can be taken back, withdrawals, runs to decide or short of people, and seats that wait for somebody's yes."""
    back = [_undo_item(deed, what, minutes) for deed, what, minutes in reads.to_undo(now)]
    withdrawn = [_withdrawal_item(one) for one in reads.withdrawals_to_see()[:20]]
    runs = [_item(run, way, now) for run, way in reads.runs_to_watch(now, DECIDE_WITHIN)]
    waits = [item for one in reads.pending(now) for item in _pending_items(one, now)]
    return [
        *back,
        *withdrawn,
        *runs,
        *waits,
        *(_silent_item(run, number) for run, number in reads.silent_after_move(now)),
    ]


def _undo_item(deed: Undoable, what: str, minutes: int) -> BoardItem:
    """While the mails wait, one tap takes the deed back."""
    detail = ngettext("Die Mails warten noch eine Minute.", "Die Mails warten noch %(minutes)s Minuten.", minutes)
    url = reverse("bookings:undo", args=[deed.pk])
    return BoardItem(
        what, detail % {"minutes": minutes}, url, _("Rückgängig"), urgency=200, post=True, section=Section.BACK
    )


def _withdrawal_item(one: Withdrawal) -> BoardItem:
    """A contract withdrawn: already done, or the office decides."""
    title = _("Widerruf von %(name)s") % {"name": one.name}
    day = words.day_text(one.received_at.astimezone(CAMPUS_ZONE).date())
    detail = _("%(outcome)s, eingegangen am %(day)s") % {"outcome": one.get_outcome_display(), "day": day}
    section = Section.DECIDE if one.outcome == Withdrawal.Outcome.OPEN else Section.US
    url = reverse("bookings:office_withdrawal", args=[one.pk])
    return BoardItem(title, detail, url, _("Ansehen"), urgency=120, section=section)


def _item(run: Run, way: Way, now: datetime) -> BoardItem:
    """A run to decide on; one that takes place, only where too few are left. Below the minimum one calls first."""
    page = reverse("bookings:office_run", args=[run.code])
    if run.state == Run.State.CONFIRMED:
        title = _("„%(course)s“ findet statt, aber mit zu wenigen") % {"course": run.course.title}
        return BoardItem(
            title, say(way.reason), page, _("Ansehen"), urgency=50, section=board_section(way=way, days_left=None)
        )
    left = (run.decide_on - today(now)).days if run.decide_on else 0
    detail = f"{say(way.reason)} {words.decide_text(run.decide_on, left) if run.decide_on else ''}".strip()
    title = _("„%(course)s“: findet es statt?") % {"course": run.course.title}
    calls = way.binding < way.minimum and way.binding + way.reserved > 0
    url, button = (reverse("bookings:calls", args=[run.code]), _("Anrufliste")) if calls else (page, _("Entscheiden"))
    return BoardItem(title, detail, url, button, urgency=100 - left, section=board_section(way=way, days_left=left))


def _pending_items(one: reads.Pending, now: datetime) -> Iterator[BoardItem]:
    """Seats offered from the line, and seats held: what ends soon is due, all else waits for others."""
    url, course = reverse("bookings:office_run", args=[one.run_code]), {"course": one.course}
    if one.offered and one.offered_until:
        title = ngettext(
            "„%(course)s“: ein Platz ist angeboten", "„%(course)s“: %(n)s Plätze sind angeboten", one.offered
        )
        day = words.day_text(one.offered_until.astimezone(CAMPUS_ZONE).date())
        detail = _("Das Angebot gilt bis %(day)s. Danach sind die Nächsten dran.") % {"day": day}
        yield BoardItem(title % {**course, "n": one.offered}, detail, url, _("Ansehen"), section=Section.THEM)
    if one.held and one.held_until:
        title = ngettext(
            "„%(course)s“: ein Platz ist vorgemerkt", "„%(course)s“: %(n)s Plätze sind vorgemerkt", one.held
        )
        soon = one.held_until <= today(now) + HOLD_ENDS_SOON
        detail = _("Bis %(day)s muss die Zusage da sein, sonst wird der Platz frei.") if soon else _("Wir warten auf die Zusage, längstens bis %(day)s.")  # fmt: skip
        section = Section.DUE if soon else Section.THEM
        said = detail % {"day": words.day_text(one.held_until)}
        yield BoardItem(
            title % {**course, "n": one.held}, said, url, _("Ansehen"), urgency=10 if soon else 0, section=section
        )


def _silent_item(run: Run, number: int) -> BoardItem:
    """Who has not said whether the new dates suit."""
    title = _("„%(course)s“ ist verlegt, noch nicht alle haben geantwortet") % {"course": run.course.title}
    detail = ngettext("Eine Antwort fehlt.", "%(n)s Antworten fehlen.", number) % {"n": number}
    return BoardItem(title, detail, reverse("bookings:moves", args=[run.code]), _("Nachfragen"), section=Section.THEM)


def week(since: datetime, now: datetime) -> list[Passage]:
    """New bookings of the week, and how full the coming runs are."""
    number, people = reads.booked_between(since, now)
    said = ngettext("Eine neue Buchung", "%(n)s neue Buchungen", number) % {"n": number} if number else _("Keine neue Buchung")  # fmt: skip
    more = ngettext("für eine Person", "für %(number)s Personen", people) % {"number": people} if number else ""
    found = [Passage(_("Buchungen in der letzten Woche"), [f"{said} {more}".strip()])]
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
