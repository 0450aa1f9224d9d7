"""Only the office writes pages, news and pictures."""

from typing import Any

from glascampus.commons.roles.access import is_office


def may_write_pages(by: Any) -> bool:
    """Words, pictures, and what of them is public."""
    return is_office(by)
