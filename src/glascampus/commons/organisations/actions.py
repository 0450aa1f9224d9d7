"""Making, changing and removing organisations; saying who acts for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from glascampus.basics.reason import Refusal
from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.actions import keep, note, remove
from glascampus.commons.organisations.access import may_change_organisations, may_invite_colleagues
from glascampus.commons.organisations.models import Membership, Organisation
from glascampus.commons.organisations.reads import active_memberships
from glascampus.commons.roles import actions as roles
from glascampus.commons.roles.access import demand
from glascampus.commons.roles.actions import admit, send_invitation, take_role
from glascampus.commons.roles.models import User


@transaction.atomic
def keep_organisation(*, organisation: Organisation, by: Any, now: datetime, **values: Any) -> Organisation:
    """Store a new or changed organisation.

    Raises:
        NotAllowed: not the office.
    """
    demand(may_change_organisations(by))
    deed = "organisations.organisation_changed" if organisation.pk else "organisations.organisation_made"
    return keep(thing=organisation, by=by, now=now, deed=deed, values=values)


@transaction.atomic
def remove_organisation(*, organisation: Organisation, by: Any, now: datetime) -> None:
    """Delete an organisation on which nothing leans.

    Raises:
        NotAllowed: not the office.
        StillUsed: something refers to it.
    """
    demand(may_change_organisations(by))
    remove(thing=organisation, by=by, now=now, deed="organisations.organisation_removed")


class AlreadyColleague(Refusal):
    """This mailbox acts for the organisation already."""

    code = "already_colleague"


@transaction.atomic
def make_colleague(*, organisation: Organisation, user: User, by: Any, now: datetime) -> Membership:
    """Let ``user`` act for ``organisation``.

    Raises:
        NotAllowed: ``by`` is neither the office nor a colleague.
        AlreadyColleague: nothing was changed.
    """
    demand(may_invite_colleagues(by, organisation))
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if active_memberships().filter(organisation=organisation, user=user).exists():
        raise AlreadyColleague(field="email")
    host = by if isinstance(by, User) else None
    membership = Membership(
        campus=organisation.campus, organisation=organisation, user=user, invited_by=host, made_at=now
    )
    return keep(thing=membership, by=by, now=now, deed="organisations.colleague_made")


@transaction.atomic
def end_membership(*, membership: Membership, by: Any, now: datetime) -> Membership:
    """From now on the user no longer acts for the organisation; one that has ended stays as it is.

    Raises:
        NotAllowed: ``by`` is neither the office nor a colleague.
    """
    demand(may_invite_colleagues(by, membership.organisation))
    if active_memberships().filter(pk=membership.pk).update(ended_at=now):
        note(by=by, deed="organisations.membership_ended", thing=membership, now=now)
    if not active_memberships().filter(user=membership.user_id).exists():
        take_role(user=membership.user, kind="company", by=by, now=now)
    membership.refresh_from_db()
    return membership


@transaction.atomic
def invite_colleague(
    *, organisation: Organisation, email: str, name: str, by: Any, now: datetime, language: str
) -> Membership:
    """Let the owner of a mailbox act for ``organisation``, and tell them so.

    Raises:
        NotAllowed: ``by`` is neither the office nor a colleague.
        AlreadyColleague, EnoughLinks: nothing was changed.
    """
    demand(may_invite_colleagues(by, organisation))
    user = admit(campus=organisation.campus, email=email, kind="company", by=by, now=now, name=name)
    membership = make_colleague(organisation=organisation, user=user, by=by, now=now)
    send_invitation(campus=organisation.campus, user=user, by=by, now=now, language=language, firm=organisation.name)
    return membership


@transaction.atomic
def end_access(*, campus: Campus, user: User, by: Any, now: datetime) -> None:
    """Take every role and every membership of ``user`` on this campus.

    Raises:
        NotAllowed: not the office.
        LastOffice: nobody else could open the office; nothing was changed.
    """
    demand(may_change_organisations(by))
    for membership in active_memberships().filter(user=user):
        end_membership(membership=membership, by=by, now=now)
    roles.end_access(campus=campus, user=user, by=by, now=now)


def forget(*, email: str) -> int:
    """Part of ``people erase``, which writes the line: remove the memberships of this address."""
    return Membership.objects.filter(user__email__iexact=email).delete()[0]
