"""Tokens: made, revoked, used."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.basics.clock import today
from glascampus.basics.tokens import fingerprint
from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.actions import keep, note
from glascampus.commons.machines.access import may_keep_tokens
from glascampus.commons.machines.models import Token
from glascampus.commons.machines.rules import PREFIX, TokenRefused, check_scopes
from glascampus.commons.roles.access import demand
from glascampus.commons.roles.models import User


@transaction.atomic
def make_token(*, campus: Campus, name: str, scopes: Iterable[str], by: Any, now: datetime) -> tuple[Token, str]:
    """A new token and its text, which nobody can read again (160 bits).

    Raises:
        NotAllowed: not the office.
        TokenRefused: no name, no scope, or an unknown one.
        ValidationError: the name is too long.
    """
    demand(may_keep_tokens(by))
    if not name.strip():
        raise TokenRefused("token_without_name", field="name")
    text = PREFIX + base64.b32encode(secrets.token_bytes(20)).decode().lower()
    token = Token(
        campus=campus, name=name.strip(), scopes=" ".join(check_scopes(scopes)), fingerprint=fingerprint(text), made_at=now,
        made_by=by if isinstance(by, User) else None,
    )  # fmt: skip
    return keep(thing=token, by=by, now=now, deed="machines.token_made"), text


@transaction.atomic
def revoke_token(*, token: Token, by: Any, now: datetime) -> Token:
    """From now on it opens nothing; revoking again changes nothing.

    Raises:
        NotAllowed: not the office.
    """
    demand(may_keep_tokens(by))
    if token.revoked_at is None:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        note(by=by, deed="machines.token_revoked", thing=token, now=now)
    return token


def note_use(*, token: Token, now: datetime) -> None:
    """Remember the day of the last use; one write a day. No line: nothing was decided."""
    day = today(now)
    if token.last_used_on != day:
        Token.objects.filter(pk=token.pk).update(last_used_on=day)
