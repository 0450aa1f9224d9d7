"""The verbs around programs: make and revoke tokens, count their requests, answer each only once."""

from glascampus.commons.machines.actions.counting import count
from glascampus.commons.machines.actions.replies import once, patient, tidy
from glascampus.commons.machines.actions.tokens import make_token, note_use, revoke_token

__all__ = ["count", "make_token", "note_use", "once", "patient", "revoke_token", "tidy"]
