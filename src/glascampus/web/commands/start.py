"""What ``./campus run`` needs first: prepared data."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from datetime import datetime

from django.core.management import call_command
from django.urls import reverse
from django_scopes import scope

from glascampus.basics.clock import CAMPUS_ZONE, now
from glascampus.commons.campuses.actions import make_campus, set_address, set_clock
from glascampus.commons.campuses.models import Campus
from glascampus.commons.campuses.reads import link_token, the_campus
from glascampus.commons.journal.actions import seal_all
from glascampus.commons.roles.reads import demo_users, has_office
from glascampus.web import frontdoor, schema
from glascampus.web.loader.load import load_model


def prepare(arguments: list[str]) -> int:
    """Bring the data up to date, load the demo at the first start, say how to sign in."""
    parser = argparse.ArgumentParser(prog="./campus run", description=prepare.__doc__)
    parser.add_argument("--model", default=None)
    parser.add_argument("--empty", action="store_true")
    parser.add_argument("--clock", default=None)
    options = parser.parse_args(arguments)
    if refusal := schema.refusal():
        print(refusal, file=sys.stderr)
        return 2
    if schema.pending_migrations():
        print("Bringing the database up to date ...", file=sys.stderr)
        call_command("migrate", verbosity=0, interactive=False)
    campus = the_campus()
    if campus and options.model not in (None, campus.key):
        print(
            f"This data directory holds {campus.key}; choose another with --data DIR for {options.model}.",
            file=sys.stderr,
        )
        return 2
    is_demo = campus.is_demo if campus else not options.empty
    if refusal := frontdoor.refusal(os.environ, is_demo=is_demo):
        print(refusal, file=sys.stderr)
        return 2
    if options.clock is not None:  # before the demo is laid relative to today
        _turn(options.clock, is_demo=is_demo)
    campus = campus or _first_start(options.model, empty=options.empty)
    address = frontdoor.public_address(os.environ)
    if address:
        set_address(campus=campus, address=address)
    seal_all(campus=campus)  # what was loaded is chained before anybody can touch it
    with scope(campus=campus):
        _welcome(campus, address or campus.address)
    return 0


def _first_start(model: str | None, *, empty: bool) -> Campus:
    if empty:
        return make_campus(key=f"campus-{secrets.token_hex(3)}", name_de="Mein Campus", name_en="My campus", now=now())
    print("Loading the demo campus ...", file=sys.stderr)
    return load_model(model or "glascampus-torgau", now=now())


def _turn(moment: str, *, is_demo: bool) -> None:
    if not is_demo:
        raise ValueError("Only the clock of a demo can be turned; start without --clock.")
    try:
        wanted = datetime.fromisoformat(moment)
    except ValueError:
        raise ValueError(f"{moment} is not a time; write it like 2027-03-01T08:00.") from None
    set_clock(to=wanted if wanted.tzinfo else wanted.replace(tzinfo=CAMPUS_ZONE))


def _welcome(campus: Campus, address: str) -> None:
    """Lines for the terminal, after ``Ready:``."""
    if campus.is_demo:
        for role in demo_users(campus):
            print(f"  Demo sign-in as {role.kind}: {address}{reverse('web:sign_in')}")
        print(f"  Every mail of the demo:  {address}{reverse('web:demo_post')}")
    elif not has_office(campus):
        print(f"  Set up the office (once): {address}{reverse('web:set_up', args=[link_token('set-up', campus.key)])}")
