"""Asking everybody once more: the call list, and how sure a start is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from glascampus.basics.reason import Reason
from glascampus.basics.rulebook import Row, Rulebook, RuleMissing
from glascampus.commons.journal.reads import actors_of
from glascampus.engines.start_odds import Odds, start_odds
from glascampus.stations.bookings.models import Booking, Call, CallRound, Seat
from glascampus.stations.bookings.reads.seats import seats_of
from glascampus.stations.bookings.rules import chance_percent, how_sure
from glascampus.stations.bookings.words import heard_text
from glascampus.stations.courses.models import Run


def asked_again(run: Run) -> QuerySet[Booking]:
    """Bookings with a seat in a run, firm or held: whom the office asks before it decides."""
    seated = Seat.objects.filter(run=run, state=Seat.State.SEATED).values("booking")
    bookings = Booking.objects.select_related("run__course", "run__site", "campus").filter(pk__in=seated)
    return bookings.exclude(state=Booking.State.CANCELLED).order_by("pk")


def current_round(run: Run) -> CallRound | None:
    """The last round of calls of a run."""
    return CallRound.objects.filter(run=run).order_by("-started_at", "-pk").first()


def _heard(seats: Sequence[Seat]) -> dict[int, str]:
    """Who wrote down the last word of seats whose call names nobody: the journal knows the kind of actor; no query for no seats."""
    if not seats:
        return {}
    lines = actors_of("bookings.called", Booking, {seat.booking_id for seat in seats})
    return dict(lines.values_list("facts__seat", "actor_kind"))


@dataclass(frozen=True, slots=True)
class ToCall:
    """A row of the call list: a person with a seat, what was said last in this round, and ``heard``: the kind of actor that wrote it down."""

    seat: Seat
    call: Call | None
    times: int
    heard: str = ""

    @property
    def outcome(self) -> str:
        """What was said; "" where nobody asked yet."""
        return self.call.outcome if self.call else ""

    @property
    def says_how(self) -> str:
        """By what way the last word came, where no user stands beside it."""
        return heard_text(self.heard)

    @property
    def provisional(self) -> bool:
        """Does the seat wait for a funding decision?"""
        return bool(self.seat.booking.state == Booking.State.PROVISIONAL)


def call_list(run: Run, current: CallRound | None) -> list[ToCall]:
    """Everybody with a seat, in the order of asking: who was not asked or reached first, one booking after the other; three queries at most."""
    said: dict[int, list[Call]] = {}
    if current is not None:
        for call in Call.objects.filter(round=current).select_related("by").order_by("pk"):
            said.setdefault(call.seat_id, []).append(call)
    seats = list(seats_of(run))
    last = {seat: calls[-1] for seat, calls in said.items()}
    heard = _heard([s for s in seats if s.pk in last and last[s.pk].by is None])
    rows = [ToCall(s, last.get(s.pk), len(said.get(s.pk, ())), heard.get(s.pk, "")) for s in seats]
    return sorted(
        rows, key=lambda row: (ORDER_OF_ASKING[row.outcome], row.seat.booking.organisation_name, row.seat.booking_id)
    )


ORDER_OF_ASKING = {"": 0, "unreached": 1, "unsure": 2, "sure": 3, "no": 4}


@dataclass(frozen=True, slots=True)
class Kind:
    """How many persons stand in one row of the estimate, and with which chance each is counted, in percent."""

    outcome: str
    provisional: bool
    people: int
    percent: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """How sure a start is: the odds, the same in a sentence, the groups behind it and the assumptions."""

    odds: Odds
    says: Reason
    kinds: list[Kind]
    rates: list[Row]


RATES = ("sure", "unsure", "unasked", "provisional")


def estimate(rows: Sequence[ToCall], *, need: int, book: Rulebook) -> Estimate | None:
    """How sure a run's start is, from its call list and the rulebook of the day; None where the book has no rates."""
    try:
        rates = [book.row(f"start_odds.{name}_percent") for name in RATES]
    except RuleMissing:
        return None
    shares = {name: int(str(row.value)) for name, row in zip(RATES, rates, strict=True)}
    groups = Counter((row.outcome if row.outcome != "unreached" else "", row.provisional) for row in rows)
    kinds = [
        Kind(outcome, held, n, chance_percent(outcome=outcome, provisional=held, rates=shares))
        for (outcome, held), n in sorted(groups.items())
    ]
    odds = start_odds([kind.percent / 100 for kind in kinds for _ in range(kind.people)], need=need)
    return Estimate(odds, how_sure(low=odds.low, high=odds.high, reached=odds.reached, need=need), kinds, rates)
