"""Asking for the Monday letter, and writing it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django_scopes import scope

from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.actions import note
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.monday import reads
from glascampus.commons.monday.access import may_have_letter
from glascampus.commons.monday.models import MondayLetter, Subscription
from glascampus.commons.monday.rules import letter_due
from glascampus.commons.outbox.actions import post
from glascampus.commons.roles.access import demand

TEMPLATE = "monday/mail/monday.txt"


@transaction.atomic
def want_letter(*, campus: Campus, wanted: bool, language: str, by: Any, now: datetime) -> None:
    """Have the letter from next Monday on, or no longer.

    Raises:
        NotAllowed: not the office.
    """
    demand(may_have_letter(by))
    known = Subscription.objects.filter(user=by.pk)
    if wanted and not known.update(language=language):
        Subscription.objects.create(campus=campus, user=by, language=language, made_at=now)
    elif not wanted:
        known.delete()
    note(by=by, deed="monday.wanted" if wanted else "monday.unwanted", thing=campus, now=now, user=by.pk)


def send_letters(*, now: datetime) -> int:
    """Write this week's letter to everybody on every campus who wants it and has none; returns how many."""
    week = letter_due(now)
    return sum(_of_campus(campus, week, now) for campus in Campus.objects.all()) if week else 0


def _of_campus(campus: Campus, week: date, now: datetime) -> int:
    with scope(campus=campus):
        return sum(_once(wants, week, now) for wants in reads.without_letter(week))


def _once(wants: Subscription, week: date, now: datetime) -> int:
    """The row and the mail in one transaction: of two workers the second breaks the constraint, and nothing is written."""
    context = reads.context_of(wants.user, wants.language, now)
    try:
        with transaction.atomic():
            letter = MondayLetter.objects.create(campus=wants.campus, user=wants.user, week=week, made_at=now)
            post(
                campus=wants.campus, to=wants.user.email, template=TEMPLATE, context=context, language=wants.language,
                now=now, about=letter,
            )  # fmt: skip
            note(by=SYSTEM, deed="monday.written", thing=letter, now=now)
    except IntegrityError:
        return 0
    return 1


def forget(*, email: str) -> int:
    """Part of ``people erase``: the rows of whoever has this mailbox."""
    return sum(model.objects.filter(user__email__iexact=email).delete()[0] for model in (Subscription, MondayLetter))
