"""What becomes of mails afterwards: sent again, put aside, forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from glascampus.commons.outbox.models import Mail
from glascampus.commons.outbox.rules import NotFailed

SHORTEST_WORD = 3  # a shorter one stands in half of all sentences


@transaction.atomic
def resend(*, mail: Mail, now: datetime) -> None:
    """Try a failed mail anew, with the same ``Message-ID``; who may ask for it is decided above (``desk``).

    Raises:
        NotFailed: it waits, was sent, or somebody else was faster.
    """
    values = {"state": "waiting", "tries": 0, "next_try_at": now, "held_until": None, "settled_at": None}
    if not Mail.objects.filter(pk=mail.pk, state="failed").update(**values):
        raise NotFailed


@transaction.atomic
def settle(*, mail: Mail, now: datetime) -> None:
    """The office has seen that it did not arrive; the board asks no more."""
    Mail.objects.filter(pk=mail.pk, settled_at=None).update(settled_at=now)


def forget(*, to: str) -> int:
    """Remove every mail to a mailbox; used when a person is erased."""
    return Mail.objects.filter(to__iexact=to).delete()[0]


def blank(*, words: Iterable[str]) -> int:
    """Put a dash for the words of an erased person into mails to others; returns how many mails held one."""
    said = sorted({word for word in words if len(word) >= SHORTEST_WORD}, key=len, reverse=True)
    if not said:
        return 0
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in said), re.IGNORECASE)
    changed = []
    for mail in Mail.objects.all():
        texts = {name: pattern.sub("–", getattr(mail, name)) for name in ("subject", "body", "calendar")}
        if any(getattr(mail, name) != text for name, text in texts.items()):
            for name, text in texts.items():
                setattr(mail, name, text)
            changed.append(mail)
    return Mail.objects.bulk_update(changed, ["subject", "body", "calendar"], batch_size=100)
