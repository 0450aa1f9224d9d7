"""What the clock does with waiting lines, a transaction per run: holds end by themselves, and free seats are offered."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from glascampus.commons.journal.actions import note
from glascampus.commons.journal.rules import SYSTEM
from glascampus.stations.bookings import reads
from glascampus.stations.bookings.actions.line import locked, settle
from glascampus.stations.bookings.actions.moving_up import move_up
from glascampus.stations.bookings.rules import Overdue


def end_offers(*, now: datetime) -> int:
    """Give on every offer whose time is over, a transaction per run; returns how many."""
    return sum(len(settle_run(run_id, now=now).offers) for run_id in reads.runs_with_overdue_offers(now))


def end_provisional(*, now: datetime) -> int:
    """Cancel provisional bookings whose day has passed, a transaction per run; returns how many."""
    return sum(len(settle_run(run_id, now=now).held) for run_id in reads.runs_with_overdue_holds(now))


@transaction.atomic
def settle_run(run_id: int, *, now: datetime) -> Overdue:
    """End what is overdue in one run, and offer its seats on."""
    run = locked(run_id)
    over = settle(run, now=now)
    move_up(run, now=now)
    return over


def offer_free(*, now: datetime) -> int:
    """Offer seats that became free otherwise (the office added some) to those who wait; returns how many offers."""
    done = 0
    for run_id in reads.runs_to_look_at(now):
        with transaction.atomic():
            run = locked(run_id)
            offered = move_up(run, now=now)
            if offered:
                note(by=SYSTEM, deed="bookings.offered", thing=run, now=now, offered=offered)
            done += len(offered)
    return done
