"""How the rows stand that a deed may change: before it, after it, and now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from glascampus.stations.bookings.models import Booking, CallRound, Fee, LineEvent, MoveAnswer, Seat
from glascampus.stations.bookings.rules import Stand
from glascampus.stations.courses.models import Run

COLUMNS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "seat": (Seat, ("state", "until")),
    "booking": (Booking, ("state", "price_cents", "cancelled_at", "provisional_until", "erased_at")),
    "line": (LineEvent, ("answer", "answered_at")),
    "fee": (Fee, ("cents", "waived_at")),
}
IN_LINE = Q(state__in=[Seat.State.WAITING, Seat.State.OFFERED])


def stand(run: Run, booking: Booking | None) -> Stand:
    """What a deed on ``run`` may change; with ``booking``, only of it and of those in line."""
    seats, bookings = Seat.objects.filter(run=run), Booking.objects.filter(run=run)
    if booking is not None:
        seats = seats.filter(Q(booking=booking) | IN_LINE)
        bookings = bookings.filter(Q(pk=booking.pk) | Q(state=Booking.State.WAITING))
    lines = LineEvent.objects.filter(run=run, seats__gt=0)
    if booking is not None:
        lines = lines.filter(Q(booking=booking) | Q(answer=""))
    return {
        "run.state": Run.objects.values_list("state", flat=True).get(pk=run.pk),
        **_rows("seat", seats),
        **_rows("booking", bookings),
        **_rows("line", lines),
        **_rows("fee", Fee.objects.filter(booking=booking)),
        **_moves(run),
        **{f"round.{pk}": n for pk, n in _calls(run)},
    }


def current(run: Run, keys: Iterable[str]) -> Stand:
    """The same for exactly the rows of ``keys``."""
    ids: dict[str, list[int]] = {}
    for key in keys:
        kind, _, pk = key.partition(".")
        ids.setdefault(kind, []).append(int(pk) if pk.isdecimal() else 0)
    rows = {
        key: value for kind in COLUMNS if kind in ids for key, value in _rows(kind, rows_of(kind, ids[kind])).items()
    }
    state = Run.objects.values_list("state", flat=True).get(pk=run.pk)
    return {"run.state": state, **rows, **_moves(run), **{f"round.{pk}": n for pk, n in _calls(run)}}


def rows_of(kind: str, pks: list[int]) -> QuerySet[Any]:
    """The rows of a kind that can be taken back."""
    rows: QuerySet[Any] = COLUMNS[kind][0].objects.filter(pk__in=pks)
    return rows


def _rows(kind: str, rows: QuerySet[Any]) -> dict[str, list[Any]]:
    columns = COLUMNS[kind][1]
    return {f"{kind}.{pk}": [_plain(v) for v in values] for pk, *values in rows.values_list("pk", *columns)}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _moves(run: Run) -> dict[str, int]:
    """Each move of the run with the number of answers to it."""
    answers = dict(MoveAnswer.objects.filter(move__run=run).order_by().values_list("move").annotate(n=Count("pk")))
    return {f"move.{pk}": answers.get(pk, 0) for pk in run.moves.values_list("pk", flat=True)}


def _calls(run: Run) -> list[tuple[int, int]]:
    rounds = CallRound.objects.filter(run=run).order_by("pk")
    return list(rounds.annotate(n=Count("calls")).values_list("pk", "n"))
