"""Only the office changes organisations."""

from typing import Any

from glascampus.commons.roles.access import is_office


def may_change_organisations(by: Any) -> bool:
    """The office."""
    return is_office(by)
