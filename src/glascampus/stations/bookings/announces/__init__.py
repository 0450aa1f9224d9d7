"""What bookings add to the lists of the house."""

from glascampus.stations.bookings.announces.keeping import personal, retention
from glascampus.stations.bookings.announces.lists import deeds, intake_kinds
from glascampus.stations.bookings.announces.todo import board
from glascampus.stations.bookings.announces.told import mail_samples, mailboxes, office_findable, week
from glascampus.stations.bookings.announces.verify import checks, ticks

__all__ = [
    "board",
    "checks",
    "deeds",
    "intake_kinds",
    "mail_samples",
    "mailboxes",
    "office_findable",
    "personal",
    "retention",
    "ticks",
    "week",
]
