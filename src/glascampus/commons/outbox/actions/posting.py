"""Posting a mail within a deed, and taking it back while it is held."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import translation

from glascampus.commons.campuses.models import Campus
from glascampus.commons.campuses.reads import kept
from glascampus.commons.outbox import reads
from glascampus.commons.outbox.actions.asking import count
from glascampus.commons.outbox.models import Mail
from glascampus.commons.outbox.rules import ONLY_MAILS, AlreadySent

MORE_THAN_ONE_EMPTY = re.compile(r"\n(?:[ \t]*\n){2,}")
_own_words = kept(reads.own_words)
_silent: ContextVar[bool] = ContextVar("silent", default=False)
_hold: ContextVar[tuple[str, datetime] | None] = ContextVar("hold", default=None)


@contextmanager
def silent() -> Iterator[None]:
    """Inside, ``post`` writes nothing: for deeds that lie in the past, when a campus is loaded from its files."""
    before = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(before)


@contextmanager
def holding(*, batch: str, until: datetime) -> Iterator[None]:
    """Inside, every mail waits until ``until`` and can be taken back by its ``batch`` (32 hexadecimal digits).

    Where only mails are held, the deeds inside share the batch of the deed around them: what was done together is taken
    back together.
    """
    around = _hold.get()
    if around and around[0].startswith(ONLY_MAILS) and batch.startswith(ONLY_MAILS):
        yield
        return
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


@transaction.atomic
def release(*, batch: str, now: datetime) -> int:
    """Let the held mails of a batch go at once; returns how many still waited."""
    held = Mail.objects.filter(batch=batch, state=Mail.State.WAITING, tries=0).exclude(batch="")
    return held.update(next_try_at=now, held_until=None)


def post(
    *, campus: Campus, to: str, template: str, context: Mapping[str, Any], language: str, now: datetime,
    about: models.Model, calendar: bytes = b"",
) -> Mail:  # fmt: skip
    """Write a mail into the outbox, inside the deed's transaction: ``drafted``, then ``hand_in``.

    Raises:
        TooManyAsked: a stranger asked for too many (see ``asked_by_stranger``).
    """
    mail = drafted(campus=campus, to=to, template=template, context=context, language=language, calendar=calendar)
    return hand_in(mail, about=about, now=now)


def drafted(
    *, campus: Campus, to: str, template: str, context: Mapping[str, Any], language: str, calendar: bytes = b""
) -> Mail:
    """A mail with its words, not stored: a deed may write it before its transaction begins, so that nobody waits for words.

    ``template`` is a text file ``<app>/mail/<name>.txt``: its first line is the subject. Links in it are
    ``{{ address }}{% url … %}``; the language of the texts and of the links is ``language``. What stands in
    ``{% part %}`` has the office's own words, where it wrote some.
    """
    if _silent.get():
        return Mail(campus=campus, to=to)
    kind = reads.kind_of(template)
    subject, body = written(
        campus=campus, template=template, context=context, language=language, parts=_own_words(kind, language)
    )
    return Mail(
        campus=campus,
        kind=kind,
        to=to,
        subject=subject,
        body=body,
        calendar=calendar.decode(),
        message_id=f"<{secrets.token_hex(16)}@{campus.key}.campus>",
        language=language,
    )


def hand_in(mail: Mail, *, about: models.Model, now: datetime) -> Mail:
    """Store a drafted mail, inside the deed's transaction.

    Raises:
        TooManyAsked: a stranger asked for too many (see ``asked_by_stranger``).
    """
    if _silent.get():
        return mail
    count(campus=mail.campus, to=mail.to, now=now)
    mail.about_kind, mail.about_id = about._meta.label_lower, about.pk
    mail.batch, mail.held_until = _hold.get() or ("", None)
    mail.made_at, mail.next_try_at = now, mail.held_until or now
    mail.save(force_insert=True)
    return mail


def written(
    *, campus: Campus, template: str, context: Mapping[str, Any], language: str, parts: Mapping[str, str]
) -> tuple[str, str]:
    """Subject and body of a mail as it would be posted; nothing is stored."""
    values = {"campus": campus, "address": campus.address, **context, "own_words": parts}
    with translation.override(language):
        text = render_to_string(template, values)
    subject, _, body = text.strip().partition("\n")
    return " ".join(subject.split())[:250], MORE_THAN_ONE_EMPTY.sub("\n\n", body.strip()) + "\n"
