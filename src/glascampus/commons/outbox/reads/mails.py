"""Mails: what waits, what there is about a thing, whose mailbox is gone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower

from glascampus.commons.outbox.models import Mail


def waiting() -> QuerySet[Mail]:
    """Mails that wait to be sent, oldest first."""
    return Mail.objects.filter(state="waiting").order_by("made_at")


def newest() -> QuerySet[Mail]:
    """All mails, newest first."""
    return Mail.objects.order_by("-made_at", "-pk")


def mails_about(thing: Any) -> QuerySet[Mail]:
    """Mails that a deed on ``thing`` caused."""
    return newest().filter(about_kind=thing._meta.label_lower, about_id=thing.pk)


def mails_to(rows: QuerySet[Mail], address: str) -> QuerySet[Mail]:
    """Mails to one mailbox."""
    return rows.filter(to__iexact=address)


def oldest_waiting_s(now: datetime) -> float:
    """How many seconds the oldest waiting mail waits; one that is held waits for a reason."""
    first = waiting().exclude(held_until__gt=now).first()
    return (now - first.made_at).total_seconds() if first else 0.0


def came_back(addresses: Iterable[str]) -> dict[str, str]:
    """Which of these mailboxes the last word about is that mail came back, and its code.

    A mail accepted later and not returned says that the mailbox is there again. From most mailboxes none ever came back,
    so that is asked first: all mails to the others need not be looked at.
    """
    wanted = {address.lower() for address in addresses if address}
    sent = Mail.objects.annotate(box=Lower("to")).filter(state="sent")
    once = set(sent.filter(bounced_at__isnull=False, box__in=wanted).values_list("box", flat=True))
    rows = sent.filter(box__in=once).order_by("made_at", "pk")
    last = dict(rows.values_list("box", "bounce_code"))  # a later mail overwrites an earlier one
    return {box: code for box, code in last.items() if code}
