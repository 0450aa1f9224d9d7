"""Links that sign in."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.basics.reason import Refusal
from glascampus.basics.tokens import fingerprint
from glascampus.commons.campuses.models import Campus
from glascampus.commons.campuses.reads import link_token
from glascampus.commons.journal.actions import note
from glascampus.commons.journal.rules import GUEST, SYSTEM, Actor
from glascampus.commons.outbox.actions import post
from glascampus.commons.roles.actions.users import admit
from glascampus.commons.roles.models import SignInLink, User
from glascampus.commons.roles.reads import earned, link_by_token, links_lately, may_have_link, user_of
from glascampus.commons.roles.rules import LINK_KEPT, LINK_LASTS, may_have_another


class LinkOver(Refusal):
    """It was used, it is too old, or there never was such a link."""

    code = "link_over"


@transaction.atomic
def send_link(*, campus: Campus, email: str, language: str, now: datetime, then: str = "") -> None:
    """Mail a link that signs in, to a mailbox that may have one; silent about all others, in what it says and how long it takes.

    For a mailbox unknown here, or one that was sent enough links, the same is done and taken back.
    """
    wanted = may_have_link(email)
    wanted = may_have_another(links_lately(email, now)) and wanted
    try:
        with transaction.atomic():
            link = new_link(campus=campus, email=email, now=now, until=now + LINK_LASTS)
            post_link(link, "roles/mail/sign_in.txt", language=language, now=now, then=then)
            note(by=GUEST, deed="roles.link_sent", thing=link[0], now=now)
            if not wanted:
                raise _NotWanted  # noqa: TRY301  undone from inside
    except _NotWanted:
        pass


class _NotWanted(Exception):
    """Takes the mail back."""


def new_link(
    *, campus: Campus, email: str, now: datetime, until: datetime, invites: bool = False
) -> tuple[SignInLink, str]:
    token = link_token("sign-in", secrets.token_hex(16))
    link = SignInLink(
        campus=campus, user=user_of(email), email=email.lower(), link=fingerprint(token), made_at=now, until=until,
        invites=invites,
    )  # fmt: skip
    link.save()
    return link, token


def post_link(link: tuple[SignInLink, str], template: str, *, language: str, now: datetime, **context: Any) -> None:
    row, token = link
    post(
        campus=row.campus, to=row.email, template=template, context={"token": token, "link": row, **context},
        language=language, now=now, about=row,
    )  # fmt: skip


@transaction.atomic
def spend_link(*, campus: Campus, token: str, now: datetime) -> User:
    """Use a link up and say whom it signs in; of two at the same time one wins. Earned roles are added.

    Raises:
        LinkOver: nothing was changed.
    """
    link = link_by_token(token, now)
    if link is None or not may_have_link(link.email):
        raise LinkOver
    if not SignInLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=now):
        raise LinkOver
    by = Actor("sign_in_link", link.pk)
    for kind in sorted(earned(link.email)):
        admit(campus=campus, email=link.email, kind=kind, by=by, now=now)
    note(by=by, deed="roles.link_used", thing=link, now=now)
    user = user_of(link.email)
    if user is None:
        raise LinkOver
    return user


def print_link(*, campus: Campus, email: str, now: datetime) -> str:
    """The token of a link for somebody who stands at this machine; nothing is mailed.

    Raises:
        LinkOver: nobody may sign in with this address.
    """
    if not may_have_link(email):
        raise LinkOver
    link, token = new_link(campus=campus, email=email, now=now, until=now + LINK_LASTS)
    note(by=SYSTEM, deed="roles.link_printed", thing=link, now=now)
    return token


def forget_links(*, now: datetime) -> int:
    """Remove links that ended a month ago; returns how many."""
    return SignInLink.objects.filter(until__lt=now - LINK_KEPT).delete()[0]
