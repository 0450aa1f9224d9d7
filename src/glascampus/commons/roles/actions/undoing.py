"""Ten minutes in which mails of the office wait."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.outbox.actions import holding
from glascampus.commons.outbox.rules import ONLY_MAILS, TO_UNDO
from glascampus.commons.roles.access import is_office


@contextmanager
def time_to_undo(*, by: Any, now: datetime) -> Iterator[None]:
    """Inside, the mails of a deed of the office wait ten minutes and can be taken back; those of anybody else leave at once."""
    if by == SYSTEM or not is_office(by):
        yield
        return
    with holding(batch=f"{ONLY_MAILS}{secrets.token_hex(14)}", until=now + TO_UNDO):
        yield
