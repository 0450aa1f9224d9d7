"""Inviting people by mail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.basics.reason import Refusal
from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.actions import note
from glascampus.commons.roles.access import demand, is_office
from glascampus.commons.roles.actions.links import new_link, post_link
from glascampus.commons.roles.actions.users import admit
from glascampus.commons.roles.models import User
from glascampus.commons.roles.reads import links_lately
from glascampus.commons.roles.rules import INVITATION_LASTS, may_have_another


class EnoughLinks(Refusal):
    """This mailbox was sent enough for now."""

    code = "enough_links"


@transaction.atomic
def invite(*, campus: Campus, email: str, kind: str, name: str, by: Any, now: datetime, language: str) -> User:
    """Let the owner of a mailbox be something here, and tell them so.

    Raises:
        NotAllowed: not the office.
    """
    demand(is_office(by))
    user = admit(campus=campus, email=email, kind=kind, by=by, now=now, name=name)
    send_invitation(campus=campus, user=user, by=by, now=now, language=language)
    return user


@transaction.atomic
def invite_again(*, campus: Campus, user: User, by: Any, now: datetime, language: str) -> None:
    """Mail the invitation once more, with a new link.

    Raises:
        NotAllowed: not the office.
        EnoughLinks: the mailbox was sent five within the hour.
    """
    demand(is_office(by))
    send_invitation(campus=campus, user=user, by=by, now=now, language=language)


@transaction.atomic
def send_invitation(*, campus: Campus, user: User, by: Any, now: datetime, language: str, firm: str = "") -> None:
    """The part of a deed that mails an invitation; it opens for a week, once. The deed has asked whether it may.

    Raises:
        EnoughLinks: the mailbox was sent five within the hour.
    """
    if not may_have_another(links_lately(user.email, now)):
        raise EnoughLinks(field="email")
    link = new_link(campus=campus, email=user.email, now=now, until=now + INVITATION_LASTS, invites=True)
    note(by=by, deed="roles.invited", thing=link[0], now=now)
    host = str(by) if isinstance(by, User) else ""
    post_link(link, "roles/mail/invitation.txt", language=language, now=now, user=user, firm=firm, host=host)
