"""How a mail stands, and what the office can still do about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil

from django.db.models import Q, QuerySet

from glascampus.commons.outbox.models import Mail
from glascampus.commons.outbox.rules import ONLY_MAILS, TO_UNDO

MOST_SHOWN = 200  # mails the board looks at
STATES: Mapping[str, Q] = {
    "wartet": Q(state="waiting", held_until=None),
    "gehalten": Q(state="waiting", held_until__isnull=False),
    "gesendet": Q(state="sent"),
    "gescheitert": Q(state="failed"),
    "zurueck": Q(bounced_at__isnull=False),
}


def state_of(mail: Mail) -> str:
    """The key in ``STATES`` that the office cares for most."""
    if mail.bounced_at:
        return "zurueck"
    if mail.state == Mail.State.WAITING:
        return "gehalten" if mail.held_until else "wartet"
    return "gesendet" if mail.state == Mail.State.SENT else "gescheitert"


def mails_in_state(rows: QuerySet[Mail], state: str) -> QuerySet[Mail]:
    """Mails of one state (a key of ``STATES``)."""
    return rows.filter(STATES[state])


def not_arrived() -> tuple[int, int]:
    """How many mails came back, and how many failed, that the office has not put aside."""
    open_ones = Mail.objects.filter(settled_at=None)  # two questions: each has its index, both at once have none
    return open_ones.filter(STATES["zurueck"]).count(), open_ones.filter(STATES["gescheitert"]).count()


def not_arrived_to(state: str) -> list[str]:
    """Mailboxes of the mails of one state that the office has not put aside, each once, the newest first."""
    open_ones = Mail.objects.filter(STATES[state], settled_at=None).order_by("-pk")
    return list(dict.fromkeys(open_ones.values_list("to", flat=True)[:MOST_SHOWN]))


def is_open(mail: Mail) -> bool:
    """Whether it did not arrive and the office has not put it aside."""
    return bool(mail.state == Mail.State.FAILED or mail.bounced_at) and not mail.settled_at


def is_held(mail: Mail) -> bool:
    """Whether it can still be taken back, as far as anybody can tell before trying."""
    return bool(mail.batch and mail.held_until) and mail.state == Mail.State.WAITING and mail.tries == 0


def to_take_back(now: datetime) -> list[tuple[Mail, int, int]]:
    """Deeds of which only the mails can be taken back: their first mail, how many wait, and the minutes left, rounded up."""
    held = Mail.objects.filter(batch__startswith=ONLY_MAILS, state=Mail.State.WAITING, tries=0, held_until__gt=now)
    held = held.filter(next_try_at__gt=now)  # says the same, and has an index
    found: dict[str, list[Mail]] = {}
    for mail in held.order_by("pk")[:MOST_SHOWN]:
        found.setdefault(mail.batch, []).append(mail)
    return [(some[0], len(some), _minutes(some[0].held_until, now)) for some in found.values()]


def _minutes(until: datetime | None, now: datetime) -> int:
    return ceil(min(until - now, TO_UNDO) / timedelta(minutes=1)) if until else 0
