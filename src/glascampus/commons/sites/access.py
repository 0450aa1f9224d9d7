"""Only the office changes sites."""

from typing import Any

from glascampus.commons.roles.access import is_office


def may_change_sites(by: Any) -> bool:
    """The office."""
    return is_office(by)
