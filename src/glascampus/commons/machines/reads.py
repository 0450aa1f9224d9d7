"""Which token came, and what was answered before."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from glascampus.basics.sealed import ID_BYTES, SealBroken, key_for, key_id, open_sealed
from glascampus.basics.tokens import fingerprint
from glascampus.commons.machines.models import Reply, Token
from glascampus.commons.machines.rules import Call, TokenRefused
from glascampus.commons.roles.access import is_office
from glascampus.commons.roll.rules import Fault

PURPOSE = "api replies"


def tokens_seen_by(user: Any) -> QuerySet[Token]:
    """The office sees all of the campus, the newest first."""
    tokens = Token.objects.select_related("made_by")
    return tokens if is_office(user) else tokens.none()


def token_by_text(text: str) -> Token | None:
    """The token a program came with, unless it was revoked."""
    return Token.objects.filter(fingerprint=fingerprint(text), revoked_at=None).first()


def token_called(name: str) -> Token:
    """A token in force by its name or number.

    Raises:
        TokenRefused: none is called so, or several are.
    """
    found = list(Token.objects.filter(revoked_at=None, name=name)[:2])
    if not found and name.isdecimal() and len(name) <= 18:  # noqa: PLR2004  digits that fit into the database
        found = list(Token.objects.filter(pk=int(name)))
    if not found:
        raise TokenRefused("token_unknown", name=name)
    if len(found) > 1:
        raise TokenRefused("token_ambiguous", name=name)
    return found[0]


def reply_to(call: Call) -> Reply | None:
    """The answer to the first request with this key."""
    return Reply.objects.filter(token=call.token, method=call.method, path=call.path, key=call.key).first()


def keys() -> list[bytes]:
    """What answers are sealed with: the key of today first, then those before it."""
    return [key_for(PURPOSE, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def place_of(call: Call) -> bytes:
    """What a sealed answer is tied to: table, column, and the words that name its row."""
    return f"machines.reply/answer/{call.token} {call.method} {call.path} {call.key}".encode()


def faults() -> tuple[int, list[Fault]]:
    """Every kept answer opens whose key is at hand; after a move without keys the others only cannot be said again."""
    held = keys()
    known = {key_id(key) for key in held}
    kept = [r for r in Reply.objects.exclude(answer=b"") if bytes(r.answer)[1 : 1 + ID_BYTES] in known]
    return len(kept), [
        Fault(f"machines.reply:{r.pk}", "its answer cannot be opened") for r in kept if not _opens(r, held)
    ]


def _opens(reply: Reply, held: list[bytes]) -> bool:
    call = Call(reply.token_id, reply.method, reply.path, reply.key, reply.body_hash)
    try:
        open_sealed(held, bytes(reply.answer), place_of(call))
    except SealBroken:
        return False
    return True
