"""Who may change courses and runs."""

from typing import Any

from glascampus.commons.roles.access import is_office
from glascampus.commons.roles.reads import kinds_of
from glascampus.stations.courses.reads import runs_taught_by


def may_change_courses(by: Any) -> bool:
    """The office."""
    return is_office(by)


def may_change_runs(by: Any) -> bool:
    """The office."""
    return is_office(by)


def sees_teaching(by: Any) -> bool:
    """Who has the role, or was put as lecturer of a run under the mailbox they signed in with."""
    return "lecturer" in kinds_of(by) or runs_taught_by(by).exists()
