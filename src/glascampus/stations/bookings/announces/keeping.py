"""What is kept of bookings, how long, and how a person is told or forgotten."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy

from glascampus.commons.roll.rules import Erased, Keep, Personal
from glascampus.stations.bookings import actions, reads
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

BOOKS = "retention.bookings_years"


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
            "bookings.Fee", gettext_lazy("was das Stornieren kostet"), None, personal=True, basis="contract", rule=BOOKS,
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
            "bookings.LineEvent", gettext_lazy("wer warum einen frei gewordenen Platz bekam"), None, basis="contract", rule=BOOKS,
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
