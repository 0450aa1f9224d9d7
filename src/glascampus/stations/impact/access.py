"""The figures by quarter are the funders' page; the office looks at the same one."""

from typing import Any

from glascampus.commons.roles.access import is_office
from glascampus.commons.roles.reads import kinds_of


def sees_funder_figures(by: Any) -> bool:
    """The funder, and the office, which answers for the figures."""
    return "funder" in kinds_of(by) or is_office(by)
