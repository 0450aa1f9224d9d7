"""What the campus keeps of users."""

from __future__ import annotations

from datetime import datetime

from glascampus.commons.roles import actions
from glascampus.commons.roles.models import User
from glascampus.commons.roll.rules import Erased, Keep, Personal


def retention() -> list[Keep]:
    """Users stay while they have a role."""
    return [
        Keep("roles.User", "signs in", 365, personal=True),
        Keep("roles.Role", "says what a user may do", 365, personal=True),
    ]


def personal() -> list[Personal]:
    """Found by e-mail address."""
    return [Personal("roles", _export, _erase)]


def _export(email: str) -> dict[str, list[dict[str, object]]]:
    found = User.objects.filter(email__iexact=email).values("email", "name", "made_at", "last_login")
    return {"roles.user": [dict(row) for row in found]}


def _erase(email: str, now: datetime) -> Erased:
    return Erased({"roles.user": actions.forget(email=email)})
