"""What the campus keeps of users."""

from __future__ import annotations

from datetime import datetime

from django_scopes import scopes_disabled

from glascampus.commons.roles import actions
from glascampus.commons.roles.models import SignInLink, User
from glascampus.commons.roll.rules import Erased, Keep, Personal, Tick


def ticks() -> list[Tick]:
    """Old links go."""
    return [Tick("roles.forget_links", 3600, _forget_links)]


def _forget_links(now: datetime) -> int:
    with scopes_disabled():
        return actions.forget_links(now=now)


def retention() -> list[Keep]:
    """Users stay while they have a role."""
    return [
        Keep("roles.User", "signs in", 365, personal=True),
        Keep("roles.Role", "says what a user may do", 365, personal=True),
        Keep("roles.SignInLink", "signs a mailbox in, once", 30, personal=True),
    ]


def personal() -> list[Personal]:
    """Found by e-mail address."""
    return [Personal("roles", _export, _erase)]


def _export(email: str) -> dict[str, list[dict[str, object]]]:
    found = User.objects.filter(email__iexact=email).values("email", "name", "made_at", "last_login")
    links = SignInLink.objects.filter(email__iexact=email).values("email", "made_at", "used_at")
    return {"roles.user": [dict(row) for row in found], "roles.signinlink": [dict(row) for row in links]}


def _erase(email: str, now: datetime) -> Erased:
    return Erased({"roles.user": actions.forget(email=email)})
