"""Bookings and the seats in them."""

from glascampus.stations.bookings.models.asking import Call, CallRound, MoveAnswer, Reminder, Undoable
from glascampus.stations.bookings.models.booking import Booking, LineEvent, Seat
from glascampus.stations.bookings.models.contract import Fee, FeeScale, Withdrawal

__all__ = [
    "Booking",
    "Call",
    "CallRound",
    "Fee",
    "FeeScale",
    "LineEvent",
    "MoveAnswer",
    "Reminder",
    "Seat",
    "Undoable",
    "Withdrawal",
]
