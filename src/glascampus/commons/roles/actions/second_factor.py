"""The second factor, and the codes that replace a lost phone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from glascampus.basics.reason import Refusal
from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.actions import note
from glascampus.commons.roles.access import demand, is_office
from glascampus.commons.roles.actions.users import change_doors
from glascampus.commons.roles.models import User
from glascampus.commons.roles.reads import second_factor_of


class AlreadyProtected(Refusal):
    """There is a second factor already; it is not replaced in passing."""

    code = "already_protected"


class NotYourself(Refusal):
    """Somebody else must look whether it is really you."""

    code = "not_yourself"


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
    change_doors(user, is_active=user.is_active)
