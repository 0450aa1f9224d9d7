"""What bookings add to the lists of the house."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from glascampus.basics.clock import CAMPUS_ZONE, today
from glascampus.commons.outbox.rules import Sample
from glascampus.commons.roll.reads import say
from glascampus.commons.roll.rules import BoardItem, Check, Erased, Fault, Keep, Personal, Tick
from glascampus.stations.bookings import actions, reads
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
from glascampus.stations.bookings.rules import Way
from glascampus.stations.courses.models import Run

__all__ = [
    "board", "checks", "deeds", "intake_kinds", "mail_samples", "mailboxes", "personal", "retention", "ticks",
]  # fmt: skip
BOOKS = "retention.bookings_years"
DECIDE_WITHIN = timedelta(days=14)


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
    """Deeds that can still be taken back, and runs on which the office must decide soon."""
    soon = reads.runs_to_decide(now).filter(decide_on__lte=today(now) + DECIDE_WITHIN).order_by("decide_on")
    runs = list(soon)
    ways = reads.ways([run.pk for run in runs])
    back = [_undo_item(deed, what, minutes) for deed, what, minutes in reads.to_undo(now)]
    withdrawn = [_withdrawal_item(one) for one in reads.withdrawals_to_see()[:20]]
    return [*back, *withdrawn, *(_item(run, ways.get(run.pk) or Way(minimum=run.minimum), now) for run in runs)]


def _withdrawal_item(one: Withdrawal) -> BoardItem:
    """A contract withdrawn: already done, or the office decides."""
    title = _("Widerruf von %(name)s") % {"name": one.name}
    day = one.received_at.astimezone(CAMPUS_ZONE).strftime("%d.%m.%Y")
    detail = _("%(outcome)s, eingegangen am %(day)s") % {"outcome": one.get_outcome_display(), "day": day}
    return BoardItem(title, detail, reverse("bookings:office_withdrawal", args=[one.pk]), _("Ansehen"), urgency=120)


def _undo_item(deed: Undoable, what: str, minutes: int) -> BoardItem:
    """While the mails wait, one tap takes the deed back."""
    detail = ngettext("Die Mails warten noch eine Minute.", "Die Mails warten noch %(minutes)s Minuten.", minutes)
    url = reverse("bookings:undo", args=[deed.pk])
    return BoardItem(what, detail % {"minutes": minutes}, url, _("Rückgängig"), urgency=200, post=True)


def _item(run: Run, way: Way, now: datetime) -> BoardItem:
    left = (run.decide_on - today(now)).days if run.decide_on else 0
    detail = _("%(way)s Entscheidung bis %(day)s.") % {
        "way": say(way.reason),
        "day": run.decide_on.strftime("%d.%m.%Y") if run.decide_on else "",
    }
    title = _("„%(course)s“: findet es statt?") % {"course": run.course.title}
    return BoardItem(
        title, detail, reverse("bookings:office_run", args=[run.code]), _("Entscheiden"), urgency=100 - left
    )


def mailboxes(email: str) -> list[str]:
    """Whoever ordered may sign in by mail and see what was ordered."""
    return ["participant"] if reads.has_booked(email) else []


def mail_samples() -> list[Sample]:
    """The newest booking, to show the office's words on."""
    return [Sample("bookings", reads.newest_for_mail)]
