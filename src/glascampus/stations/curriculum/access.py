"""Only the office changes the curriculum."""

from typing import Any

from glascampus.commons.roles.access import is_office


def may_change_curriculum(by: Any) -> bool:
    """The office."""
    return is_office(by)
