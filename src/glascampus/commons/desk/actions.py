"""The office's deeds on mail; each asks first and writes its line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.commons.campuses.models import Campus
from glascampus.commons.desk.access import may_tend_mail
from glascampus.commons.journal.actions import note
from glascampus.commons.outbox import actions as outbox
from glascampus.commons.outbox.models import Mail, MailText
from glascampus.commons.roles.access import demand


@transaction.atomic
def resend_mail(*, mail: Mail, by: Any, now: datetime) -> None:
    """Try a failed mail anew, with the same ``Message-ID``.

    Raises:
        NotAllowed: not the office.
        NotFailed: it did not fail.
    """
    demand(may_tend_mail(by))
    outbox.resend(mail=mail, now=now)
    note(by=by, deed="outbox.resent", thing=mail, now=now)


@transaction.atomic
def settle_mail(*, mail: Mail, by: Any, now: datetime) -> None:
    """The office has looked at a mail that did not arrive; the board asks no more.

    Raises:
        NotAllowed: not the office.
    """
    demand(may_tend_mail(by))
    outbox.settle(mail=mail, now=now)
    note(by=by, deed="outbox.settled", thing=mail, now=now)


@transaction.atomic
def take_mails_back(*, mail: Mail, by: Any, now: datetime) -> int:
    """Take a held mail back, and with it the others of its deed; returns how many. The deed itself stays.

    Raises:
        NotAllowed: not the office.
        AlreadySent: one of them is on its way; nothing was taken back.
    """
    demand(may_tend_mail(by))
    note(by=by, deed="outbox.taken_back", thing=mail, now=now)
    return outbox.take_back(batch=mail.batch)


@transaction.atomic
def send_mails_now(*, mail: Mail, by: Any, now: datetime) -> int:
    """Do not wait the ten minutes: a held mail leaves, and the others of its deed; returns how many.

    Raises:
        NotAllowed: not the office.
    """
    demand(may_tend_mail(by))
    note(by=by, deed="outbox.sent_now", thing=mail, now=now)
    return outbox.release(batch=mail.batch, now=now)


@transaction.atomic
def word_mail(
    *, campus: Campus, kind: str, language: str, parts: Mapping[str, str], by: Any, now: datetime
) -> MailText:
    """A new version of the office's own words in a kind of mail; no words at all means the shipped ones.

    Raises:
        NotAllowed: not the office.
        BadMailText: a placeholder that its part does not know; nothing was stored.
    """
    demand(may_tend_mail(by))
    made = outbox.word(campus=campus, kind=kind, language=language, parts=parts, now=now)
    note(by=by, deed="outbox.worded", thing=made, now=now, kind=kind, language=language)
    return made
