"""The office changes organisations; who acts for one also says who else does."""

from typing import Any

from glascampus.commons.organisations.models import Organisation
from glascampus.commons.organisations.reads import organisations_of
from glascampus.commons.roles.access import is_office


def may_change_organisations(by: Any) -> bool:
    """The office."""
    return is_office(by)


def is_colleague(by: Any, organisation: Organisation) -> bool:
    """Whether ``by`` acts for ``organisation``; having booked in its name is not enough."""
    return organisations_of(by).filter(pk=organisation.pk).exists()


def may_invite_colleagues(by: Any, organisation: Organisation) -> bool:
    """The office, or somebody who acts for it already."""
    return is_office(by) or is_colleague(by, organisation)
