"""What the letter says, and who still waits for this week's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import translation

from glascampus.commons.monday.models import MondayLetter, Subscription
from glascampus.commons.monday.rules import A_WEEK, MOST_DECISIONS, due_at
from glascampus.commons.roles.models import Role
from glascampus.commons.roll.reads import announced
from glascampus.commons.roll.rules import TODAY, BoardItem, Fault, Passage, arranged
from glascampus.commons.roll.words import SECTIONS, headline


@dataclass(frozen=True, slots=True)
class Letter:
    """The board and the week, as a mail says them."""

    headline: str
    decisions: Sequence[BoardItem]
    more: int  # decisions that only the board shows
    waits: Sequence[tuple[str, int]]  # heading of the board and how much stands below it
    passages: Sequence[Passage]


def letter(now: datetime) -> Letter:
    """What the letter of this week says, in the language that is active."""
    board = arranged(announced("board", now))
    waits = [(str(SECTIONS[at]), len(items)) for at, items in board.sections.items() if at not in TODAY]
    return Letter(
        headline(len(board.today)), board.today[:MOST_DECISIONS], max(0, len(board.today) - MOST_DECISIONS), waits,
        list(announced("week", now - A_WEEK, now)),
    )  # fmt: skip


def context_of(user: Any, language: str, now: datetime) -> Mapping[str, object]:
    """All that the mail's template is filled with; the addresses in it are those of the language."""
    with translation.override(language):
        return {"letter": letter(now), "user": user}


def subscription_of(user: Any) -> Subscription | None:
    """What somebody asked for on this campus."""
    return Subscription.objects.filter(user=user.pk).first()


def without_letter(week: date) -> QuerySet[Subscription]:
    """Subscriptions of people who are still the office and have no letter of this week; who asked after it was due waits."""
    office = Role.objects.filter(kind=Role.Kind.OFFICE).values("user")
    has = Q(user__in=MondayLetter.objects.filter(week=week).values("user"))
    wants = Subscription.objects.select_related("user", "campus").filter(user__in=office, user__is_active=True)
    return wants.filter(made_at__lte=due_at(week)).exclude(has).order_by("pk")


def newest_for_mail(now: datetime) -> tuple[str, Mapping[str, object]] | None:
    """The letter to the first who wants it, to show the office's words on."""
    first = Subscription.objects.select_related("user").order_by("pk").first()
    return (str(first.user), context_of(first.user, translation.get_language() or "de", now)) if first else None


def faults() -> tuple[int, list[Fault]]:
    """Letters whose week does not begin on a Monday: two of them could be of the same week."""
    weeks = list(MondayLetter.objects.values_list("pk", "week"))
    return len(weeks), [
        Fault(f"monday.mondayletter:{pk}", f"{week} is no Monday") for pk, week in weeks if week.weekday()
    ]
