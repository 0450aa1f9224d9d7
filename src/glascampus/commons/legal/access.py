"""Only the office writes legal texts and rules."""

from typing import Any

from glascampus.commons.roles.access import is_office


def may_change_legal(by: Any) -> bool:
    """Texts, rules, answers to remarks."""
    return is_office(by)
