"""The verbs of booking. Each is one transaction, one line in the journal, and the mails that follow from it."""

from glascampus.stations.bookings.actions.attach import attach_booking, attach_to_own_firm
from glascampus.stations.bookings.actions.booking import book
from glascampus.stations.bookings.actions.calls import note_call, start_calls
from glascampus.stations.bookings.actions.cancelling import cancel_booking, cancel_seats, change_names, make_binding
from glascampus.stations.bookings.actions.dates import answer_move, reschedule
from glascampus.stations.bookings.actions.fees import keep_scale, waive_fee
from glascampus.stations.bookings.actions.letters import calendar_of
from glascampus.stations.bookings.actions.offers import accept_offer, decline_offer
from glascampus.stations.bookings.actions.overdue import end_offers, end_provisional, offer_free
from glascampus.stations.bookings.actions.past import end_bookings
from glascampus.stations.bookings.actions.personal import forget
from glascampus.stations.bookings.actions.reminders import remind
from glascampus.stations.bookings.actions.runs import cancel_run, confirm_run
from glascampus.stations.bookings.actions.undo import send_now, undo
from glascampus.stations.bookings.actions.withdrawal import (
    decide_withdrawal,
    match_withdrawals,
    see_withdrawal,
    withdraw,
)

__all__ = [
    "accept_offer",
    "answer_move",
    "attach_booking",
    "attach_to_own_firm",
    "book",
    "calendar_of",
    "cancel_booking",
    "cancel_run",
    "cancel_seats",
    "change_names",
    "confirm_run",
    "decide_withdrawal",
    "decline_offer",
    "end_bookings",
    "end_offers",
    "end_provisional",
    "forget",
    "keep_scale",
    "make_binding",
    "match_withdrawals",
    "note_call",
    "offer_free",
    "remind",
    "reschedule",
    "see_withdrawal",
    "send_now",
    "start_calls",
    "undo",
    "waive_fee",
    "withdraw",
]
