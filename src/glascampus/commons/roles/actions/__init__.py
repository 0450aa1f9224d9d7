"""Making users and giving them roles."""

from glascampus.commons.roles.actions.campus import (
    AlreadySetUp,
    change_campus,
    keep_fact,
    make_first_office,
    remove_fact,
)
from glascampus.commons.roles.actions.inviting import EnoughLinks, invite, invite_again, send_invitation
from glascampus.commons.roles.actions.links import LinkOver, forget_links, print_link, send_link, spend_link
from glascampus.commons.roles.actions.second_factor import (
    AlreadyProtected,
    NotYourself,
    renew_codes,
    reset_second_factor,
    set_second_factor,
)
from glascampus.commons.roles.actions.undoing import time_to_undo
from glascampus.commons.roles.actions.users import (
    AccessEnded,
    LastOffice,
    admit,
    end_access,
    forget,
    make_user,
    set_password,
    take_role,
)

__all__ = [
    "AccessEnded",
    "AlreadyProtected",
    "AlreadySetUp",
    "EnoughLinks",
    "LastOffice",
    "LinkOver",
    "NotYourself",
    "admit",
    "change_campus",
    "end_access",
    "forget",
    "forget_links",
    "invite",
    "invite_again",
    "keep_fact",
    "make_first_office",
    "make_user",
    "print_link",
    "remove_fact",
    "renew_codes",
    "reset_second_factor",
    "send_invitation",
    "send_link",
    "set_password",
    "set_second_factor",
    "spend_link",
    "take_role",
    "time_to_undo",
]
