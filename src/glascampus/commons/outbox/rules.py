"""When a mail is tried again, when it has failed, how many a stranger may cause."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from glascampus.basics.reason import Refusal
from glascampus.basics.rulebook import Rulebook

MOST_TRIES = 12
IN_HAND = timedelta(minutes=5)  # longer than one talk with a mail server may last; then another worker may try
TO_UNDO = timedelta(minutes=10)  # how long the office can take a deed's mails back
ONLY_MAILS = "mail"  # how a batch begins whose mails can be taken back while the deed stays; all others are hexadecimal
CLOCKS_APART = timedelta(minutes=1)  # two machines' clocks; a mail written later than that is of a clock turned back
ONE_RECIPIENT = {"SMTPRecipientsRefused", "SMTPDataError"}  # faults of this mail, not of our access to the server
OUR_ACCESS = {530, 534, 535, 538}  # sign-in and encryption (RFC 4954): the office's setting is wrong, not the mailbox


def pause_after(tries: int) -> timedelta:
    """Wait 1, 2, 4 … minutes, at most 6 hours: twelve tries span about two days."""
    return timedelta(minutes=min(2 ** max(tries - 1, 0), 360))


def is_final(fault: str, code: int) -> bool:
    """Whether trying again is in vain: the server said 5xx to this mailbox or this text, or no server could take it."""
    refused = fault in ONE_RECIPIENT and code // 100 == 5 and code not in OUR_ACCESS  # noqa: PLR2004  RFC 5321, 4.2.1
    return refused or fault in {"ValueError", "UnicodeEncodeError", "HeaderParseError"}


class AlreadySent(Refusal):
    """A mail that was to be taken back is on its way or has arrived; ``gone`` says how many. Nothing was taken back."""

    code = "already_sent"


class NotFailed(Refusal):
    """Only a mail that failed can be sent again."""

    code = "mail_not_failed"


# How many mails a stranger may cause


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in so long a period; the periods begin at full hours or days of UTC."""

    name: str
    most: int
    period: timedelta

    def begin(self, now: datetime) -> datetime:
        """When the period of ``now`` began."""
        seconds = int(self.period.total_seconds())
        return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=now.tzinfo)


def per_mailbox(book: Rulebook) -> Limit:
    """How many mails to one mailbox in a day."""
    return Limit("mailbox", book.whole("mail.most_items_per_mailbox_a_day"), timedelta(days=1))


def per_address(book: Rulebook) -> Limit:
    """How many deeds with mails from one address in an hour."""
    return Limit("address", book.whole("mail.most_items_per_address_an_hour"), timedelta(hours=1))


class TooManyAsked(Refusal):
    """This mailbox, or who sits at this address, caused enough mails for now; nothing was done."""

    code = "mailbox_had_enough"
    status = 429


def mailbox_of(email: str) -> str:
    """What counts as the same mailbox: case and a ``+tag`` make no other one."""
    name, _, host = email.strip().casefold().rpartition("@")
    return f"{name.partition('+')[0]}@{host}"


def line_of(address: str) -> str:
    """What counts as the same line: an IPv6 household has a /64."""
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network(f"{found}/64", strict=False))
    return str(found)


# The office's own words


class BadMailText(Refusal):
    """A text holds a placeholder that this part does not know, or a tag; ``known`` names what may stand there."""

    code = "mail_text_placeholder"


PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put ``values`` for ``{{ name }}``. Names only: no attribute, no filter, no tag; values are never read again.

    Raises:
        BadMailText: a name is not among ``values``, or a brace of a template language stands there.
    """
    left = PLACEHOLDER.sub("", text)
    unknown = [name for name in PLACEHOLDER.findall(text) if name not in values]
    if unknown or any(mark in left for mark in ("{{", "}}", "{%", "%}", "{#", "#}")):
        known = ", ".join(f"{{{{ {name} }}}}" for name in values) or "–"
        raise BadMailText(unknown=f"{{{{ {unknown[0]} }}}}"[:60] if unknown else "{ }", known=known)
    return PLACEHOLDER.sub(lambda found: values[found[1]], text)


@dataclass(frozen=True, slots=True)
class Part:
    """A place of a mail that the office may word: its name, what it may name, and the shipped words."""

    name: str
    placeholders: tuple[str, ...]
    shipped: str


@dataclass(frozen=True, slots=True)
class Sample:
    """What an app's mails are shown with: ``context()`` of the newest booking or need, or None while there is none.

    Announced as ``mail_samples()``; ``app`` is the label before the dot in the kind of its mails.
    """

    app: str
    context: Callable[[], tuple[str, Mapping[str, object]] | None]
