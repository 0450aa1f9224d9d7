"""What the campus keeps of users."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy
from django_scopes import scopes_disabled

from glascampus.commons.roles import actions, reads
from glascampus.commons.roles.models import SignInLink, User
from glascampus.commons.roll.rules import Erased, Keep, Personal, Tick

ACCOUNTS = "retention.accounts_days"


def ticks() -> list[Tick]:
    """Old links go."""
    return [Tick("roles.forget_links", 3600, _forget_links)]


def _forget_links(now: datetime) -> int:
    with scopes_disabled():
        return actions.forget_links(now=now)


def retention() -> list[Keep]:
    """Users stay while they have a role."""
    return [
        Keep(
            "roles.User",
            gettext_lazy("sich anmelden"),
            None,
            personal=True,
            basis="contract",
            rule=ACCOUNTS,
            past=reads.users_gone_before,
            recipients=("office", "person"),
        ),
        Keep(
            "roles.Role",
            gettext_lazy("wer was darf; die Rolle des Büros endet nur von Hand"),
            None,
            personal=True,
            basis="contract",
            rule=ACCOUNTS,
            past=reads.roles_unused_before,
            recipients=("office", "person"),
        ),
        Keep(
            "roles.SignInLink",
            gettext_lazy("ein Postfach einmal anmelden"),
            30,
            personal=True,
            basis="contract",
            recipients=("mail",),
            past=lambda before: SignInLink.objects.filter(made_at__lt=before),
        ),
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
