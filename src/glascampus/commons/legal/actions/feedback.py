"""Remarks on accessibility: given without an account, answered by the office, forgotten with the person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.actions import note
from glascampus.commons.legal.access import may_change_legal
from glascampus.commons.legal.models import Feedback
from glascampus.commons.legal.rules import AnswerNotSent
from glascampus.commons.outbox.actions import post
from glascampus.commons.roles.access import demand
from glascampus.commons.roles.actions import time_to_undo


@transaction.atomic
def give_feedback(
    *, campus: Campus, what: str, place: str, email: str, language: str, by: Any, now: datetime
) -> Feedback:
    """Store what somebody could not use. No mail goes out: the mailbox may be a stranger's."""
    given = Feedback(campus=campus, what=what, place=place, email=email.lower(), language=language, received_at=now)
    given.full_clean()
    given.save()
    note(by=by, deed="legal.feedback_given", thing=given, now=now)
    return given


@transaction.atomic
def answer_feedback(*, feedback: Feedback, answer: str, by: Any, now: datetime) -> Feedback:
    """Answer by mail, or close a remark that left no mailbox; an empty answer closes without a mail.

    Raises:
        NotAllowed: not the office.
        AnswerNotSent: it was answered already, or words are there and no mailbox.
    """
    demand(may_change_legal(by))
    feedback = Feedback.objects.select_for_update().get(pk=feedback.pk)
    if feedback.answered_at:
        raise AnswerNotSent("feedback_answered")
    if answer and not feedback.email:
        raise AnswerNotSent("feedback_without_mailbox", field="answer")
    feedback.answer, feedback.answered_at = answer, now
    feedback.save()
    note(by=by, deed="legal.feedback_answered", thing=feedback, now=now)
    if answer:
        with time_to_undo(by=by, now=now):
            post(
                campus=feedback.campus, to=feedback.email, template="legal/mail/feedback_answered.txt", now=now, about=feedback,
                context={"feedback": feedback}, language=feedback.language,
            )  # fmt: skip
    return feedback


def forget(*, email: str) -> int:
    """Part of ``people erase``, which writes the line: remove the remarks of this mailbox."""
    return Feedback.objects.filter(email__iexact=email).delete()[0]
