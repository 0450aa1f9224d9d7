"""Posting a mail within a deed, and sending what waits."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models, transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation
from django_scopes import scopes_disabled

from glascampus.commons.campuses.models import Campus
from glascampus.commons.outbox.models import Mail
from glascampus.commons.outbox.rules import MOST_TRIES, pause_after


def post(
    *, campus: Campus, to: str, template: str, context: Mapping[str, Any], language: str, now: datetime,
    about: models.Model, calendar: bytes = b"",
) -> Mail:  # fmt: skip
    """Write a mail into the outbox, inside the deed's transaction.

    ``template`` is a text file ``<app>/mail/<name>.txt``: its first line is the subject. Links in it are
    ``{{ address }}{% url … %}``; the language of the texts and of the links is ``language``.
    """
    with translation.override(language):
        text = render_to_string(template, {"campus": campus, "address": campus.address, **context})
    subject, _, body = text.strip().partition("\n")
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
        next_try_at=now,
    )


def send_due(*, now: datetime, most: int = 50) -> int:
    """Send what is due, one mail after the other; nothing leaves while no mail server is set.

    A mail can reach its mailbox twice only if this process dies between the server's "250" and our commit; both copies
    then carry the same ``Message-ID``.
    """
    if not settings.EMAIL_IS_SET:
        return 0
    with scopes_disabled():
        due = list(Mail.objects.filter(state="waiting", next_try_at__lte=now).order_by("pk").values_list("pk", flat=True)[:most])
        if not due:
            return 0
        connection = get_connection()
        return sum(_send_one(pk, connection, now) for pk in due)


def _send_one(pk: int, connection: BaseEmailBackend, now: datetime) -> int:
    """Claim the mail for a while, talk to the server outside any transaction, then note how it went."""
    claimed = Mail.objects.filter(pk=pk, state="waiting", next_try_at__lte=now).update(
        tries=F("tries") + 1, next_try_at=now + pause_after(1)
    )
    if not claimed:
        return 0
    mail = Mail.objects.get(pk=pk)
    try:
        connection.send_messages([_message(mail)])
    except OSError as error:  # smtplib's errors are OSErrors
        _postpone(mail, error, now)
        return 0
    _done(mail, now)
    return 1


def _message(mail: Mail) -> EmailMessage:
    message = EmailMessage(
        mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to], headers={"Message-ID": mail.message_id}
    )
    if mail.calendar:
        message.attach("termin.ics", mail.calendar, "text/calendar; charset=utf-8")
    return message


@transaction.atomic
def _done(mail: Mail, now: datetime) -> None:
    Mail.objects.filter(pk=mail.pk).update(state="sent", sent_at=now, body="", calendar="", last_error="")


@transaction.atomic
def _postpone(mail: Mail, error: OSError, now: datetime) -> None:
    gone = mail.tries >= MOST_TRIES
    Mail.objects.filter(pk=mail.pk).update(
        state="failed" if gone else "waiting", next_try_at=now + pause_after(mail.tries), last_error=type(error).__name__
    )


def forget(*, to: str) -> int:
    """Remove every mail to a mailbox; used when a person is erased."""
    return Mail.objects.filter(to__iexact=to).delete()[0]
