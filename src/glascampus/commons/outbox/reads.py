"""What waits, and what went wrong."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from glascampus.commons.outbox.models import Mail, MailText
from glascampus.commons.roll.rules import Fault


def waiting() -> QuerySet[Mail]:
    """Mails that wait to be sent, oldest first."""
    return Mail.objects.filter(state="waiting").order_by("made_at")


def newest() -> QuerySet[Mail]:
    """All mails, newest first."""
    return Mail.objects.order_by("-made_at", "-pk")


def mails_about(thing: Any) -> QuerySet[Mail]:
    """Mails that a deed on ``thing`` caused."""
    return newest().filter(about_kind=thing._meta.label_lower, about_id=thing.pk)


def oldest_waiting_s(now: datetime) -> float:
    """How many seconds the oldest waiting mail waits; one that is held waits for a reason."""
    first = waiting().exclude(held_until__gt=now).first()
    return (now - first.made_at).total_seconds() if first else 0.0


def faults() -> tuple[int, list[Fault]]:
    """Mails that say "sent" and still hold text, or the same mail twice."""
    seen, found, once = 0, [], set()
    for mail in Mail.objects.order_by("pk").iterator():
        seen += 1
        if mail.state == "sent" and (mail.body or mail.calendar or not mail.sent_at):
            found.append(Fault(f"outbox.mail:{mail.pk}", "a sent mail still holds its text"))
        same = (mail.kind, mail.to, mail.about_kind, mail.about_id, mail.subject, mail.made_at)
        if same in once:
            found.append(Fault(f"outbox.mail:{mail.pk}", "the same mail was written twice in one moment"))
        once.add(same)
        if mail.state not in Mail.State.values:
            found.append(Fault(f"outbox.mail:{mail.pk}", f"unknown state {mail.state}"))
    return seen, found


def kind_of(template: str) -> str:
    """``bookings/mail/booked.txt`` is the kind ``bookings.booked``."""
    return template.removesuffix(".txt").replace("/mail/", ".")


def own_words(kind: str, language: str) -> dict[str, str]:
    """The office's own words for the parts of a mail; empty where the shipped ones count."""
    found = MailText.objects.filter(kind=kind, language=language).order_by("-pk").values_list("parts", flat=True)
    return dict(found.first() or {})


def texts(kind: str) -> QuerySet[MailText]:
    """All that the office ever wrote for a mail, newest first."""
    return MailText.objects.filter(kind=kind).order_by("-pk")
