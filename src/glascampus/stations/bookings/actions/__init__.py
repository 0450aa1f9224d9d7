"""The verbs of booking. Each is one transaction, one line in the journal, and the mails that follow from it."""

from glascampus.stations.bookings.actions.attach import attach_booking, attach_to_own_firm
from glascampus.stations.bookings.actions.booking import book, cancel_booking, cancel_seats, change_names, make_binding
from glascampus.stations.bookings.actions.calls import note_call, start_calls
from glascampus.stations.bookings.actions.dates import answer_move, reschedule
from glascampus.stations.bookings.actions.letters import calendar_of
from glascampus.stations.bookings.actions.line import (
    accept_offer,
    decline_offer,
    end_offers,
    end_provisional,
    offer_free,
)
from glascampus.stations.bookings.actions.personal import forget
from glascampus.stations.bookings.actions.reminders import remind
from glascampus.stations.bookings.actions.runs import cancel_run, confirm_run
from glascampus.stations.bookings.actions.undo import undo

__all__ = [
    "accept_offer", "answer_move", "attach_booking", "attach_to_own_firm", "book", "calendar_of", "cancel_booking", "cancel_run", "cancel_seats", "change_names", "confirm_run",
    "decline_offer", "end_offers", "end_provisional", "forget", "make_binding", "note_call", "offer_free",
    "remind", "reschedule", "start_calls", "undo",
]  # fmt: skip
