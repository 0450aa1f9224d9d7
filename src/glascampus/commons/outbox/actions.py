"""Posting a mail within a deed, and sending what waits."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models, transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import translation
from django_scopes import scopes_disabled

from glascampus.commons.campuses.models import Campus
from glascampus.commons.outbox.models import Mail
from glascampus.commons.outbox.rules import CLOCKS_APART, IN_HAND, MOST_TRIES, AlreadySent, pause_after

SHORTEST_WORD = 3  # a shorter one stands in half of all sentences
LONGEST_ROUND_S = 1.0  # then the worker looks after its other work, and after signals


_silent: ContextVar[bool] = ContextVar("silent", default=False)


@contextmanager
def silent() -> Iterator[None]:
    """Inside, ``post`` writes nothing: for deeds that lie in the past, when a campus is loaded from its files."""
    before = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(before)


_hold: ContextVar[tuple[str, datetime] | None] = ContextVar("hold", default=None)


@contextmanager
def holding(*, batch: str, until: datetime) -> Iterator[None]:
    """Inside, every mail waits until ``until`` and can be taken back by its ``batch`` (32 hexadecimal digits)."""
    before = _hold.set((batch, until))
    try:
        yield
    finally:
        _hold.reset(before)


@transaction.atomic
def take_back(*, batch: str) -> int:
    """Delete the mails of a batch, all or none; returns how many.

    The rows are locked, as the sender's claim locks them: one of the two comes first. A mail that was tried may have
    arrived although the server's answer never came, so it counts as sent.

    Raises:
        AlreadySent: at least one was claimed or sent.
    """
    if not batch:
        return 0
    mails = list(Mail.objects.select_for_update().filter(batch=batch).order_by("pk"))
    if gone := sum(mail.tries > 0 or mail.state != "waiting" for mail in mails):
        raise AlreadySent(gone=gone)
    return Mail.objects.filter(pk__in=[mail.pk for mail in mails]).delete()[0]


def post(
    *, campus: Campus, to: str, template: str, context: Mapping[str, Any], language: str, now: datetime,
    about: models.Model, calendar: bytes = b"",
) -> Mail:  # fmt: skip
    """Write a mail into the outbox, inside the deed's transaction.

    ``template`` is a text file ``<app>/mail/<name>.txt``: its first line is the subject. Links in it are
    ``{{ address }}{% url … %}``; the language of the texts and of the links is ``language``.
    """
    if _silent.get():
        return Mail(campus=campus, to=to)
    with translation.override(language):
        text = render_to_string(template, {"campus": campus, "address": campus.address, **context})
    subject, _, body = text.strip().partition("\n")
    batch, held_until = _hold.get() or ("", None)
    return Mail.objects.create(
        campus=campus,
        kind=template.removesuffix(".txt").replace("/mail/", "."),
        to=to,
        subject=" ".join(subject.split())[:250],
        body=body.strip() + "\n",
        calendar=calendar.decode(),
        message_id=f"<{secrets.token_hex(16)}@{campus.key}.campus>",
        about_kind=about._meta.label_lower,
        about_id=about.pk,
        made_at=now,
        next_try_at=held_until or now,
        batch=batch,
        held_until=held_until,
        language=language,
    )


def send_due(*, now: datetime, most: int = 50) -> int:
    """Send what is due, one mail after the other; nothing leaves while no mail server is set.

    A mail can reach its mailbox twice only if this process dies between the server's "250" and our commit; both copies
    then carry the same ``Message-ID``.
    """
    if not settings.EMAIL_IS_SET:
        return 0
    with scopes_disabled():
        due = list(Mail.objects.filter(_due(now)).order_by("pk").values_list("pk", flat=True)[:most])
        connection, began, sent = get_connection(), time.monotonic(), 0
        for pk in due:
            sent += _send_one(pk, connection, now)
            if time.monotonic() - began > LONGEST_ROUND_S:
                break
        return sent


def _due(now: datetime) -> Q:
    """Never tried, or its pause is over; not while it is held.

    The demo's clock may be turned back: a new mail is due whatever its time says, and a mail of the future is not held.
    """
    free = Q(held_until__isnull=True) | Q(held_until__lte=now) | Q(made_at__gt=now + CLOCKS_APART)
    return Q(state="waiting") & free & (Q(tries=0) | Q(next_try_at__lte=now))


def _send_one(pk: int, connection: BaseEmailBackend, now: datetime) -> int:
    """Claim the mail for a while, talk to the server outside any transaction, then note how it went."""
    if not Mail.objects.filter(_due(now), pk=pk).update(tries=F("tries") + 1, next_try_at=now + IN_HAND):
        return 0
    mail = Mail.objects.get(pk=pk)
    try:
        connection.send_messages([_message(mail)])
    except (
        OSError,
        ValueError,
    ) as error:  # smtplib's errors are OSErrors; an address that no server can take is a ValueError
        _postpone(mail, error, now)
        return 0
    _done(mail, now)
    return 1


def _message(mail: Mail) -> EmailMessage:
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    message = EmailMessage(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to], headers=headers)
    if mail.calendar:
        message.attach("termin.ics", mail.calendar, "text/calendar; charset=utf-8")
    return message


@transaction.atomic
def _done(mail: Mail, now: datetime) -> None:
    Mail.objects.filter(pk=mail.pk).update(state="sent", sent_at=now, body="", calendar="", last_error="")


@transaction.atomic
def _postpone(mail: Mail, error: Exception, now: datetime) -> None:
    """Note the kind of fault only: a server's words may repeat the address."""
    gone = mail.tries >= MOST_TRIES
    Mail.objects.filter(pk=mail.pk).update(
        state="failed" if gone else "waiting",
        next_try_at=now + pause_after(mail.tries),
        last_error=type(error).__name__,
    )


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
