"""Who may make and revoke tokens."""

from __future__ import annotations

from typing import Any

from glascampus.commons.roles.access import is_office


def may_keep_tokens(by: Any) -> bool:
    """The office."""
    return is_office(by)
