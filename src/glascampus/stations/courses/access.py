"""Who may change courses and runs."""

from typing import Any

from glascampus.commons.roles.access import is_office


def may_change_courses(by: Any) -> bool:
    """The office."""
    return is_office(by)


def may_change_runs(by: Any) -> bool:
    """The office."""
    return is_office(by)
