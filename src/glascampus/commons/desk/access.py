"""Who may tend the mail. It stands here because the outbox lies below the roles."""

from __future__ import annotations

from typing import Any

from glascampus.commons.roles.access import is_office


def may_tend_mail(by: Any) -> bool:
    """The office sends again, takes back, puts aside and words mails."""
    return is_office(by)
