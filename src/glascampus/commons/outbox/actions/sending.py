"""Sending what waits: claimed, told to the server outside any transaction, noted."""

from __future__ import annotations

import smtplib
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q
from django_scopes import scopes_disabled

from glascampus.commons.outbox.actions.letter import message
from glascampus.commons.outbox.models import Mail
from glascampus.commons.outbox.rules import CLOCKS_APART, IN_HAND, MOST_TRIES, is_final, pause_after

LONGEST_ROUND_S = 1.0  # then the worker looks after its other work, and after signals
FAULTS = (OSError, ValueError)  # smtplib's errors are OSErrors; what no server can take is a ValueError


def send_due(*, now: datetime, most: int = 50) -> int:
    """Send what is due, one mail after the other over one line; nothing leaves while no mail server is set.

    A mail can reach its mailbox twice only if this process dies, or the line breaks, between the server's taking it and
    our commit; both copies then carry the same ``Message-ID``.
    """
    if not settings.EMAIL_IS_SET:
        return 0
    with scopes_disabled():
        due = list(Mail.objects.filter(_due(now)).order_by("pk").values_list("pk", flat=True)[:most])
        return _send_all(due, now) if due else 0


def _send_all(due: list[int], now: datetime) -> int:
    began, sent = time.monotonic(), 0
    with _line() as line:
        for pk in due:
            went = _send_one(pk, line, now)
            sent += went is True
            if went is None or time.monotonic() - began > LONGEST_ROUND_S:
                break
    return sent


@contextmanager
def _line() -> Iterator[BaseEmailBackend]:
    """The line to the mail server. How it is closed tells nothing about the mails that were taken."""
    line = get_connection()
    try:
        yield line
    finally:
        with suppress(*FAULTS):
            line.close()


def _due(now: datetime) -> Q:
    """Never tried, or its pause is over; not while it is held.

    The demo's clock may be turned back: a new mail is due whatever its time says, and a mail of the future is not held.
    """
    free = Q(held_until__isnull=True) | Q(held_until__lte=now) | Q(made_at__gt=now + CLOCKS_APART)
    return Q(state="waiting") & free & (Q(tries=0) | Q(next_try_at__lte=now))


def _send_one(pk: int, line: BaseEmailBackend, now: datetime) -> bool | None:
    """Claim the mail for a while, talk to the server, then note how it went; None when there is no line to talk on."""
    if not Mail.objects.filter(_due(now), pk=pk).update(tries=F("tries") + 1, next_try_at=now + IN_HAND):
        return False
    mail = Mail.objects.select_related("campus").get(pk=pk)
    try:
        line.open()
        line.send_messages([message(mail)])
    except FAULTS as error:
        _postpone(mail, error, now)
        if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError | ValueError):
            return False  # the server is there and answers; the next mail may go
        with suppress(*FAULTS):
            line.close()
        return None
    _done(mail, now)
    return True


@transaction.atomic
def _done(mail: Mail, now: datetime) -> None:
    Mail.objects.filter(pk=mail.pk).update(state="sent", sent_at=now, body="", calendar="", last_error="")


@transaction.atomic
def _postpone(mail: Mail, error: Exception, now: datetime) -> None:
    """Note the kind of fault and the server's number only: its words may repeat the address."""
    fault, code = type(error).__name__, _code_of(error)
    gone = mail.tries >= MOST_TRIES or is_final(fault, code)
    Mail.objects.filter(pk=mail.pk).update(
        state="failed" if gone else "waiting",
        next_try_at=now + pause_after(mail.tries),
        last_error=f"{fault} {code}" if code else fault,
    )


def _code_of(error: Exception) -> int:
    """The three digits of the server's answer, 0 where it gave none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((int(code) for code, _says in error.recipients.values()), 0)
    return int(getattr(error, "smtp_code", 0))
