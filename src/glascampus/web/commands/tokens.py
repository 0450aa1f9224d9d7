"""``./campus tokens``: what programs come with."""

from __future__ import annotations

import argparse
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django_scopes import scope

from glascampus.basics.clock import now
from glascampus.basics.reason import Refusal
from glascampus.commons.campuses.reads import the_campus
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.machines import reads
from glascampus.commons.machines.actions import make_token, revoke_token
from glascampus.commons.machines.models import Token
from glascampus.commons.machines.rules import SCOPES
from glascampus.commons.roll.reads import say
from glascampus.web.commands.standing import must_stand


def tokens(arguments: list[str]) -> int:
    """Make, list and revoke tokens for programs that use the API."""
    parser = argparse.ArgumentParser(prog="./campus tokens", description=tokens.__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    new = verbs.add_parser("new", help="a new token, shown once")
    new.add_argument("name", help="for which program it is")
    new.add_argument(
        "--scope", action="append", required=True, metavar="SCOPE", help=f"{' or '.join(SCOPES)}; may be repeated"
    )
    known = verbs.add_parser("list", help="all tokens, without their texts")
    revoke = verbs.add_parser("revoke", help="from now on it opens nothing")
    revoke.add_argument("name", help="name or number of a token")
    for part in (new, known, revoke):
        part.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    must_stand()
    campus = the_campus()
    try:
        with scope(campus=campus):
            told, says = {"new": _new, "list": _list, "revoke": _revoke}[options.verb](options, campus)
    except Refusal as refusal:
        with translation.override("en"):  # who speaks to a terminal reads English there
            raise ValueError(say(refusal.reason)) from None
    print(json.dumps(told, ensure_ascii=False) if options.json else says)
    return 0


def _new(options: argparse.Namespace, campus: Any) -> tuple[Any, str]:
    try:
        token, text = make_token(campus=campus, name=options.name, scopes=options.scope, by=SYSTEM, now=now())
    except ValidationError as error:
        raise ValueError(f"This name cannot be used: {' '.join(error.messages)}") from None
    told = {"token": text, "id": token.pk, "name": token.name, "scopes": token.scopes.split()}
    return told, f"{text}\nThis is shown once; keep it where only {token.name} can read it."


def _list(options: argparse.Namespace, campus: Any) -> tuple[Any, str]:
    known = [_told(token) for token in reads.tokens_seen_by(SYSTEM)]
    lines = [f"{t['id']:4}  {t['name']}  {' '.join(t['scopes'])}  {_state(t)}" for t in known]
    return known, "\n".join(lines) or "There is no token."


def _revoke(options: argparse.Namespace, campus: Any) -> tuple[Any, str]:
    token = revoke_token(token=reads.token_called(options.name), by=SYSTEM, now=now())
    return _told(token), f"{token.name} opens nothing any more."


def _told(token: Token) -> dict[str, Any]:
    used = token.last_used_on
    return {
        "id": token.pk, "name": token.name, "scopes": token.scopes.split(), "made_at": token.made_at.isoformat(),
        "last_used_on": used.isoformat() if used else None, "revoked_at": token.revoked_at.isoformat() if token.revoked_at else None,
    }  # fmt: skip


def _state(told: dict[str, Any]) -> str:
    if told["revoked_at"]:
        return f"revoked {told['revoked_at'][:10]}"
    return f"last used {told['last_used_on']}" if told["last_used_on"] else "never used"
