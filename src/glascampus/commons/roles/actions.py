"""Making users and giving them roles."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from glascampus.basics.reason import Refusal
from glascampus.basics.tokens import fingerprint
from glascampus.commons.campuses.models import Campus, Fact
from glascampus.commons.campuses.reads import link_token
from glascampus.commons.journal.actions import keep, note, remove
from glascampus.commons.journal.rules import GUEST, SYSTEM, Actor
from glascampus.commons.outbox.actions import holding, post
from glascampus.commons.outbox.rules import ONLY_MAILS, TO_UNDO
from glascampus.commons.roles.access import demand, is_office
from glascampus.commons.roles.models import Role, SignInLink, User
from glascampus.commons.roles.reads import (
    earned,
    has_office,
    kinds_everywhere,
    link_by_token,
    links_lately,
    may_have_link,
    second_factor_of,
    user_of,
)
from glascampus.commons.roles.rules import INVITATION_LASTS, LINK_KEPT, LINK_LASTS, may_have_another


@contextmanager
def time_to_undo(*, by: Any, now: datetime) -> Iterator[None]:
    """Inside, the mails of a deed of the office wait ten minutes and can be taken back; those of anybody else leave at once."""
    if by == SYSTEM or not is_office(by):
        yield
        return
    with holding(batch=f"{ONLY_MAILS}{secrets.token_hex(14)}", until=now + TO_UNDO):
        yield


@transaction.atomic
def make_user(
    *, campus: Campus, email: str, kind: str, by: Any, now: datetime, name: str = "", password: str = ""
) -> User:
    """A user with a role on ``campus``; a known address gets the role added and keeps its password.

    Without ``password`` nobody can sign in with one.

    Raises:
        NotAllowed: not the office.
    """
    demand(is_office(by))
    return admit(campus=campus, email=email, kind=kind, by=by, now=now, name=name, password=password)


@transaction.atomic
def admit(*, campus: Campus, email: str, kind: str, by: Any, now: datetime, name: str = "", password: str = "") -> User:
    """The part of a deed that makes a user or adds a role; the deed has asked whether it may.

    Whoever becomes the office signs in anew, since more is asked then.

    Raises:
        AccessEnded: the office ended this access, and only the office opens it again.
    """
    user = user_of(email)
    if user is None:
        user = User(email=email, name=name, made_at=now)
        user.set_password(password or None)
        user.save()
    if not Role.objects.filter(user=user, kind=kind).exists():
        if isinstance(by, User) and not (user.is_active or is_office(by)):
            raise AccessEnded(field="email")
        keep(thing=Role(campus=campus, user=user, kind=kind), by=by, now=now, deed="roles.given")
        _change_doors(user, is_active=True, by_one=kind == "office")
    user.__dict__.pop("_role_kinds", None)
    return user


def _change_doors(user: User, *, is_active: bool, by_one: bool = True) -> None:
    user.is_active = is_active
    user.doors += by_one
    user.save()


def forget(*, email: str) -> int:
    """Part of ``people erase``, which writes the line: remove the user with this address, roles and links."""
    links = SignInLink.objects.filter(email__iexact=email).delete()[0]
    found = User.objects.filter(email__iexact=email)
    Role.objects.filter(user__in=found).delete()
    return links + found.delete()[0]


@transaction.atomic
def send_link(*, campus: Campus, email: str, language: str, now: datetime, then: str = "") -> None:
    """Mail a link that signs in, to a mailbox that may have one; silent about all others, in what it says and how long it takes.

    For a mailbox unknown here, or one that was sent enough links, the same is done and taken back.
    """
    wanted = may_have_link(email)
    wanted = may_have_another(links_lately(email, now)) and wanted
    try:
        with transaction.atomic():
            link = _make_link(campus=campus, email=email, now=now, until=now + LINK_LASTS)
            _post_link(link, "roles/mail/sign_in.txt", language=language, now=now, then=then)
            note(by=GUEST, deed="roles.link_sent", thing=link[0], now=now)
            if not wanted:
                raise _NotWanted  # noqa: TRY301  undone from inside
    except _NotWanted:
        pass


class _NotWanted(Exception):
    """Takes the mail back."""


def _make_link(
    *, campus: Campus, email: str, now: datetime, until: datetime, invites: bool = False
) -> tuple[SignInLink, str]:
    token = link_token("sign-in", secrets.token_hex(16))
    link = SignInLink(
        campus=campus, user=user_of(email), email=email.lower(), link=fingerprint(token), made_at=now, until=until,
        invites=invites,
    )  # fmt: skip
    link.save()
    return link, token


def _post_link(link: tuple[SignInLink, str], template: str, *, language: str, now: datetime, **context: Any) -> None:
    row, token = link
    post(
        campus=row.campus, to=row.email, template=template, context={"token": token, "link": row, **context},
        language=language, now=now, about=row,
    )  # fmt: skip


class LinkOver(Refusal):
    """It was used, it is too old, or there never was such a link."""

    code = "link_over"


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
    link, token = _make_link(campus=campus, email=email, now=now, until=now + LINK_LASTS)
    note(by=SYSTEM, deed="roles.link_printed", thing=link, now=now)
    return token


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
    link = _make_link(campus=campus, email=user.email, now=now, until=now + INVITATION_LASTS, invites=True)
    note(by=by, deed="roles.invited", thing=link[0], now=now)
    host = str(by) if isinstance(by, User) else ""
    _post_link(link, "roles/mail/invitation.txt", language=language, now=now, user=user, firm=firm, host=host)


class AccessEnded(Refusal):
    """The office ended this access; only the office opens it again."""

    code = "access_ended"


class EnoughLinks(Refusal):
    """This mailbox was sent enough for now."""

    code = "enough_links"


class LastOffice(Refusal):
    """Somebody must remain who can open the office."""

    code = "last_office"


@transaction.atomic
def end_access(*, campus: Campus, user: User, by: Any, now: datetime) -> None:
    """Take all roles of ``user`` on this campus; every session ends, the password and the second factor go with the last role.

    Raises:
        NotAllowed: not the office.
        LastOffice: nobody else could open the office; nothing was changed.
    """
    demand(is_office(by))
    Campus.objects.select_for_update().get(pk=campus.pk)
    roles, office = Role.objects.filter(user=user), Role.objects.filter(kind="office")
    if office.filter(user=user).exists() and not office.exclude(user=user).exists():
        raise LastOffice
    note(by=by, deed="roles.ended", thing=campus, now=now, user=user.pk, roles=sorted(r.kind for r in roles))
    roles.delete()
    SignInLink.objects.filter(email__iexact=user.email, used_at__isnull=True).update(used_at=now)
    stays = bool(kinds_everywhere(user))
    if not stays:
        user.set_unusable_password()
        Authenticator.objects.filter(user_id=user.pk).delete()
    _change_doors(user, is_active=stays)
    user.__dict__.pop("_role_kinds", None)


@transaction.atomic
def take_role(*, user: User, kind: str, by: Any, now: datetime) -> None:
    """The part of a deed that takes one role from ``user``; the deed has asked whether it may."""
    for role in Role.objects.filter(user=user, kind=kind):
        remove(thing=role, by=by, now=now, deed="roles.taken")
    SignInLink.objects.filter(email__iexact=user.email, used_at__isnull=True).update(used_at=now)
    user.__dict__.pop("_role_kinds", None)


class AlreadyProtected(Refusal):
    """There is a second factor already; it is not replaced in passing."""

    code = "already_protected"


@transaction.atomic
def set_second_factor(*, campus: Campus, user: User, secret: str, now: datetime) -> list[str]:
    """Store the app's secret, sealed; returns the codes that replace a lost phone, each good once.

    Raises:
        AlreadyProtected: nothing was changed.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if second_factor_of(user):
        raise AlreadyProtected
    TOTP.activate(user, secret)
    note(by=user, deed="roles.second_factor_set", thing=campus, now=now, user=user.pk)
    return _fresh_codes(user)


