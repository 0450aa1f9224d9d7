"""The deeds of the outbox: posting within a deed, sending what waits, reading what came back, forgetting."""

from glascampus.commons.outbox.actions.asking import asked_by_stranger
from glascampus.commons.outbox.actions.bouncing import look_into, reports_in, take_in
from glascampus.commons.outbox.actions.letter import html_of
from glascampus.commons.outbox.actions.posting import (
    drafted,
    hand_in,
    holding,
    post,
    release,
    silent,
    take_back,
    written,
)
from glascampus.commons.outbox.actions.sending import send_due
from glascampus.commons.outbox.actions.tending import blank, forget, resend, settle
from glascampus.commons.outbox.actions.wording import word

__all__ = [
    "asked_by_stranger",
    "blank",
    "drafted",
    "forget",
    "hand_in",
    "holding",
    "html_of",
    "look_into",
    "post",
    "release",
    "reports_in",
    "resend",
    "send_due",
    "settle",
    "silent",
    "take_back",
    "take_in",
    "word",
    "written",
]
