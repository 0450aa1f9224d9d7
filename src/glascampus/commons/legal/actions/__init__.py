"""The verbs: a new version of a text, a rule of the office's own, an answer to a remark, the end of what is past its time."""

from glascampus.commons.legal.actions.feedback import answer_feedback, forget, give_feedback
from glascampus.commons.legal.actions.retention import end_past, sweep
from glascampus.commons.legal.actions.texts import keep_rule, keep_text, remove_rule

__all__ = [
    "answer_feedback", "end_past", "forget", "give_feedback", "keep_rule", "keep_text", "remove_rule", "sweep",
]  # fmt: skip
