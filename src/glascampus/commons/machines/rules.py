"""What holds for programs: scopes, idempotency keys, how long an answer is kept, how many requests a minute allows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from glascampus.basics.canonical import NotInterchangeable, NotJson, canonical, read_json
from glascampus.basics.reason import Refusal
from glascampus.commons.journal.rules import Actor

SCOPES = ("bookings:read", "bookings:write")
INCLUDES = {"bookings:write": {"bookings:read"}}
PREFIX = "gct_"
TOKEN = re.compile(r"gct_[a-z2-7]{32}")
KEY = re.compile(r"[!-~]{8,128}")
ANSWER_KEPT = timedelta(hours=72)
WAITS_FOR_FIRST_S, WAITS_FOR_DATABASE_S = 10.0, 5.0
MINUTE_S = 60
REPLAYED = "Idempotent-Replayed"


class TokenRefused(Refusal):
    """A token cannot be made like this."""


class KeyConflict(Refusal):
    """The same idempotency key came before, with another body."""

    code = "idempotency_key_conflict"


class AnswerGone(Refusal):
    """The same request was answered, longer ago than answers are kept."""

    code = "idempotency_answer_gone"


class InProgress(Refusal):
    """The same request is being worked on."""

    code = "idempotency_in_progress"


@dataclass(frozen=True, slots=True)
class Call:
    """A request as idempotency tells requests apart; ``body_hash`` tells whether the body is the same."""

    token: int
    method: str
    path: str
    key: str
    body_hash: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered; ``replayed`` when it is the answer to an earlier one."""

    status: int
    body: bytes
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a minute's requests; ``over`` when this one is too many."""

    limit: int
    left: int
    resets_in_s: int
    over: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """Source: draft-ietf-httpapi-ratelimit-headers-10."""
        return {
            "RateLimit-Policy": f'"minute";q={self.limit};w={MINUTE_S}',
            "RateLimit": f'"minute";r={self.left};t={self.resets_in_s}',
        }


def actor(token: int) -> Actor:
    """Who acts when a program does."""
    return Actor("api_token", token)


def allowance(*, limit: int, used: int, second: float) -> Allowance:
    """After the ``used``-th request of a minute, ``second`` seconds into it."""
    return Allowance(limit, max(limit - used, 0), max(MINUTE_S - int(second % MINUTE_S), 1), over=used > limit)


def granted(scopes: Iterable[str]) -> set[str]:
    """The scopes with what they include."""
    given = set(scopes)
    return given.union(*(INCLUDES.get(scope, set()) for scope in given))


def check_scopes(scopes: Iterable[str]) -> list[str]:
    """The scopes in their order, each once.

    Raises:
        TokenRefused: none, or one that is not known.
    """
    asked = set(scopes)
    if unknown := sorted(asked - set(SCOPES)):
        raise TokenRefused("scope_unknown", field="scopes", scope=unknown[0], known=", ".join(SCOPES))
    if not asked:
        raise TokenRefused("scope_missing", field="scopes", known=", ".join(SCOPES))
    return [scope for scope in SCOPES if scope in asked]


def key_is_sound(key: str) -> bool:
    """8 to 128 visible ASCII characters."""
    return KEY.fullmatch(key) is not None


def bearer(header: str) -> str:
    """The token of an Authorization header, "" when it carries none that could be ours."""
    scheme, _, token = header.partition(" ")
    token = token.strip()
    return token if scheme.lower() == "bearer" and TOKEN.fullmatch(token) else ""


def body_hash(body: bytes) -> str:
    """The same for bodies that are the same JSON value (RFC 8785); other bodies count byte by byte."""
    try:
        return hashlib.sha256(canonical(read_json(body))).hexdigest()
    except (NotJson, NotInterchangeable, RecursionError):
        return hashlib.sha256(b"no json\n" + body).hexdigest()
