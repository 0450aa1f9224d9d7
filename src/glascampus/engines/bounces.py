"""Reading what a mail server sends back when it cannot deliver (RFC 3464)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

MOST_BYTES = 1_000_000  # a report holds headers and a few lines; what is longer is cut
MOST_PARTS = 50
MOST_NAMED = 100
MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report says that the mail ``message_id`` did not arrive; ``status`` is the enhanced code, such as 5.1.1."""

    message_id: str
    status: str


def read(raw: bytes) -> list[Bounce]:
    """What a report says; nothing for any other mail, a delay, a receipt, or bytes that are no mail at all.

    Args:
        raw: one mail. Bytes after the first million are not looked at.

    Returns:
        one bounce for each message named in the report, at most 100, if at least one recipient failed for good.

    Never raises: parts nested a thousand deep or in a broken encoding are a mail that says nothing.

    Source: RFC 3464, section 2; the message itself comes back as ``message/rfc822`` or ``text/rfc822-headers``.
    """
    try:
        parts = list(_parts(message_from_bytes(raw[:MOST_BYTES])))
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError):
        return []
    failed = [status for part in parts for status in _failed(part)]
    if not failed:
        return []
    named = dict.fromkeys(name for part in parts for name in _named(part))
    return [Bounce(name, failed[0]) for name in list(named)[:MOST_NAMED]]


def _parts(mail: Message) -> Iterator[Message]:
    """The parts of a report, outermost first; what lies inside the returned message is not looked at."""
    if mail.get_content_type() != "multipart/report" or not mail.is_multipart():
        return
    yield from _inside(mail)[:MOST_PARTS]


def _inside(mail: Message) -> list[Message]:
    found = mail.get_payload()
    return [part for part in found if isinstance(part, Message)] if isinstance(found, list) else []


def _failed(part: Message) -> Iterator[str]:
    """The codes of recipients that failed for good. The parser gives each group of fields as a message of its own."""
    if part.get_content_type() != "message/delivery-status":
        return
    groups = _inside(part) or [part]
    for group in groups[: MOST_NAMED + 1]:
        if str(group.get("Action", "")).strip().lower() == "failed":
            found = STATUS.search(str(group.get("Status", "")))
            yield found[1] if found else "5.0.0"


def _named(part: Message) -> Iterator[str]:
    """``Message-ID`` of the mail that came back."""
    kind = part.get_content_type()
    if kind == "message/rfc822" and (inside := _inside(part)):
        yield from MESSAGE_ID.findall(str(inside[0].get("Message-ID", "")))[:1]
    elif kind in {"text/rfc822-headers", "message/rfc822-headers"}:
        text = part.get_payload(decode=True) or b""
        inner = message_from_bytes(text[:MOST_BYTES] + b"\n\n") if isinstance(text, bytes) else Message()
        yield from MESSAGE_ID.findall(str(inner.get("Message-ID", "")))[:1]
