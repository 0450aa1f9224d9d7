"""The office's own words in mails."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from glascampus.commons.campuses.actions import renew
from glascampus.commons.campuses.models import Campus
from glascampus.commons.outbox import reads
from glascampus.commons.outbox.models import MailText
from glascampus.commons.outbox.rules import fill


@transaction.atomic
def word(*, campus: Campus, kind: str, language: str, parts: Mapping[str, str], now: datetime) -> MailText:
    """Store a new version; only what differs from the shipped words is kept, nothing at all means the shipped mail.

    Who may is decided above (``desk``).

    Raises:
        BadMailText: a placeholder that its part does not know, or a tag; nothing was stored.
    """
    kept = {}
    for part in reads.parts_of(kind, language):
        text = parts.get(part.name, "").replace("\r\n", "\n").strip()
        fill(text, dict.fromkeys(part.placeholders, ""))
        if text and text != part.shipped:
            kept[part.name] = text
    renew(campus=campus)
    return MailText.objects.create(campus=campus, kind=kind, language=language, parts=kept, made_at=now)
