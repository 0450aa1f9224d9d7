"""``./campus access link|reset``: help for somebody who stands at the machine and cannot sign in."""

from __future__ import annotations

import argparse
import sys

from django.urls import reverse
from django_scopes import scope

from glascampus.basics.clock import now
from glascampus.commons.campuses.models import Campus
from glascampus.commons.journal.rules import SYSTEM
from glascampus.commons.roles.actions import print_link, reset_second_factor
from glascampus.commons.roles.reads import may_have_link, user_of


def access(arguments: list[str]) -> int:
    """Print a link that signs in, or take a lost second factor away."""
    parser = argparse.ArgumentParser(prog="./campus access", description=access.__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    link = verbs.add_parser("link", help="print a link that signs in, once, within 15 minutes")
    reset = verbs.add_parser("reset", help="the next sign-in sets up a new second factor")
    for part in (link, reset):
        part.add_argument("email")
    options = parser.parse_args(arguments)
    for campus in Campus.objects.order_by("pk"):
        with scope(campus=campus):
            if may_have_link(options.email):
                (_link if options.verb == "link" else _reset)(campus, options.email)
                return 0
    print(f"Nobody signs in here as {options.email}.", file=sys.stderr)
    return 1


def _link(campus: Campus, email: str) -> None:
    token = print_link(campus=campus, email=email, now=now())
    print(f"{campus.address}{reverse('web:sign_in_link', args=[token])}")


def _reset(campus: Campus, email: str) -> None:
    if user := user_of(email):
        reset_second_factor(campus=campus, user=user, by=SYSTEM, now=now())
    print("Done. The next sign-in sets up a new one.")


VERBS = {"access": access}
