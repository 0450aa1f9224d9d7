"""How a statement is made, and how its reporter is written to. Part of the other deeds."""

from __future__ import annotations

import secrets
from datetime import datetime

from glascampus.basics.tokens import fingerprint
from glascampus.commons.campuses.reads import link_token
from glascampus.commons.outbox.actions import post
from glascampus.stations.needs import reads, rules
from glascampus.stations.needs.models import Statement


def new_statement(statement: Statement, firm: str) -> Statement:
    """Give a new statement its code, the fingerprints of its two links and the key of its firm."""
    statement.code = f"B-{''.join(secrets.choice('23456789ABCDEFGHJKMNPQRSTVWXYZ') for _ in range(10))}"
    statement.link = fingerprint(reads.token_of(statement))
    statement.confirm_link = fingerprint(reads.confirm_token_of(statement))
    statement.organisation_name = " ".join(firm.split())
    statement.firm = firm_key(statement.organisation_name)
    return statement


def firm_key(name: str) -> str:
    """The same for the same firm, whatever case or space; made with the campus's key, so that it cannot be guessed back."""
    return fingerprint(link_token("needs.firm", rules.plain(name))) if name.strip() else ""


def mail_reporter(statement: Statement, template: str, now: datetime, **context: object) -> None:
    if not statement.email:
        return
    tokens = {"token": reads.token_of(statement), "confirm_token": reads.confirm_token_of(statement)}
    post(
        campus=statement.campus, to=statement.email, template=f"needs/mail/{template}.txt", language=statement.language,
        context={"statement": statement, **tokens, **context}, now=now, about=statement,
    )  # fmt: skip
