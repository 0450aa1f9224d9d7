"""Only the office takes lists in."""

from typing import Any

from glascampus.commons.roles.access import is_office


def may_take_lists(by: Any) -> bool:
    """The office."""
    return is_office(by)
