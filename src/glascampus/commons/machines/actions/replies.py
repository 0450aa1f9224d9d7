"""Answering a request with an idempotency key once: the first does it, all others hear what it heard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction
from django_scopes import scopes_disabled

from glascampus.basics.sealed import SealBroken, open_sealed, seal
from glascampus.commons.machines.actions.waiting import alone
from glascampus.commons.machines.models import Reply, Token
from glascampus.commons.machines.reads import keys, place_of, reply_to
from glascampus.commons.machines.rules import (
    ANSWER_KEPT,
    WAITS_FOR_DATABASE_S,
    Answer,
    AnswerGone,
    Call,
    KeyConflict,
)

Deed = Callable[[], Answer]


def once(*, token: Token, call: Call, ready: Callable[[], Deed], now: datetime) -> Answer:
    """The answer to ``call``: of the first request with this key, or of ``ready()()``, stored in the transaction of what it does.

    ``ready`` looks at what was asked before any lock is taken. Whatever is raised is not kept, so that it is tried afresh.

    Raises:
        KeyConflict: the key came before with another body.
        AnswerGone: the answer is not kept any more.
        InProgress: the same request is worked on, for more than ten seconds.
    """
    with alone(call):
        if known := reply_to(call):
            return _said_again(known, call)
        try:
            return _first(token, call, ready(), now)
        except Exception:
            if known := reply_to(call):  # somebody on another machine was faster
                return _said_again(known, call)
            raise


@transaction.atomic
def _first(token: Token, call: Call, do: Deed, now: datetime) -> Answer:
    answer = do()
    Reply.objects.create(
        campus_id=token.campus_id, token=token, method=call.method, path=call.path, key=call.key, body_hash=call.body_hash,
        status=answer.status, answer=seal(keys()[0], answer.body, place_of(call)), made_at=now,
    )  # fmt: skip
    return answer


def _said_again(known: Reply, call: Call) -> Answer:
    if known.body_hash != call.body_hash:
        raise KeyConflict
    try:
        return Answer(known.status, open_sealed(keys(), bytes(known.answer), place_of(call)), replayed=True)
    except SealBroken:  # emptied after 72 hours, or the campus moved without its keys
        raise AnswerGone from None


@contextmanager
def patient() -> Iterator[None]:
    """Inside, waiting for the database ends after five seconds with an OperationalError; nothing is written then."""
    if connection.vendor == "sqlite":
        with connection.patience(WAITS_FOR_DATABASE_S):  # type: ignore[attr-defined]  # our own backend's
            yield
        return
    _say(f"SET lock_timeout = {int(WAITS_FOR_DATABASE_S * 1000)}")
    try:
        yield
    finally:
        if connection.connection is not None and not connection.needs_rollback:
            _say("RESET lock_timeout")


def _say(words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(words)


@transaction.atomic
def tidy(*, now: datetime) -> int:
    """Forget answers after 72 hours; key and hash stay. Returns how many."""
    with scopes_disabled():
        return Reply.objects.filter(made_at__lte=now - ANSWER_KEPT).exclude(answer=b"").update(answer=b"")
