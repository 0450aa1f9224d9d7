"""A page that anybody can use must not be a way to mail strangers: what it causes is counted, in the deed's own transaction."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.conf import settings
from django.db import connection

from glascampus.basics.clock import today
from glascampus.basics.rulebook import Rulebook
from glascampus.commons.campuses.models import Campus
from glascampus.commons.outbox.rules import Limit, TooManyAsked, line_of, mailbox_of, per_address, per_mailbox

# One statement for both databases: the first makes the row, the others count up to the limit, the next one gets no row back.
ONE_MORE = """
INSERT INTO outbox_tally (campus_id, what, since, number) VALUES (%s, %s, %s, 1)
ON CONFLICT (campus_id, what) DO UPDATE SET number = outbox_tally.number + 1 WHERE outbox_tally.number < %s
RETURNING number
"""


class _Asking:
    """One request of a stranger: from where, by which rules, and which mailboxes it has counted."""

    def __init__(self, address: str, field: str, book: Rulebook | None) -> None:
        self.address, self.field, self.book = address, field, book
        self.counted: set[str] = set()


_asking: ContextVar[_Asking | None] = ContextVar("asking", default=None)


@contextmanager
def asked_by_stranger(*, address: str, field: str, book: Rulebook | None = None) -> Iterator[None]:
    """Inside, every posted mail counts: for its mailbox, and once for the address it was asked from ("" counts none).

    How many are enough stands in ``book``, the office's rulebook; without one the shipped rows count.
    ``post`` then raises ``TooManyAsked`` (at ``field``) and the deed is rolled back, counts and all.
    """
    before = _asking.set(_Asking(address, field, book))
    try:
        yield
    finally:
        _asking.reset(before)


def count(*, campus: Campus, to: str, now: datetime) -> None:
    """Called by ``post`` for each mail; outside ``asked_by_stranger`` it counts nothing.

    Raises:
        TooManyAsked: the limit of the mailbox or of the address is reached.
    """
    asking = _asking.get()
    if asking is None or (mailbox := mailbox_of(to)) in asking.counted:
        return
    book = asking.book or Rulebook(on=today(now))
    if asking.address and not asking.counted:
        _count(campus, per_address(book), line_of(asking.address), now, TooManyAsked("address_had_enough"))
    limit = per_mailbox(book)
    _count(campus, limit, mailbox, now, TooManyAsked(field=asking.field, most=limit.most))
    asking.counted.add(mailbox)


def _count(campus: Campus, limit: Limit, whom: str, now: datetime, refusal: TooManyAsked) -> None:
    """One more, unless it is enough; two at once never both get the last one (the row is locked by the update)."""
    since = limit.begin(now)
    words = "\n".join(("tally", limit.name, str(since.timestamp()), whom))
    what = hmac.digest(settings.LINK_KEY.encode(), words.encode(), "sha256").hex()
    if not limit.most:  # the statement would let the first one through
        raise refusal
    with connection.cursor() as cursor:
        cursor.execute(ONE_MORE, [campus.pk, what, connection.ops.adapt_datetimefield_value(since), limit.most])
        if cursor.fetchone() is None:
            raise refusal
