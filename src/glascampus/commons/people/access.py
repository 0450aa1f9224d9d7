"""Only the office changes people."""

from typing import Any

from glascampus.commons.roles.access import is_office


def may_change_people(by: Any) -> bool:
    """The office."""
    return is_office(by)
