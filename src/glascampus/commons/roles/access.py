"""The questions that all other ``may_…`` are made of."""

from __future__ import annotations

from typing import Any

from glascampus.basics.reason import NotAllowed
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.roles.reads import kinds_of


def is_office(by: Any) -> bool:
    """The coordination office, or the campus itself."""
    return by == SYSTEM or "office" in kinds_of(by)


def demand(allowed: bool) -> None:
    """Raise ``NotAllowed`` unless ``allowed``."""
    if not allowed:
        raise NotAllowed


def may_have_password(by: Any) -> bool:
    """Staff; everyone else signs in by mailed link."""
    return bool({"office", "funder"} & kinds_of(by))