@transaction.atomic
def renew_codes(*, campus: Campus, user: User, now: datetime) -> list[str]:
    """New codes for a lost phone; those before hold no more."""
    User.objects.select_for_update().get(pk=user.pk)
    note(by=user, deed="roles.codes_renewed", thing=campus, now=now, user=user.pk)
    return _fresh_codes(user)


def _fresh_codes(user: User) -> list[str]:
    Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    return codes


class NotYourself(Refusal):
    """Somebody else must look whether it is really you."""

    code = "not_yourself"


@transaction.atomic
def reset_second_factor(*, campus: Campus, user: User, by: Any, now: datetime) -> None:
    """After a lost phone: the next sign-in asks to set up a new one; every session ends.

    Raises:
        NotAllowed: not the office.
        NotYourself: another person of the office must do it, or the command of the machine.
    """
    demand(is_office(by))
    if by == user:
        raise NotYourself
    note(by=by, deed="roles.second_factor_reset", thing=campus, now=now, user=user.pk)
    Authenticator.objects.filter(user_id=user.pk).delete()
    _change_doors(user, is_active=user.is_active)


@transaction.atomic
def set_password(*, campus: Campus, user: User, password: str, now: datetime) -> None:
    """One's own new password; every other session ends."""
    user.set_password(password)
    note(by=user, deed="roles.password_set", thing=campus, now=now, user=user.pk)
    _change_doors(user, is_active=user.is_active)


def forget_links(*, now: datetime) -> int:
    """Remove links that ended a month ago; returns how many."""
    return SignInLink.objects.filter(until__lt=now - LINK_KEPT).delete()[0]


@transaction.atomic
def change_campus(*, campus: Campus, by: Any, now: datetime, **values: Any) -> Campus:
    """Change the campus's own texts. It stands here because only from here on it is known who the office is."""
    demand(is_office(by))
    for name, value in values.items():
        setattr(campus, name, value)
    campus.full_clean()
    campus.save()
    note(by=by, deed="campuses.campus_changed", thing=campus, now=now)
    return campus


@transaction.atomic
def keep_fact(*, fact: Fact, by: Any, now: datetime, **values: Any) -> Fact:
    """Store a new or changed public fact of the campus. It stands here for the same reason as ``change_campus``.

    Raises:
        NotAllowed: not the office.
    """
    demand(is_office(by))
    deed = "campuses.fact_changed" if fact.pk else "campuses.fact_added"
    for name, value in values.items():
        setattr(fact, name, value)
    fact.full_clean()
    fact.save()
    note(by=by, deed=deed, thing=fact, now=now)
    return fact


@transaction.atomic
def remove_fact(*, fact: Fact, by: Any, now: datetime) -> None:
    """Delete a public fact.

    Raises:
        NotAllowed: not the office.
    """
    demand(is_office(by))
    note(by=by, deed="campuses.fact_removed", thing=fact, now=now)
    fact.delete()


class AlreadySetUp(Refusal):
    """Somebody else was first."""

    code = "already_set_up"


@transaction.atomic
def make_first_office(*, campus: Campus, name: str, email: str, password: str, now: datetime) -> User:
    """The first office person, by the link that the start command printed.

    Raises:
        AlreadySetUp: the office has somebody; nothing was changed.
    """
    Campus.objects.select_for_update().get(pk=campus.pk)
    if has_office(campus):
        raise AlreadySetUp
    return make_user(campus=campus, email=email, name=name, password=password, kind="office", by=SYSTEM, now=now)
