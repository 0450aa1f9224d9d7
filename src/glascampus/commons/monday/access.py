"""Who may have the letter."""

from typing import Any

from glascampus.commons.roles.access import is_office


def may_have_letter(by: Any) -> bool:
    """Whoever sees the board."""
    return is_office(by)
