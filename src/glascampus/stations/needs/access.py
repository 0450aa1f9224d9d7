"""Who may work on needs. Stating one is open to everybody."""

from __future__ import annotations

from typing import Any

from glascampus.commons.roles.access import is_office


def may_change_needs(by: Any) -> bool:
    """Topics, evidence and the office's work on statements: the office only."""
    return is_office(by)
