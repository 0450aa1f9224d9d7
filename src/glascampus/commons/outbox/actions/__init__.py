"""The deeds of the outbox: posting within a deed, sending what waits, reading what came back, forgetting."""

from glascampus.commons.outbox.actions.asking import asked_by_stranger, forget_tallies
from glascampus.commons.outbox.actions.posting import holding, post, silent, take_back
from glascampus.commons.outbox.actions.sending import send_due
from glascampus.commons.outbox.actions.tending import blank, forget, resend, settle

__all__ = [
    "asked_by_stranger",
    "blank",
    "forget",
    "forget_tallies",
    "holding",
    "post",
    "resend",
    "send_due",
    "settle",
    "silent",
    "take_back",
]
